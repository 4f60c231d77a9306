import { checkNumbers } from "../validation/numbers.ts";
import type { Deps } from "./deps.ts";
import type { Limiter, LimitNews, Place } from "./limiter.ts";
import { TransportError } from "./transport_error.ts";

/** Settings of {@linkcode slidingWindow}. */
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
  admit(): void;
  refuse(error: TransportError): void;
}

/** A longer interval or pause, or a larger limit, is a slip of the server's and not believed. */
const [longestMs, largestLimit] = [24 * 60 * 60_000, 100_000];

/**
 * Lets at most so many requests through in any interval, wherever it begins. The server counts a request at some moment
 * between its sending and its answer, so a place is held for the whole exchange and one interval more: the limit holds
 * however slow or uneven the network is.
 *
 * @throws {RangeError} If `requests` is no whole number from 1, or `intervalMs` is below 1.
 */
export function slidingWindow(options: SlidingWindowOptions): Limiter {
  const { requests, mayRise = false, deps } = options;
  checkNumbers("make a limiter", { requests }, { least: 1, isWhole: true });
  checkNumbers("make a limiter", { intervalMs: options.intervalMs }, { least: 1 });
  const waiters = new Set<Waiter>();
  /** When the places of ended requests become free, soonest first. */
  const freeAt: number[] = [];
  let limit = requests;
  let intervalMs = options.intervalMs;
  let open = 0;
  let pausedUntil = 0;
  let alarm = new AbortController();
  let isWatching = false;
  return { enter };

  function enter({ maxPauseMs, signal }: Parameters<Limiter["enter"]>[0]): Promise<Place> {
    return new Promise((resolve, reject) => {
      const settled = () => {
        waiters.delete(waiter);
        signal?.removeEventListener("abort", abort);
      };
      const refuse = (error: TransportError) => {
        settled();
        reject(error);
      };
      const abort = () => {
        refuse(new TransportError("aborted", "Waiting for the rate limit was aborted"));
        // Where nobody waits any more, no timer shall keep the process up.
        alarm.abort();
      };
      const admit = () => {
        settled();
        resolve(takePlace());
      };
      const waiter: Waiter = { maxPauseMs, admit, refuse };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort, { once: true });
      waiters.add(waiter);
      serve();
    });
  }

  /** Admits and refuses whom it can, first come first served. */
  function serve(): void {
    const pauseMs = pausedUntil - deps.now();
    for (const waiter of waiters) {
      if (pauseMs > waiter.maxPauseMs) {
        const message = `The rate limit pauses all requests for another ${pauseMs} ms`;
        waiter.refuse(new TransportError("rate_limited", message, { retryAt: pausedUntil }));
      } else if (hasRoom()) waiter.admit();
      else if (pauseMs <= 0) break;
    }
    if (!isWatching) watch();
  }

  /** Serves again whenever time or an answer may have changed something, for as long as anybody waits. */
  async function watch(): Promise<void> {
    isWatching = true;
    while (waiters.size > 0) {
      alarm = new AbortController();
      const next = pausedUntil > deps.now() ? pausedUntil : freeAt[0] ?? Infinity;
      await deps.sleep(next - deps.now(), alarm.signal);
      serve();
    }
    isWatching = false;
  }

  function hasRoom(): boolean {
    const now = deps.now();
    while ((freeAt[0] ?? Infinity) <= now) freeAt.shift();
    return now >= pausedUntil && open + freeAt.length < limit;
  }

  function takePlace(): Place {
    open++;
    return {
      leave(news = {}) {
        open--;
        freeAt.push(deps.now() + intervalMs);
        learn(news);
        alarm.abort();
      },
    };
  }

  function learn({ max = limit, remaining = max, ...news }: LimitNews): void {
    const now = deps.now();
    if (max >= 1 && max <= largestLimit) limit = mayRise ? max : Math.min(requests, max);
    if (news.intervalMs !== undefined && news.intervalMs <= longestMs) intervalMs = news.intervalMs;
    // What is used up, and not by us, others have used who share the limit: their places are taken, too.
    for (let others = max - remaining - open - freeAt.length; others > 0; others--) {
      freeAt.push(now + intervalMs);
    }
    pausedUntil = Math.max(pausedUntil, Math.min(news.pausedUntil ?? 0, now + longestMs));
  }
}
