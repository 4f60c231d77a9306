import { setImmediate, setTimeout } from "node:timers";

interface Sleeper {
  wakeAt: number;
  wake: () => void;
}

/** A clock that moves only when told to, so that tests of waits neither wait nor depend on the machine. */
export class VirtualClock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();
  /** Every delay slept so far, timeouts that were called off included. */
  readonly slept: number[] = [];

  constructor(start: number | string = "2026-11-22T12:00:00Z") {
    this.#now = new Date(start).getTime();
  }

  /** How many sleep now. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  readonly now = (): number => this.#now;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      this.slept.push(ms);
      if (signal?.aborted) return resolve();
      const sleeper = { wakeAt: this.#now + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers.delete(sleeper);
        resolve();
      }, { once: true });
    });

  /** Runs everything that can run now, then moves on to the next sleeper, until the promise is settled. */
  async drive<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = () => void (settled = true);
    promise.then(done, done);
    for (let turn = 0; turn < 10_000; turn++) {
      await idle();
      if (settled) return await promise;
      // Where nobody sleeps, another thread is at work, as on a signature, and may be slow on a busy machine.
      if (!await this.#wakeNext(Infinity)) await new Promise((done) => setTimeout(done, 1));
    }
    throw new Error(
      "The promise did not settle: nobody sleeps any more, or everybody sleeps for ever",
    );
  }

  /** Moves the clock on and wakes whoever is due, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await idle();
    while (await this.#wakeNext(end)) await idle();
    this.#now = end;
  }

  async #wakeNext(limit: number): Promise<boolean> {
    const [next] = [...this.#sleepers].sort((a, b) => a.wakeAt - b.wakeAt);
    if (next === undefined || next.wakeAt > limit) return false;
    this.#sleepers.delete(next);
    this.#now = Math.max(this.#now, next.wakeAt);
    next.wake();
    await idle();
    return true;
  }
}

/** Lets everything run that is ready to; a few turns, because streams pass on one chunk a turn. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
