import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What a forwarder is told. */
export interface ForwarderPlace {
  /** Kind of its outbox. */
  kind: "sqlite" | "postgres";
  /** The file, or the database. */
  place: string;
  /** HubSpot's address. */
  hubSpotUrl: string;
  /** By which HubSpot knows it. */
  accessToken: string;
  /** Folder in which Node finds what it has compiled before. */
  cacheFolder: string;
}

/** A forwarder as a process of its own, run by whatever runtime runs the test. */
export class ForwarderProcess {
  readonly accessToken: string;
  /** Where it listens; empty until it is open. */
  url = "";
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<number | null>;

  /** Starts the process, which loads everything and opens nothing yet. */
  constructor({ kind, place, hubSpotUrl, accessToken, cacheFolder }: ForwarderPlace) {
    const script = fileURLToPath(new URL("./forwarder_program.ts", import.meta.url));
    const run = "Deno" in globalThis ? ["run", "-A", "--no-check", script] : [script];
    const child = spawn(process.execPath, [...run, kind, place, hubSpotUrl, accessToken], {
      env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.accessToken = accessToken;
    this.#child = child;
    this.#ended = once(child, "close").then(([code]) => code);
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Opens the outbox; resolves when the forwarder listens. */
  async open(): Promise<this> {
    await this.#line();
    this.#child.stdin?.write("open\n");
    this.url = await this.#line();
    return this;
  }

  /** Resolves when nothing waits in its outbox. */
  async delivered(): Promise<void> {
    const nothingWaits = /^hubline_outbox_events{state="waiting"} 0$/m;
    let metrics = "";
    while (!nothingWaits.test(metrics)) {
      metrics = await (await fetch(`${this.url}/metrics`)).text();
    }
  }

  /** Ends it; resolves with its exit code once it has ended. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    // Not child.kill: after it, Deno reports every exit as one by signal, and the code is lost.
    if (this.#child.pid !== undefined && this.#child.exitCode === null) {
      process.kill(this.#child.pid, signal);
    }
    return await this.#ended;
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("The forwarder ended before it was open");
    return value;
  }
}
