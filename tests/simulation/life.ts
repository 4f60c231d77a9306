import type { Clock } from "./clock.ts";

/** Thrown into a process that has ended by whatever it asks of the world; nobody hears of it any more. */
export class ProcessEnded extends Error {
  /** Makes the error. */
  constructor() {
    super("The process has ended");
    this.name = "ProcessEnded";
  }
}

/**
 * The life of one process, as `kill -9` ends it. Code cannot be stopped in JavaScript; but a process whose every call to
 * the outside fails, hangs or is not heard has ended, as far as anybody else can tell. Its end comes at a time, or at one
 * of its own calls, and those are its only moments that anybody outside can tell apart.
 */
export class Life {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #isOver = false;
  #callsLeft = Infinity;

  /** Begins. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the process has ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Ends the process at its call of that number from now, from 1; 0 is at once. */
  endAtCall(number: number): void {
    if (number === 0) return this.end();
    this.#callsLeft = Math.min(this.#callsLeft, number);
  }

  /** Ends the process: its timers are gone, and whoever listens is told. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#clock.drop(this);
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }

  /** Calls `listener` at the end; the function returned stops that. */
  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Counts a call to the outside, at which the process may end; says whether it goes on. */
  goesOn(): boolean {
    if (!this.#isOver && --this.#callsLeft < 1) this.end();
    return !this.#isOver;
  }

  /** As `goesOn`, for calls that answer at once. */
  check(): void {
    if (!this.goesOn()) throw new ProcessEnded();
  }

  /** Sleeps for as long as the process lives. */
  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    this.goesOn() ? this.#clock.sleep(ms, { owner: this, signal }) : never();
}

/** What nobody answers any more. */
export function never(): Promise<never> {
  return new Promise(() => {});
}
