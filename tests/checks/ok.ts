/**
 * Everything that is checked besides the tests. `deno task ok` needs Deno alone.
 *
 * The last line is `N steps passed, N failed`; the exit code is 1 unless all passed.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { isUnanswered } from "./audit.ts";
import { environmentOf, runCommand } from "./command.ts";
import { isDocumented, ownFindings } from "./documentation.ts";
import { guidePaths } from "./guide_paths.ts";
import { root } from "./root.ts";

interface Step {
  name: string;
  program: string;
  args: readonly string[];
  /** Judges the output where the exit code says that something is wrong. Default: it is. */
  excuses?: (output: string) => boolean;
  /** Picks what to show of the output of a failure. Default: all of it. */
  picks?: (output: string) => string[];
}

/** No step takes longer than this, in milliseconds. */
const stepLimit = 300_000;

const manifest: { exports: Record<string, string>; tasks: Record<string, unknown> } = JSON.parse(
  await readFile(join(root, "deno.json"), "utf8"),
);
const env = environmentOf(Deno.env.toObject());
process.exitCode = await main() ? 0 : 1;

async function main(): Promise<boolean> {
  const failed: string[] = [];
  const all = await steps();
  for (const { name, program, args, excuses = () => false, picks } of all) {
    const outcome = await runCommand({ program, args, cwd: root, env, timeout: stepLimit });
    const passed = outcome.code === 0 || excuses(outcome.output);
    const seconds = (outcome.milliseconds / 1000).toFixed(1).padStart(6);
    console.log(`${passed ? "ok    " : "FAILED"} ${seconds} s  ${name}`);
    if (passed) continue;
    failed.push(name);
    const picked = picks?.(outcome.output) ?? [];
    console.log(picked.length > 0 ? picked.join("") : outcome.output.trimEnd());
    console.log(outcome.trouble ?? "");
  }
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(", ")}`);
  console.log(`\n${all.length - failed.length} steps passed, ${failed.length} failed`);
  return failed.length === 0;
}

async function steps(): Promise<Step[]> {
  const entries = [...new Set(Object.values(manifest.exports))];
  const documented = ["mod.ts", "src", ...guidePaths(root)];
  return [
    deno("lock file", "install", "--quiet", "--frozen"),
    {
      ...deno("known vulnerabilities", "audit"),
      // Not every registry knows of them; the one that GitHub's runners ask does.
      excuses: (output) => process.env.GITHUB_ACTIONS === undefined && isUnanswered(output),
    },
    deno("format", "fmt", "--check"),
    deno("lint", "lint"),
    deno("types", "check"),
    deno("architecture", "test", "-A", "--no-check", "tests/architecture"),
    {
      ...deno("documentation", "doc", "--lint", ...entries),
      excuses: isDocumented,
      picks: ownFindings,
    },
    deno("API reference", "run", "-A", "tests/checks/api_reference.ts"),
    deno("examples", "test", "-A", "--doc", "--permit-no-files", ...documented),
    deno("simulation", "task", "simulate", "--seeds", "2000"),
    deno("size", "run", "-A", "bench/check_size.ts"),
    deno("chaos", "task", "chaos", "--seed", "4"),
    deno("publication", "publish", "--dry-run", ...await dirtyFlag()),
    deno("workflows", "task", "lint:workflows"),
    ...bundle(),
  ];
}

/** The Action runs from a bundle in the repository, which has to be the one that its sources make. */
function bundle(): Step[] {
  const task = "build:action";
  const built = existsSync(join(root, "action/dist"));
  if (!built && !Object.hasOwn(manifest.tasks, task)) return [];
  return [deno("bundle of the Action", "task", task, "--check")];
}

/** On a developer's machine work in progress may be checked; a build server has none. */
async function dirtyFlag(): Promise<string[]> {
  if (process.env.CI !== undefined) return [];
  const { code, output } = await runCommand({
    program: "git",
    args: ["status", "--porcelain"],
    cwd: root,
    env,
    timeout: stepLimit,
  });
  return code === 0 && output === "" ? [] : ["--allow-dirty"];
}

function deno(name: string, ...args: string[]): Step {
  return { name, program: Deno.execPath(), args };
}
