import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Long enough for the slowest machine; nothing waits for it unless something is broken. */
const patienceMs = 60_000;

/** `deno task start`, run by whatever runtime runs the test, and what it prints. */
export class HublineProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;
  readonly #listeners = new Set<() => void>();
  #ended = false;
  output = "";
  /** What it printed on standard output alone. */
  lines = "";

  constructor(environment: Record<string, string>, folder: string) {
    const script = fileURLToPath(new URL("../../src/cli/start.ts", import.meta.url));
    const run = "Deno" in globalThis ? ["run", "-A", script] : [script];
    this.#child = spawn(process.execPath, run, {
      cwd: folder,
      env: { ...withoutSettings(), PORT: "0", LOCAL_HUBSPOT_PORT: "0", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Uint8Array) => {
        const text = new TextDecoder().decode(chunk);
        this.output += text;
        if (stream === this.#child.stdout) this.lines += text;
        this.#listeners.forEach((listener) => listener());
      });
    }
    this.#exit = once(this.#child, "close").then(([code]) => code);
    this.#exit.then(() => {
      this.#ended = true;
      this.#listeners.forEach((listener) => listener());
    });
  }

  /** Resolves with the match once the output matches, and rejects with the output where the process ends first. */
  printed(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => settle(new Error("it took too long")), patienceMs);
      const settle = (failure?: Error) => {
        const match = pattern.exec(this.output);
        if (match === null && failure === undefined) return;
        clearTimeout(deadline);
        this.#listeners.delete(look);
        if (match !== null) resolve(match);
        else reject(new Error(`Not printed: ${pattern}: ${failure?.message}\n${this.output}`));
      };
      const look = () => settle(this.#ended ? new Error("it ended") : undefined);
      this.#listeners.add(look);
      look();
    });
  }

  /** Where the forwarder listens, once it does. */
  async url(): Promise<string> {
    return (await this.printed(/Hubline listens on (\S+)/))[1] ?? "";
  }

  /** Sends a signal, unless the process has ended. */
  signal(signal: "SIGTERM" | "SIGINT" | "SIGKILL"): void {
    const { pid } = this.#child;
    // Not child.kill: after it, Deno reports every exit as one by signal, and the code is lost.
    if (pid !== undefined && !this.#ended) process.kill(pid, signal);
  }

  /** Sends a signal; resolves with the exit code. */
  async end(signal: "SIGTERM" | "SIGINT" | "SIGKILL"): Promise<number | null> {
    this.signal(signal);
    return await this.#exit;
  }

  /** Resolves with the exit code once the process ends by itself. */
  exited(): Promise<number | null> {
    return this.#exit;
  }
}

/** A folder of its own for each test, and every process started in it ended with it. */
export class Workplace {
  readonly folder: string = mkdtempSync(join(tmpdir(), "hubline-flow-"));
  readonly #processes: HublineProcess[] = [];

  start(environment: Record<string, string> = {}): HublineProcess {
    const started = new HublineProcess(environment, this.folder);
    this.#processes.push(started);
    return started;
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.end("SIGKILL")));
    rmSync(this.folder, { recursive: true });
  }
}

/** The environment less whatever the person who runs the tests has set for Hubline. */
function withoutSettings(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ||
        /^(HUBLINE|HUBSPOT|LOCAL_HUBSPOT|GITHUB|CLOUDEVENTS|WEBHOOK|SEGMENT)_|^(PORT|HOST|DATABASE_URL)$/
          .test(
            name,
          )
        ? []
        : [[name, value]]
    ),
  );
}
