import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** A program to run, to its end. */
export interface Command {
  /** Path of the program, or its name on the PATH. */
  program: string;
  /** What it is given. */
  args: readonly string[];
  /** The folder to run it in. */
  cwd: string;
  /** Its whole environment; nothing else is inherited. */
  env: Readonly<Record<string, string>>;
  /** Milliseconds after which it is ended. */
  timeout: number;
}

/** What became of a {@linkcode Command}. */
export interface Outcome {
  /** Exit code; `undefined` where a signal ended it or it never started. */
  code: number | undefined;
  /** Everything it wrote, both streams in the order in which it wrote them. */
  output: string;
  /** How long it took. */
  milliseconds: number;
  /** Why there is no exit code. */
  trouble?: string;
}

/**
 * Runs a program and collects its output. The output goes to a file and not through a pipe: a process that a test
 * left behind would keep a pipe open, and whoever reads it waiting.
 */
export async function runCommand(command: Command): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "hubline-check-"));
  const log = join(folder, "output");
  const file = openSync(log, "w");
  const started = performance.now();
  try {
    const end = await exitOf(command, file);
    return {
      ...end,
      output: await readFile(log, "utf8"),
      milliseconds: performance.now() - started,
    };
  } finally {
    closeSync(file);
    await rm(folder, { recursive: true, force: true });
  }
}

function exitOf(command: Command, file: number): Promise<Pick<Outcome, "code" | "trouble">> {
  return new Promise((resolve) => {
    const { program, args, cwd, env, timeout } = command;
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", file, file] });
    let late = false;
    // Asked first, because a test runner then ends the processes that it started.
    const ask = setTimeout(() => {
      late = true;
      child.kill("SIGTERM");
    }, timeout);
    const force = setTimeout(() => child.kill("SIGKILL"), timeout + 5_000);
    const end = (code: number | null, trouble?: string) => {
      clearTimeout(ask);
      clearTimeout(force);
      resolve({ code: code ?? undefined, ...(trouble === undefined ? {} : { trouble }) });
    };
    child.on("error", ({ message }) => end(null, message));
    child.on("exit", (code, signal) => {
      if (late) return end(null, `Ended because it took longer than ${timeout} ms`);
      end(code, signal === null ? undefined : `Ended by ${signal}`);
    });
  });
}

/**
 * The environment for checks: this process's own without the variables that Hubline and its Action read, so that
 * neither a developer's token nor a CI server's settings reach a test. Colours are off, since output is collected.
 */
export function environmentOf(own: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(own).filter(([name]) => !read.test(name));
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: "1",
    DO_NOT_TRACK: "1",
    DENO_NO_UPDATE_CHECK: "1",
  };
}

const read = /^(?:HUBSPOT_|HUBLINE_|GITHUB_|INPUT_|PORT$|HOST$|FORCE_COLOR$|NODE_OPTIONS$)/;
