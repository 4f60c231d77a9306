import type { Clock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import { Life } from "./life.ts";
import type { ForwarderProcess } from "./process.ts";

/** How the next process comes after one that ends. */
export interface Succession {
  /** How long nobody listens, in milliseconds. */
  downMs: number;
  /** By how much the next one's clock is off, in milliseconds. */
  clockMs: number;
}

/** What a supervisor works with. */
export interface SupervisorOptions {
  /** The time. */
  clock: Clock;
  /** Where broken rules are written down. */
  ledger: Ledger;
  /** Starts a process; throws where the disk does not let it start. */
  launch(life: Life, options: { number: number; clockMs: number }): ForwarderProcess;
  /** Writes down what happens. */
  note(text: string): void;
}

const minute = 60_000;

/** Looks after the forwarder's processes, as an operating system does: one at a time, and after each that ends the next. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #life: Life | undefined;
  #listening: ForwarderProcess | undefined;
  #next: Succession = { downMs: 0, clockMs: 0 };
  #isStopping = false;
  #isClosed = false;
  #started = 0;
  #kills = 0;

  /** Starts nothing yet. */
  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** The process that listens. */
  get listening(): ForwarderProcess | undefined {
    return this.#listening;
  }

  /** The life of the process that there is, listening or not. */
  get life(): Life | undefined {
    return this.#life;
  }

  /** How many processes were killed. */
  get kills(): number {
    return this.#kills;
  }

  /** Starts a process; where the disk does not let it, tries again every minute. */
  start(clockMs: number): void {
    const { clock, launch, note } = this.#options;
    const number = ++this.#started;
    const life = new Life(clock);
    this.#life = life;
    this.#isStopping = false;
    try {
      this.#listening = launch(life, { number, clockMs });
      this.#next = { downMs: 0, clockMs };
      life.onEnd(() => this.#replace());
      note(`process ${number} starts, its clock ${clockMs} ms off`);
    } catch (error) {
      note(`process ${number} cannot start: ${error}`);
      life.end();
      this.#startIn(minute, clockMs);
    }
  }

  /** Kills the process at its call of that number from now; 0 is at once. */
  kill(atCall: number, next: Succession): void {
    if (this.#life === undefined || this.#life.isOver) return;
    this.#next = next;
    this.#life.endAtCall(atCall);
  }

  /** Asks the process to end. */
  async stop(graceMs: number, next: Succession): Promise<void> {
    const process = this.#listening;
    if (process === undefined) return;
    this.#listening = undefined;
    this.#next = next;
    await this.#end(process, graceMs);
    this.#isStopping = true;
    process.life.end();
  }

  /** The world is over. */
  abandon(): void {
    this.#isClosed = true;
    this.#life?.end();
  }

  /** Asks the last process to end; says whose timers then have to be over. */
  async close(): Promise<Life | undefined> {
    const process = this.#listening;
    if (process === undefined) return undefined;
    this.#listening = undefined;
    this.#isClosed = true;
    await this.#end(process, 1_000);
    return process.life;
  }

  /** Waits until a process that was asked to has ended, or was killed meanwhile. */
  async #end(process: ForwarderProcess, graceMs: number): Promise<void> {
    const { clock, ledger } = this.#options;
    const killed = new Promise<void>((resolve) => void process.life.onEnd(resolve));
    const called = new AbortController();
    const late = clock.sleep(2 * graceMs + minute, { owner: this, signal: called.signal })
      .then(() => called.signal.aborted ? undefined : "late");
    const ended = await Promise.race([process.stop(graceMs), killed, late]);
    called.abort();
    if (ended !== "late") return;
    ledger.violate("it ends when asked to", `It had ${graceMs} ms, and took a minute more`);
  }

  #replace(): void {
    if (!this.#isStopping && !this.#isClosed) {
      this.#kills++;
      this.#options.note("the process is killed");
    }
    this.#listening = undefined;
    if (!this.#isClosed) this.#startIn(this.#next.downMs, this.#next.clockMs);
  }

  #startIn(ms: number, clockMs: number): void {
    this.#options.clock.sleep(ms, { owner: this }).then(() => this.start(clockMs));
  }
}
