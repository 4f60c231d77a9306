/**
 * Mutation testing of the parts that decide: changes them in one place at a time and asks whether their tests notice.
 *
 *     deno task mutate                                all of them, some ten minutes on two cores
 *     deno task mutate src/transport/backoff.ts       some files
 *
 * Prints every change that no test notices and that is not in `equivalent.ts`, each as it would stand there; the whole
 * report goes to `.mutation/report.json`, the figures to `tests/mutation/results.json`. The exit code is 1 where
 * something survived.
 *
 * The mutants are Stryker's, all of a file in one build and each behind a switch. Stryker's own runners start a process for
 * each mutant and test file, with Node's 0.3 s and the file's slowest tests each time; here one process tries them all.
 *
 * @module
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { root } from "../checks/root.ts";
import { bundleTests } from "./bundle.ts";
import { equivalentMutants } from "./equivalent.ts";
import { type FileReport, reportOf, type Results, tally } from "./figures.ts";
import { instrument, mutationFolder } from "./instrument.ts";
import { scope, testsOf } from "./scope.ts";
import { tryMutants } from "./trials.ts";

/** How many files are worked on at once. */
const jobs = 2;

const resultsFile = join(root, "tests/mutation/results.json");
const asked = process.argv.slice(2).map((path) => relative(root, resolve(path)));
const stranger = asked.find((path) => !Object.hasOwn(scope, path));
if (stranger !== undefined) {
  throw new Error(`Cannot mutate ${stranger}: it is not in tests/mutation/scope.ts`);
}
const queue = asked.length === 0 ? Object.keys(scope) : asked;
const reports: FileReport[] = [];
await Promise.all(Array.from({ length: jobs }, work));
await writeResults();
process.exitCode = reports.some(({ survivors, stale }) => survivors.length + stale.length > 0)
  ? 1
  : 0;

async function work(): Promise<void> {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const report = await examine(file);
    reports.push(report);
    print(report);
  }
}

async function examine(file: string): Promise<FileReport> {
  const { text, mutants } = await instrument(file);
  const bundle = join(mutationFolder, "bundles", file.replace(/\.ts$/, ".mjs"));
  await mkdir(dirname(join(root, bundle)), { recursive: true });
  await bundleTests({ tests: testsOf(file), source: file, text, to: bundle });
  const outcomes = await tryMutants(join(root, bundle), mutants.map(({ id }) => id));
  const excused = equivalentMutants.filter((one) => one.file === file);
  return reportOf(file, { mutants, outcomes, excused });
}

function print({ file, figures, survivors, stale }: FileReport): void {
  console.log(`${file}: ${figures.score} %, ${JSON.stringify(figures)}`);
  for (const { lineNumber, kind, line, from, to } of survivors) {
    console.log(`  survived ${file}:${lineNumber} (${kind})`);
    console.log(`    ${JSON.stringify({ line, from, to })}`);
  }
  for (const { line, from, to } of stale) {
    console.log(
      `  listed as equivalent, but noticed or not there: ${JSON.stringify({ line, from, to })}`,
    );
  }
}

/** What was not run this time keeps its figures. */
async function writeResults(): Promise<void> {
  const before: Results = JSON.parse(
    await readFile(resultsFile, "utf8").catch(() => '{ "files": {} }'),
  );
  const news = new Map(reports.map(({ file, figures }) => [file, figures]));
  const files = Object.keys(scope).flatMap((file) => {
    const figures = news.get(file) ?? before.files[file];
    return figures === undefined ? [] : [[file, figures] as const];
  });
  const all = tally(files.map(([, figures]) => figures));
  const results: Results = { all, files: Object.fromEntries(files) };
  await writeFile(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  await writeFile(
    join(root, mutationFolder, "report.json"),
    `${JSON.stringify(reports, undefined, 2)}\n`,
  );
  console.log(`All of ${files.length} files: ${all.score} %, ${JSON.stringify(all)}`);
}
