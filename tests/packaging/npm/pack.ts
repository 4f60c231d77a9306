/**
 * Makes the file that npm is given: `deno pack`, with what that leaves out of package.json, and its modules put together.
 *
 *     deno task pack                       hubline-timeline-0.1.0.tgz, in this folder
 *     deno task pack --output some.tgz     another file
 *
 * @module
 */
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { environmentOf, runCommand } from "../../checks/command.ts";
import { root } from "../../checks/root.ts";
import { variables } from "../../runtimes/install.ts";
import { bundleEntries } from "./bundle.ts";
import { completeManifest } from "./manifest.ts";

const packedSchema = v.looseObject({
  exports: v.record(v.string(), v.looseObject({ default: v.string() })),
});
const sourceSchema = v.looseObject({
  name: v.string(),
  version: v.string(),
  description: v.string(),
  exports: v.record(v.string(), v.string()),
});

if (import.meta.main) {
  const { values } = parseArgs({ options: { output: { type: "string" } } });
  console.log(await packLibrary(values.output));
}

/** Makes the package and returns the path of its file; the default is the name that npm gives it, in this folder. */
export async function packLibrary(output?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hubline-pack-"));
  try {
    const raw = join(folder, "raw.tgz");
    // Whoever publishes has a clean tree: the release's workflow and `deno publish` see to that.
    const pack = ["pack", "--allow-dirty", "--no-source-maps", "--ignore=deno.lock", "-o", raw];
    await run(Deno.execPath(), pack, root);
    await run("tar", ["-xzf", raw], folder);
    const unpacked = join(folder, "package");
    const manifestPath = join(unpacked, "package.json");
    // Checked, and kept as it was read: the order of conditions means something.
    const packed = JSON.parse(await readFile(manifestPath, "utf8"));
    const { exports } = v.parse(packedSchema, packed);
    const source = v.parse(
      sourceSchema,
      JSON.parse(await readFile(join(root, "deno.json"), "utf8")),
    );
    await bundleEntries(unpacked, Object.values(exports).map((entry) => entry.default));
    const manifest = completeManifest(packed, source);
    await writeFile(manifestPath, JSON.stringify(manifest, undefined, 2) + "\n");
    await run("npm", ["pack", unpacked, "--loglevel=error"], folder);
    const name = `${source.name.replace("@", "").replace("/", "-")}-${source.version}.tgz`;
    const target = resolve(output ?? name);
    await copyFile(join(folder, name), target);
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const env = { ...environmentOf(variables()), npm_config_update_notifier: "false" };
  const { code, output, trouble } = await runCommand({ program, args, cwd, env, timeout: 240_000 });
  if (code === 0) return;
  throw new Error(`Cannot pack: ${[program, ...args].join(" ")}: ${trouble ?? output.trim()}`);
}
