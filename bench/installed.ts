import { existsSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../tests/checks/command.ts";
import { root } from "../tests/checks/root.ts";
import { environment } from "./process.ts";

/** The client that ours is measured beside, at an exact version. */
const peer = "@hubspot/api-client@14.0.1";

/** What it is called in the table. */
export const peerTitle: string = peer.replace(/@([\d.]+)$/, " $1");

/** Where things are put for the measurement alone. Git and Deno pass over folders of this name. */
export const installedFolder: string = join(root, "bench/node_modules");

/** Puts the other client and our own package there, as npm gets them. Throws an `Error` where that fails. */
export async function installClients(): Promise<void> {
  const options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund"];
  if (!existsSync(join(installedFolder, "@hubspot/api-client/package.json"))) {
    console.log(`Installing ${peer} into bench/node_modules`);
    await run("npm", "install", "--prefix", join(root, "bench"), ...options, peer);
  }
  const tarball = join(installedFolder, "ours.tgz");
  await run(Deno.execPath(), "pack", "--quiet", "--allow-dirty", "--output", tarball);
  await run("tar", "-xzf", tarball, "-C", installedFolder);
}

async function run(program: string, ...args: string[]): Promise<void> {
  const { code, output, trouble } = await runCommand({
    program,
    args,
    cwd: root,
    env: environment,
    timeout: 240_000,
  });
  if (code !== 0) throw new Error(`Cannot run ${program} ${args[0]}: ${trouble ?? output}`);
}
