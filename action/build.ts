/**
 * Builds `action/dist`, or with `--check` says whether it is what the sources give.
 *
 * @module
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { buildBundle, stopBuilding } from "./bundle.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "action", "dist");

const bundle = await buildBundle(root);
await stopBuilding();

if (process.argv.includes("--check")) await check();
else await write();

async function write(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of bundle) {
    await writeFile(join(folder, name), bytes);
    console.log(`action/dist/${name}: ${Math.ceil(bytes.byteLength / 1_000)} kB`);
  }
}

async function check(): Promise<void> {
  for (const [name, bytes] of bundle) {
    const committed = await readFile(join(folder, name)).catch(() => undefined);
    if (committed?.equals(bytes)) {
      console.log(`action/dist/${name}: as the sources give it`);
      continue;
    }
    const found = committed === undefined ? "is missing" : "is not what the sources give";
    console.error(`action/dist/${name} ${found}: run \`deno task build:action\` and commit it`);
    process.exitCode = 1;
  }
}
