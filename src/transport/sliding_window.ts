import type { Deps } from "./deps.ts";
import type { EnterOptions, Limiter, LimitNews, Place } from "./limiter.ts";
import { TransportError } from "./transport_error.ts";

/** Settings of a {@linkcode SlidingWindow}. */
export interface SlidingWindowOptions {
  /** Most requests in any interval, a whole number from 1. */
  requests: number;
  /** Length of the interval, in milliseconds. */
  intervalMs: number;
  /** Whether the limit follows the server's above `requests`; below, it always does. Default: `false`. */
  mayRise?: boolean;
  /** The clock. */
  deps: Pick<Deps, "now" | "sleep">;
}

interface Waiter {
  maxPauseMs: number;
  admit: (place: Place) => void;
  refuse: (error: TransportError) => void;
}

/** An interval or a pause of more than a day is a slip. */
const dayMs = 24 * 60 * 60_000;

/**
 * At most so many requests in any interval, wherever it begins. The server counts a request at some moment between
 * its sending and its answer, so a place is held for the whole exchange and one interval more: the limit holds however
 * slow or uneven the network is.
 */
export class SlidingWindow implements Limiter {
  readonly #deps: Pick<Deps, "now" | "sleep">;
  readonly #ceiling: number;
  readonly #waiters: Waiter[] = [];
  /** When the places of ended requests become free, soonest first. */
  readonly #freeAt: number[] = [];
  #limit: number;
  #intervalMs: number;
  #open = 0;
  #others = { count: 0, until: 0 };
  #pausedUntil = 0;
  #alarm = new AbortController();
  #isRunning = false;

  constructor({ requests, intervalMs, mayRise = false, deps }: SlidingWindowOptions) {
    if (!Number.isInteger(requests) || requests < 1) {
      throw new RangeError(
        `Cannot make a limiter: requests must be a whole number from 1: ${requests}`,
      );
    }
    if (!(intervalMs > 0 && intervalMs <= dayMs)) {
      throw new RangeError(
        `Cannot make a limiter: intervalMs must be above 0 and at most a day: ${intervalMs}`,
      );
    }
    this.#limit = requests;
    this.#ceiling = mayRise ? Infinity : requests;
    this.#intervalMs = intervalMs;
    this.#deps = deps;
  }

  enter({ maxPauseMs, signal }: EnterOptions): Promise<Place> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { maxPauseMs, admit: resolve, refuse: reject };
      const leaveQueue = () => {
        const position = this.#waiters.indexOf(waiter);
        if (position >= 0) this.#waiters.splice(position, 1);
        reject(new TransportError("aborted", "Waiting for the rate limit was aborted"));
        // Where nobody waits any more, no timer shall keep the process up.
        this.#alarm.abort();
      };
      if (signal?.aborted) return leaveQueue();
      if (signal !== undefined) {
        const forget = () => signal.removeEventListener("abort", leaveQueue);
        waiter.admit = (place) => (forget(), resolve(place));
        waiter.refuse = (error) => (forget(), reject(error));
        signal.addEventListener("abort", leaveQueue, { once: true });
      }
      this.#waiters.push(waiter);
      this.#serve();
    });
  }

  /** Admits and refuses whom it can now; where somebody still waits, it sees to it that the clock calls again. */
  #serve(): void {
    this.#refuseImpatient();
    while (this.#waiters.length > 0 && this.#hasRoom()) this.#waiters.shift()?.admit(this.#take());
    if (this.#waiters.length > 0 && !this.#isRunning) this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiters.length > 0) {
      this.#alarm = new AbortController();
      const delayMs = this.#nextChange() - this.#deps.now();
      await this.#deps.sleep(Math.max(0, delayMs), this.#alarm.signal);
      this.#serve();
    }
    this.#isRunning = false;
  }

  #refuseImpatient(): void {
    const pauseMs = this.#pausedUntil - this.#deps.now();
    if (pauseMs <= 0) return;
    for (const waiter of this.#waiters.filter(({ maxPauseMs }) => pauseMs > maxPauseMs)) {
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      const message = `The rate limit pauses all requests for another ${pauseMs} ms`;
      waiter.refuse(new TransportError("rate_limited", message, { retryAt: this.#pausedUntil }));
    }
  }

  #hasRoom(): boolean {
    const now = this.#deps.now();
    while ((this.#freeAt[0] ?? Infinity) <= now) this.#freeAt.shift();
    const others = this.#others.until > now ? this.#others.count : 0;
    return now >= this.#pausedUntil && this.#held() + others < this.#limit;
  }

  #held(): number {
    return this.#open + this.#freeAt.length;
  }

  /** When there may be room again; without an end where that depends on an answer, which sets off the alarm. */
  #nextChange(): number {
    const now = this.#deps.now();
    if (this.#pausedUntil > now) return this.#pausedUntil;
    const othersUntil = this.#others.until > now ? this.#others.until : Infinity;
    return Math.min(this.#freeAt[0] ?? Infinity, othersUntil);
  }

  #take(): Place {
    this.#open++;
    return {
      leave: (news = {}) => {
        this.#learn(news);
        this.#open--;
        this.#freeAt.push(this.#deps.now() + this.#intervalMs);
        this.#alarm.abort();
      },
    };
  }

  #learn({ max, remaining, intervalMs, pausedUntil = 0 }: LimitNews): void {
    const now = this.#deps.now();
    if (max !== undefined && max >= 1) this.#limit = Math.min(this.#ceiling, Math.floor(max));
    if (intervalMs !== undefined && intervalMs > 0 && intervalMs <= dayMs) {
      this.#intervalMs = intervalMs;
    }
    if (max !== undefined && remaining !== undefined) {
      // What is used up and was not used by us was used by others who share the limit.
      const count = Math.max(0, max - remaining - this.#held());
      this.#others = { count, until: now + this.#intervalMs };
    }
    this.#pausedUntil = Math.max(this.#pausedUntil, Math.min(pausedUntil, now + dayMs));
  }
}
