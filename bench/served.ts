import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { root } from "../tests/checks/root.ts";
import { environment, type Runtime } from "./process.ts";

/** A server in a process of its own. */
export interface Served extends Disposable {
  /** Where it listens, on this machine. */
  port: number;
  /** Its process. */
  pid: number;
}

/** Starts a handler of `programs/handlers` and waits until it listens. */
export async function startServing(
  { program, args }: Runtime,
  given: readonly (string | number)[],
): Promise<Served> {
  return await startListening(program, [...args, "bench/programs/serve.ts", ...given.map(String)]);
}

/** Starts a program whose first line holds the port that it listens at. */
export async function startListening(program: string, args: readonly string[]): Promise<Served> {
  const child: ChildProcess = spawn(program, args, {
    cwd: root,
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { pid, stdout } = child;
  if (pid === undefined || stdout === null) throw new Error(`Cannot start ${program}`);
  for await (const line of createInterface({ input: stdout })) {
    const port = Number(/\d{4,5}/.exec(line)?.[0]);
    return { port, pid, [Symbol.dispose]: () => void child.kill("SIGKILL") };
  }
  throw new Error(`Cannot start ${program}: it ended before it listened`);
}

/** A tick of the clock that Linux counts a process' time with, in milliseconds. */
const tick = 10;

/**
 * Time that processors have spent on a process so far, in milliseconds. Whatever else the machine does, it takes a
 * process about as much of it to do the same.
 */
export function processorTime(pid: number): number {
  // The name of the program, in brackets, may hold anything; time in user mode and in the kernel are fields 14 and 15.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tick;
}
