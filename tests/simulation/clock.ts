import { setImmediate } from "node:timers";

interface Timer {
  rings: number;
  order: number;
  owner: object;
  wake: () => void;
  isOff: boolean;
}

/** How a sleep is held. */
export interface SleepOptions {
  /** Whose sleep it is, so that it can end with its owner. */
  owner: object;
  /** Ends the sleep early. Default: nothing does. */
  signal?: AbortSignal | undefined;
}

/**
 * Time for the whole world. It stands still while anybody can do anything, and then goes to the next timer, one timer at a
 * step: days take as long as what happens in them.
 */
export class Clock {
  #now: number;
  #order = 0;
  readonly #heap: Timer[] = [];
  readonly #owned = new Map<object, Set<Timer>>();

  /** Starts at a time in milliseconds since 1970. */
  constructor(start: number) {
    this.#now = start;
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => this.#now;

  /** Resolves after `ms` milliseconds, or when the signal aborts; never, once the owner's timers were dropped. */
  sleep(ms: number, { owner, signal }: SleepOptions): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        this.#turnOff(timer);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const rings = this.#now + Math.max(0, ms);
      const timer: Timer = { rings, order: this.#order++, owner, wake, isOff: false };
      const own = this.#owned.get(owner) ?? new Set();
      this.#owned.set(owner, own.add(timer));
      this.#push(timer);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  /** How many timers somebody has. */
  timersOf(owner: object): number {
    return this.#owned.get(owner)?.size ?? 0;
  }

  /** Turns off all timers of somebody: who sleeps there sleeps for ever. */
  drop(owner: object): void {
    for (const timer of this.#owned.get(owner) ?? []) timer.isOff = true;
    this.#owned.delete(owner);
  }

  /** Time passes in which nobody does anything, as when a process waits for its disk. Timers that are over ring late. */
  skip(ms: number): void {
    this.#now += ms;
  }

  /** Goes to the next timer and lets everything run that it sets off; says whether there was one up to this time. */
  async step(until: number): Promise<boolean> {
    while (this.#heap[0]?.isOff) this.#pop();
    const next = this.#heap[0];
    if (next === undefined || next.rings > until) {
      this.#now = Math.max(this.#now, Math.min(until, next?.rings ?? until));
      return false;
    }
    this.#pop();
    this.#now = Math.max(this.#now, next.rings);
    next.wake();
    await idle();
    return true;
  }

  #turnOff(timer: Timer): void {
    timer.isOff = true;
    this.#owned.get(timer.owner)?.delete(timer);
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfLater(parent, at)) return;
      at = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const sooner = right < heap.length && this.#isLater(left, right) ? right : left;
      if (sooner >= heap.length || !this.#swapIfLater(at, sooner)) return;
      at = sooner;
    }
  }

  #swapIfLater(above: number, below: number): boolean {
    if (!this.#isLater(above, below)) return false;
    const [upper, lower] = [this.#heap[above], this.#heap[below]];
    if (upper === undefined || lower === undefined) return false;
    this.#heap[above] = lower;
    this.#heap[below] = upper;
    return true;
  }

  /** Whoever began to sleep first wakes first. */
  #isLater(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.rings === b.rings ? a.order > b.order : a.rings > b.rings;
  }
}

/** Lets everything run that can; a few turns, because some streams pass on one chunk a turn. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
