import { readFile } from "node:fs/promises";
import { type Config, parseConfig } from "../mapping/config.ts";
import { activityTypes } from "../sources/github.ts";
import { SettingsError } from "./settings.ts";

/** The file that is read where none is named, if it is there. */
const usualPath = "hubline.yml";

/** What was read, and from where. */
export interface ConfigFile {
  /** What it says; empty where there is no file. */
  config: Config;
  /** The file that was read, or why there is none, in words. */
  source: string;
}

/**
 * Reads the configuration file.
 *
 * @param path The file named by `HUBLINE_CONFIG`; without it, `hubline.yml` is read if it is there.
 * @throws {SettingsError} If the named file cannot be read.
 * @throws {ConfigError} If what it says cannot be used.
 */
export async function readConfigFile(path: string | undefined): Promise<ConfigFile> {
  const text = await readText(path ?? usualPath, { required: path !== undefined });
  if (text === undefined) {
    return { config: {}, source: `none (there is no ${usualPath} in this folder)` };
  }
  const config = parseConfig(text, path ?? usualPath, { activityTypes });
  const people = Object.keys(config.people ?? {}).length;
  const rules = config.rules === undefined
    ? "the default mapping"
    : `${config.rules.length} ${config.rules.length === 1 ? "rule" : "rules"}`;
  const who = `${people} ${people === 1 ? "person" : "people"}`;
  return { config, source: `${path ?? usualPath} (${who}, ${rules})` };
}

async function readText(
  path: string,
  { required }: { required: boolean },
): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT" && !required) return undefined;
    const reason = reasons.get(String(code)) ?? String(cause);
    throw new SettingsError(`HUBLINE_CONFIG: Cannot read ${path}: ${reason}`, { cause });
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "this user may not read it"],
]);
