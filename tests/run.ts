/**
 * Runs the suite: the same files on Deno, Node and Bun, then the workers in workerd, HubSpot's own client, the
 * examples, the package for npm and what the documents tell newcomers and maintainers to do.
 *
 *     deno task test                       everything
 *     deno task test node bun              some runtimes
 *     deno task test deno tests/edge       some files or folders
 *
 * The last line is `N passed, N failed`; the exit code is 1 unless everything passed.
 *
 * @module
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import process from "node:process";
import { environmentOf, type Outcome, runCommand } from "./checks/command.ts";
import { parseReport, tally } from "./checks/junit.ts";
import { root } from "./checks/root.ts";
import { installRuntimes, type Runtimes, variables, versionOf } from "./runtimes/install.ts";

interface Runner {
  title: string;
  program: string;
  args: readonly string[];
  files: readonly string[];
  env?: Record<string, string>;
  /** A line of what it prints that is shown where all went well, too. Default: none is. */
  tells?: RegExp;
}

interface Row {
  title: string;
  passed: number;
  failed: number;
  seconds: string;
}

const names = [
  "deno",
  "node",
  "bun",
  "workerd",
  "hubspot",
  "examples",
  "package",
  "guides",
] as const;
type Name = typeof names[number];

/** What speaks to workers in workerd, what HubSpot's own client does to Local HubSpot, what starts the examples, what
 * installs the package, and what does as the documents say. */
const ownFiles = {
  workerd: [
    "tests/runtimes/workerd.test.ts",
    "tests/runtimes/workerd_contract.test.ts",
    "tests/runtimes/workerd_kill.test.ts",
    "tests/runtimes/workerd_pages.test.ts",
    "tests/runtimes/workerd_queue.test.ts",
  ],
  hubspot: ["tests/runtimes/hubspot_client.test.ts"],
  examples: ["tests/examples/platforms.test.ts"],
  package: ["tests/packaging/package.test.ts"],
  guides: ["tests/extending/changes.test.ts", "tests/newcomer/readme.test.ts"],
} as const;

/** No runner takes longer than this, in milliseconds: whatever hangs must become a failure and not a wait. */
const runnerLimit = 300_000;
/** No test takes longer than this, in milliseconds, where the runner can tell. */
const testLimit = 60_000;

const chosen = names.filter((name) => process.argv.includes(name, 2));
const paths = process.argv.slice(2).filter((argument) => !names.some((name) => name === argument));
// Some have checks of their own, in which no file can be chosen.
const standard = paths.length === 0
  ? names
  : names.filter((name) => !Object.hasOwn(ownFiles, name));
process.exitCode = await main(chosen.length === 0 ? standard : chosen, paths.map(plain)) ? 0 : 1;

async function main(runtimes: readonly Name[], only: readonly string[]): Promise<boolean> {
  const files = await suite(only);
  const lost = only.filter((path) => !files.some((file) => isWithin(file, path)));
  if (lost.length > 0) return report([failure(`No test file matches ${lost.join(", ")}`)]);

  const rows: Row[] = [];
  // Node and Bun find packages in node_modules, which Deno fills from the lock file.
  const env = environmentOf(variables());
  const frozen = process.env.CI === undefined ? [] : ["--frozen"];
  const install = await runCommand({
    program: Deno.execPath(),
    args: ["install", "--quiet", ...frozen],
    cwd: root,
    env,
    timeout: runnerLimit,
  });
  if (install.code !== 0) {
    console.log(install.output);
    rows.push(failure("deno install failed"));
  }

  for (const runtime of runtimes) {
    try {
      rows.push(await run(await runnerOf(runtime, files), env));
    } catch (error) {
      rows.push(failure(`${runtime}: ${error instanceof Error ? error.message : String(error)}`));
    }
  }
  return report(rows);
}

async function runnerOf(runtime: Name, files: readonly string[]): Promise<Runner> {
  if (runtime === "deno") {
    return denoRunner(`Deno ${Deno.version.deno}`, { files, reporter: "dot" });
  }
  const installed: Runtimes = await installRuntimes();
  if (runtime === "examples") {
    // The dots keep to themselves what a test prints.
    const runner = denoRunner("examples", { files: ownFiles.examples, reporter: "pretty" });
    return { ...runner, tells: /^The Worker .*$/m };
  }
  if (runtime === "package" || runtime === "guides") {
    return denoRunner(runtime, { files: ownFiles[runtime], reporter: "dot" });
  }
  const { node, bun } = installed;
  if (runtime === "bun") {
    return {
      title: `Bun ${await versionOf(bun)}`,
      program: bun,
      args: [
        "test",
        "--dots",
        `--timeout=${testLimit}`,
        "--reporter=junit",
        "--reporter-outfile={report}",
        ...files.map((file) => `./${file}`),
      ],
      files,
    };
  }
  const own = runtime === "node" ? files : ownFiles[runtime];
  const titles = {
    node: `Node ${(await versionOf(node)).replace("v", "")}`,
    workerd: `workerd ${installed.workerd}`,
    hubspot: `@hubspot/api-client ${installed.hubspotClient}`,
  };
  return {
    title: titles[runtime],
    program: node,
    args: [
      "--test",
      `--test-timeout=${testLimit}`,
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      "--test-reporter=junit",
      "--test-reporter-destination={report}",
      ...own,
    ],
    files: own,
    // In the environment, so that a Node that a test starts reads our files in the same way.
    env: { NODE_OPTIONS: `--import=${pathToFileURL(join(root, "tests/runtimes/modules.mts"))}` },
  };
}

