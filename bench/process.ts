import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { environmentOf, runCommand } from "../tests/checks/command.ts";
import { root } from "../tests/checks/root.ts";

/** A runtime and what it is started with. */
export interface Runtime {
  /** For the table, with its version. */
  title: string;
  /** Path of the program. */
  program: string;
  /** What comes before the file to run. */
  args: readonly string[];
}

/** No program takes longer than this, in milliseconds. */
const programLimit = 240_000;

/** Variables of this machine that the programs get, without the user's tokens and settings. */
export const environment: Record<string, string> = environmentOf(Deno.env.toObject());

/** Runs a program of `bench/programs` to its end and reads the JSON that is its last line. */
export async function measure(
  { title, program, args }: Runtime,
  file: string,
  given: readonly (string | number)[],
): Promise<Record<string, number[]>> {
  const { code, output, trouble } = await runCommand({
    program,
    args: [...args, `bench/programs/${file}`, ...given.map(String)],
    cwd: root,
    env: environment,
    timeout: programLimit,
  });
  const last = output.trimEnd().split("\n").at(-1) ?? "";
  if (code === 0 && last.startsWith("{")) return JSON.parse(last);
  throw new Error(`Cannot measure with ${file} on ${title}: ${trouble ?? output}`);
}

/** A server in a process of its own. */
export interface OwnServer extends Disposable {
  /** Where it listens. */
  url: string;
}

/** Starts `bench/server.ts` and waits until it listens. */
export async function startServer(): Promise<OwnServer> {
  const child: ChildProcess = spawn(Deno.execPath(), ["run", "--allow-net", "bench/server.ts"], {
    cwd: root,
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("Cannot start the server: it has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    return { url: line, [Symbol.dispose]: () => void child.kill() };
  }
  throw new Error("Cannot start the server: it ended before it listened");
}
