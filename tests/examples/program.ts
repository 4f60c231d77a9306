import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";

/** Long enough for the slowest machine; nothing waits for it unless something is broken. */
const patienceMs = 60_000;

/** How a program runs. */
export interface ProgramOptions {
  /** Its arguments. */
  args: readonly string[];
  /** The folder that it runs in. */
  cwd: string;
  /** Its whole environment. */
  env: Record<string, string>;
}

/** A program, and those that it starts itself: they are one group of processes. */
export class Program {
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;
  readonly #listeners = new Set<() => void>();
  #ended = false;
  /** All that it printed so far. */
  output = "";

  constructor(program: string, { args, cwd, env }: ProgramOptions) {
    this.#child = spawn(program, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Uint8Array) => {
        this.output += new TextDecoder().decode(chunk);
        this.#listeners.forEach((listener) => listener());
      });
    }
    this.#exit = once(this.#child, "close").then(([code]) => code, (error) => {
      this.output += String(error);
      return null;
    });
    this.#exit.then(() => {
      this.#ended = true;
      this.#listeners.forEach((listener) => listener());
    });
  }

  /** Resolves with the first group of the match once the output matches; rejects with the output where it never does. */
  printed(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (failure?: string) => {
        const match = pattern.exec(this.output);
        if (match === null && failure === undefined) return;
        clearTimeout(deadline);
        this.#listeners.delete(look);
        if (match !== null) resolve(match[1] ?? "");
        else reject(new Error(`Not printed: ${pattern}: ${failure}\n${this.output}`));
      };
      const look = () => settle(this.#ended ? "it ended" : undefined);
      const deadline = setTimeout(() => settle("it took too long"), patienceMs);
      this.#listeners.add(look);
      look();
    });
  }

  /** Asks the program alone to end, as Docker does; resolves with the exit code. */
  async end(): Promise<number | null> {
    const { pid } = this.#child;
    if (pid !== undefined && !this.#ended) process.kill(pid, "SIGTERM");
    return await this.#exit;
  }

  /** Ends the program and all that it started as Ctrl+C in a terminal does. */
  async interrupt(): Promise<void> {
    const { pid } = this.#child;
    if (pid !== undefined && !this.#ended) process.kill(-pid, "SIGINT");
    await this.#exit;
  }

  /** Ends the program and all that it started and left behind. */
  async kill(): Promise<void> {
    const { pid } = this.#child;
    try {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    } catch {
      // The group is empty.
    }
    await this.#exit;
  }

  /** Resolves with the exit code once it ends by itself. */
  exited(): Promise<number | null> {
    return this.#exit;
  }
}
