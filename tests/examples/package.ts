import { execFile } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { root } from "../checks/root.ts";

/** Makes the package as npm gets it, and returns the path of its file. */
export async function packLibrary(folder: string): Promise<string> {
  const path = join(folder, "timeline.tgz");
  const pack = ["pack", "--allow-dirty", "--ignore=deno.lock", "--output", path];
  await promisify(execFile)(process.execPath, pack, { cwd: root });
  return path;
}
