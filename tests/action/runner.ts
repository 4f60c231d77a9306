import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { metadata } from "./metadata.ts";

/** What a step is run with. */
export interface Step {
  /** GitHub's name of the event. */
  event: string;
  /** The event's payload; without it, there is no event file. */
  payload?: unknown;
  /** The step's `with:`. */
  inputs: Readonly<Record<string, string>>;
  /** The step's `env:`. */
  environment?: Readonly<Record<string, string>>;
  /** The program to run and what it is given. Default: the committed bundle, by Node 24 or what runs this test. */
  command?: readonly [string, ...string[]];
}

/** What became of a step. */
export interface StepResult {
  /** Exit code of the process. */
  code: number | null;
  /** Lines of its standard output. */
  lines: string[];
  /** What it wrote to standard error. */
  stderr: string;
  /** The step's outputs. */
  outputs: Map<string, string>;
  /** The job summary. */
  summary: string;
  /** How long the process took, from start to exit. */
  milliseconds: number;
}

/** The file that `action.yml` names. */
export const bundlePath: string = fileURLToPath(
  new URL(`../../${metadata.runs.main}`, import.meta.url),
);

/** Files through which a step tells the runner something; they exist before it starts. */
const files = [
  "GITHUB_OUTPUT",
  "GITHUB_STEP_SUMMARY",
  "GITHUB_ENV",
  "GITHUB_STATE",
  "GITHUB_PATH",
];

/** Runs the committed bundle in a process of its own as GitHub's runner does: with an environment made anew. */
export async function runStep(
  { event, payload, inputs, environment = {}, command = commandFor(bundlePath) }: Step,
): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), "hubline-step-"));
  try {
    const paths = new Map(files.map((name) => [name, join(folder, name)]));
    for (const path of paths.values()) await writeFile(path, "");
    const eventPath = join(folder, "event.json");
    if (payload !== undefined) await writeFile(eventPath, JSON.stringify(payload));
    const result = await start(command, {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      RUNNER_TEMP: folder,
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "mona",
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_REPOSITORY: "octo/hello",
      GITHUB_WORKSPACE: folder,
      ...Object.fromEntries(paths),
      GITHUB_RUN_ID: "1",
      GITHUB_JOB: "timeline",
      GITHUB_ACTION: "__hubline_timeline",
      GITHUB_SERVER_URL: "https://github.com",
      ...inputVariables(inputs),
      ...environment,
    });
    const read = (name: string) => readFile(paths.get(name) ?? "", "utf8");
    return {
      ...result,
      outputs: readOutputs(await read("GITHUB_OUTPUT")),
      summary: await read("GITHUB_STEP_SUMMARY"),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Token that stands for the one that GitHub makes for each job. */
export const jobToken = "ghs_stand_in";

/** The runner fills in the defaults of `action.yml`, and the expression in one of them; the process does not. */
function inputVariables(inputs: Step["inputs"]): Record<string, string> {
  const defaults = Object.entries(metadata.inputs).map(([name, input]) => [
    name,
    input.default.replace("${{ github.token }}", jobToken),
  ]);
  const all: Record<string, string> = { ...Object.fromEntries(defaults), ...inputs };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

/** Not through a shell: some drop variables with a hyphen in their name. */
function start(
  [program, ...parameters]: readonly [string, ...string[]],
  environment: Record<string, string>,
): Promise<Pick<StepResult, "code" | "lines" | "stderr" | "milliseconds">> {
  const started = performance.now();
  const child = spawn(program, parameters, { env: environment });
  let milliseconds = NaN;
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
  child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => milliseconds = performance.now() - started);
    child.on("close", (code) => {
      resolve({ code, lines: stdout.split("\n").slice(0, -1), stderr, milliseconds });
    });
  });
}

/**
 * The command that runs a file. The runner's is Node 24: the one that `HUBLINE_NODE24` names, or the one that runs this
 * test. Deno and Bun know how to run the same files, so that the tests say something there too.
 */
export function commandFor(file: string, ...given: string[]): readonly [string, ...string[]] {
  const node = process.env.HUBLINE_NODE24;
  if (node !== undefined && node !== "") return [node, file, ...given];
  return "deno" in process.versions
    ? [process.execPath, "run", "--allow-all", "--no-config", file, ...given]
    : [process.execPath, file, ...given];
}

/** Reads `name<<delimiter`, lines of the value, `delimiter`. */
export function readOutputs(text: string): Map<string, string> {
  const outputs = new Map<string, string>();
  const block = /^([^\n<]+)<<(ghadelimiter_[\w-]+)\n([^]*?)\n\2\n/;
  let rest = text;
  while (rest !== "") {
    const [whole, name, , value] = block.exec(rest) ?? [];
    assert.ok(whole !== undefined && name !== undefined && value !== undefined, rest);
    outputs.set(name, value);
    rest = rest.slice(whole.length);
  }
  return outputs;
}
