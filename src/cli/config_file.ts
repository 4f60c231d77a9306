import { readFile } from "node:fs/promises";
import { type Config, parseConfig } from "../mapping/config.ts";
import { SettingsError } from "./settings.ts";

/** The file that is read where none is named, if it is there. */
const usualPath = "hubline.yml";

/**
 * Reads the configuration file.
 *
 * @param path The file named by `HUBLINE_CONFIG`; without it, `hubline.yml` is read if it is there.
 * @throws {SettingsError} If the named file cannot be read.
 * @throws {ConfigError} If what it says cannot be used.
 */
export async function readConfigFile(path: string | undefined): Promise<Config> {
  const text = await readText(path ?? usualPath, { required: path !== undefined });
  return text === undefined ? {} : parseConfig(text, path ?? usualPath);
}

async function readText(
  path: string,
  { required }: { required: boolean },
): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    if (missing && !required) return undefined;
    const reason = missing ? "there is no such file" : String(cause);
    throw new SettingsError(`HUBLINE_CONFIG: Cannot read ${path}: ${reason}`, { cause });
  }
}
