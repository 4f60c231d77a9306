/**
 * Writes down which files the package for npm has: `deno run -A tests/packaging/npm/files.ts`. The test of the package
 * compares, so that nothing is published by accident.
 *
 * @module
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf, runCommand } from "../../checks/command.ts";
import { root } from "../../checks/root.ts";
import { variables } from "../../runtimes/install.ts";
import { packLibrary } from "./pack.ts";

if (import.meta.main) {
  const folder = await mkdtemp(join(tmpdir(), "hubline-files-"));
  try {
    const names = await filesOf(await packLibrary(join(folder, "timeline.tgz")));
    await writeFile(join(root, "tests/packaging/npm/files.txt"), names.join("\n") + "\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names of a package's files, in order. What several entries share has names that change with it, so that is one. */
export async function filesOf(tarball: string): Promise<string[]> {
  const { code, output } = await runCommand({
    program: "tar",
    args: ["-tzf", tarball],
    cwd: root,
    env: environmentOf(variables()),
    timeout: 30_000,
  });
  if (code !== 0) throw new Error(`Cannot read the package: ${output.trim()}`);
  const names = output.trim().split("\n").map((name) =>
    name.replace(/^package\//, "").replace(/^shared\/[\w-]+\.js$/, "shared/*.js")
  );
  return [...new Set(names)].sort();
}
