/**
 * Runs the Action's bundle again and again in one process, once for each event, in the environment that it is given. The
 * event's file holds all events, each with its name and its payload; the one argument is the bundle's path. Prints what
 * the runs print, with a line before each, and at last on standard error what else became of them, as JSON.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { divider, type Example, type ExampleRun } from "./example_runs.ts";

const require = createRequire(import.meta.url);
const [, , bundle = ""] = process.argv;
const { GITHUB_EVENT_PATH = "", GITHUB_OUTPUT = "", GITHUB_STEP_SUMMARY = "" } = process.env;
const waiting: Example[] = JSON.parse(readFileSync(GITHUB_EVENT_PATH, "utf8"));
const runs: ExampleRun[] = [];
let running: string | undefined;

/** A run is over when nothing is left for the process to do. */
function goOn(): void {
  if (running !== undefined) {
    runs.push({
      name: running,
      code: Number(process.exitCode ?? 0),
      outputs: readFileSync(GITHUB_OUTPUT, "utf8"),
      summary: readFileSync(GITHUB_STEP_SUMMARY, "utf8"),
    });
    process.exitCode = 0;
  }
  const next = waiting.shift();
  running = next?.name;
  if (next === undefined) {
    console.error(JSON.stringify(runs));
    process.off("beforeExit", goOn);
    return;
  }
  for (const path of [GITHUB_OUTPUT, GITHUB_STEP_SUMMARY]) writeFileSync(path, "");
  writeFileSync(GITHUB_EVENT_PATH, JSON.stringify(next.payload));
  process.env.GITHUB_EVENT_NAME = next.name;
  console.log(divider);
  delete require.cache[bundle];
  // Not at once: a run that waits for nothing would leave the process nothing to do, and it would end.
  setImmediate(() => require(bundle));
}

process.on("beforeExit", goOn);
goOn();