function denoRunner(
  title: string,
  { files, reporter }: { files: readonly string[]; reporter: "dot" | "pretty" },
): Runner {
  return {
    title,
    program: Deno.execPath(),
    // Types are checked once, by `deno task ok`.
    args: ["test", "-A", "--no-check", `--reporter=${reporter}`, "--junit-path={report}", ...files],
    files,
  };
}

async function run(runner: Runner, env: Record<string, string>): Promise<Row> {
  console.log(`${runner.title}: ${runner.files.length} files`);
  const folder = await mkdtemp(join(tmpdir(), "hubline-tests-"));
  try {
    const path = join(folder, "junit.xml");
    const outcome = await runCommand({
      program: runner.program,
      args: runner.args.map((argument) => argument.replace("{report}", path)),
      cwd: root,
      env: { ...env, ...runner.env },
      timeout: runnerLimit,
    });
    const report = await readFile(path, "utf8").catch(() => "");
    return count(runner, outcome, report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function count(runner: Runner, outcome: Outcome, report: string): Row {
  const { passed, failed, silent } = tally(parseReport(report), runner.files);
  const troubles: string[] = [];
  if (runner.files.length === 0) troubles.push("There is no test file");
  // Whoever crashed or was ended leaves no report; else a file that is not in it declared nothing, or threw.
  else if (report === "") troubles.push(outcome.trouble ?? `Exit code ${outcome.code}, no report`);
  else troubles.push(...silent.map((file) => `${file}: no test ran`));
  // An error outside every test reaches the exit code alone.
  if (outcome.code !== 0 && failed + troubles.length === 0) {
    troubles.push(outcome.trouble ?? `Exit code ${outcome.code} without a failed test`);
  }
  const all = failed + troubles.length;
  if (all > 0) console.log(withoutProgress(outcome.output));
  else if (runner.tells !== undefined) console.log(runner.tells.exec(outcome.output)?.[0] ?? "");
  for (const trouble of troubles) console.log(`${runner.title}: ${trouble}`);
  const seconds = (outcome.milliseconds / 1000).toFixed(1);
  console.log(`${runner.title}: ${passed} passed, ${all} failed, ${seconds} s\n`);
  return { title: runner.title, passed, failed: all, seconds };
}

function report(rows: readonly Row[]): boolean {
  const width = Math.max(...rows.map(({ title }) => title.length));
  for (const { title, passed, failed, seconds } of rows) {
    const cells = [`${passed}`.padStart(6), `${failed}`.padStart(6), seconds.padStart(7)];
    console.log(`${title.padEnd(width)}  ${cells[0]} passed  ${cells[1]} failed  ${cells[2]} s`);
  }
  const sum = (pick: (row: Row) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const failed = sum((row) => row.failed);
  console.log(`\n${sum((row) => row.passed)} passed, ${failed} failed`);
  return failed === 0;
}

async function suite(only: readonly string[]): Promise<string[]> {
  const entries = await readdir(join(root, "tests"), { recursive: true });
  return entries.map((entry) => `tests/${plain(entry)}`)
    .filter((path) => path.endsWith(".test.ts") && !isWithin(path, "tests/runtimes"))
    .filter((path) => !Object.values(ownFiles).flat().some((own) => own === path))
    .filter((path) => only.length === 0 || only.some((one) => isWithin(path, one)))
    .sort();
}

function isWithin(file: string, path: string): boolean {
  return file === path || file.startsWith(`${path}/`);
}

function plain(path: string): string {
  return relative(root, join(root, path)).replaceAll("\\", "/");
}

function failure(title: string): Row {
  console.log(title);
  return { title, passed: 0, failed: 1, seconds: "0.0" };
}

/** Deno's dots, which without a terminal come one to a line, and Node's list of what passed. */
function withoutProgress(output: string): string {
  return output.split("\n").filter((line) => !/^(?:[.,!]|\s*✔ .*)$/.test(line)).join("\n");
}
