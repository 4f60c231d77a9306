import { setImmediate } from "node:timers";

interface Sleeper {
  wakeAt: number;
  wake: () => void;
}

/** A clock that goes from one sleeper's time to the next as fast as the machine can: minutes of traffic in a second. */
export class EventClock {
  #now = Date.parse("2026-11-22T12:00:00Z");
  readonly #sleepers = new Set<Sleeper>();

  readonly now = (): number => this.#now;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = { wakeAt: this.#now + ms, wake };
      const sleepers = this.#sleepers;
      sleepers.add(sleeper);
      signal?.addEventListener("abort", wake, { once: true });

      function wake(): void {
        sleepers.delete(sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      }
    });

  /**
   * Lets time pass until nobody sleeps any more or the promise is settled. It stands still while somebody is busy with
   * what takes several turns of the runtime, such as reading a stream.
   */
  async drive<T>(
    promise: Promise<T>,
    { isBusy = () => false }: { isBusy?: () => boolean } = {},
  ): Promise<T> {
    let settled = false;
    const done = () => void (settled = true);
    promise.then(done, done);
    for (await idle(); !settled; await idle()) {
      if (!isBusy()) this.#wakeNext();
    }
    return await promise;
  }

  #wakeNext(): void {
    const wakeAt = Math.min(...[...this.#sleepers].map((sleeper) => sleeper.wakeAt));
    if (wakeAt === Infinity) throw new Error("Nobody sleeps any more, and nothing is settled");
    this.#now = Math.max(this.#now, wakeAt);
    for (const sleeper of [...this.#sleepers]) if (sleeper.wakeAt <= this.#now) sleeper.wake();
  }
}

/** Lets all promises run that can. */
function idle(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
