import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";

/** How a process is started, again and again. */
export interface Program {
  /** What it is called in messages. */
  name: string;
  /** Program and arguments. */
  command: readonly string[];
  /** Folder that it runs in. */
  cwd: string;
  /** Its whole environment. */
  env: Readonly<Record<string, string>>;
  /** What it prints once it works. */
  ready: RegExp;
}

/** Most that a start may take, in milliseconds. */
const startLimitMs = 90_000;

/** Most that an end may take that a process was asked for, in milliseconds: twice what is in flight is given there. */
const stopLimitMs = 30_000;

/** How much of what a process printed is kept, in characters. */
const keptLength = 4_000;

/** A process that is killed and started again, with all the processes that it starts itself. */
export class Victim {
  /** How often it was killed. */
  kills = 0;
  readonly name: string;
  readonly #program: Program;
  #child: ChildProcess | undefined;
  #output = "";
  #isEnding = false;
  #failure: Error | undefined;

  constructor(program: Program) {
    this.name = program.name;
    this.#program = program;
  }

  /** Its process id. */
  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error(`${this.name} does not run`);
    return pid;
  }

  /** Throws if it ended although nobody ended it. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /**
   * Starts it and waits until it works.
   *
   * @param more Further arguments.
   */
  async start(more: readonly string[] = []): Promise<void> {
    const { command: [program = "", ...args], cwd, env, ready } = this.#program;
    this.#output = "";
    this.#isEnding = false;
    // A group of its own: a signal to it reaches what it has started, too.
    const child = spawn(program, [...args, ...more], { cwd, env, detached: true });
    this.#child = child;
    const { promise: works, resolve, reject } = Promise.withResolvers<void>();
    const listen = (piece: Uint8Array) => {
      this.#output = (this.#output + new TextDecoder().decode(piece)).slice(-keptLength);
      if (ready.test(this.#output)) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    // Whoever was just killed reads nothing more.
    child.stdin.on("error", () => {});
    child.on("close", () => {
      const error = this.#error("ended by itself");
      if (!this.#isEnding) this.#failure ??= error;
      reject(error);
    });
    const late = setTimeout(() => reject(this.#error("does not start")), startLimitMs);
    try {
      await works;
    } finally {
      clearTimeout(late);
    }
  }

  /** Writes a line to its standard input. */
  tell(line: string): void {
    this.#child?.stdin?.write(`${line}\n`);
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.kills++;
    await this.#end("SIGKILL");
  }

  /** Asks it to end, as whoever deploys a new version does. Throws an `Error` where it does not end well. */
  async stop(): Promise<void> {
    const late = setTimeout(() => this.signal("SIGKILL"), stopLimitMs);
    await this.#end("SIGTERM");
    clearTimeout(late);
    const { exitCode, signalCode } = this.#child ?? {};
    if (exitCode !== 0) {
      throw this.#error(`was asked to end, and did with ${signalCode ?? exitCode}`);
    }
  }

  /** Sends a signal to it and to what it has started. */
  signal(signal: "SIGKILL" | "SIGTERM" | "SIGSTOP" | "SIGCONT"): void {
    process.kill(-this.pid, signal);
  }

  /** Sees to it that it runs no more. */
  async destroy(): Promise<void> {
    if (this.#child?.exitCode === null && this.#child.signalCode === null) {
      await this.#end("SIGKILL");
    }
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    if (this.#child === undefined) return;
    this.#isEnding = true;
    const ended = once(this.#child, "close");
    this.signal(signal);
    await ended;
  }

  #error(what: string): Error {
    return new Error(`${this.name} ${what}; it said last:\n${this.#output}`);
  }
}
