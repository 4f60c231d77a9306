import { build } from "esbuild";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Puts each entry's modules together, those that several entries share once and in files of their own: a few files load
 * faster than four hundred. Nothing is minified, so what an error's stack shows can be read. Types stay as they are.
 */
export async function bundleEntries(folder: string, entries: readonly string[]): Promise<void> {
  await build({
    absWorkingDir: folder,
    entryPoints: [...entries],
    outdir: folder,
    outbase: folder,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    chunkNames: "shared/[name]-[hash]",
    format: "esm",
    platform: "neutral",
    packages: "external",
    target: "es2023",
    logLevel: "error",
  });
  const kept = new Set(entries.map((entry) => entry.replace(/^\.\//, "")));
  const files = await readdir(folder, { recursive: true });
  // What was put together, and sources that no entry reaches.
  const merged = files.filter((file) =>
    file.startsWith("src/") && !kept.has(file) && /(?<!\.d)\.(?:js|ts)$/.test(file)
  );
  await Promise.all(merged.map((file) => rm(join(folder, file))));
}
