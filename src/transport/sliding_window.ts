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

/** Who is late by more than this does not wait any more. */
const mostLateMs = 5_000;

/**
 * Lets at most so many requests through in any interval, wherever it begins. The server counts a request at some moment
 * between its sending and its answer, so a place is held for the whole exchange and one interval more: the limit holds
 * however slow or uneven the network is.
 *
 * Everybody who waits has a timer of his own and wakes nobody else: on Workers nothing may be done on behalf of another
 * request, and a request can end without another word. So a place that is not left, and a waiter who does not look
 * again, count no more after a while.
 *
 * @throws {RangeError} If `requests` is no whole number from 1.
 */
export function slidingWindow(options: SlidingWindowOptions): Limiter {
  const { requests, mayRise = false, deps } = options;
  let { intervalMs } = options;
  checkNumbers("make a limiter", { requests }, { least: 1, isWhole: true });
  /** When requests ended whose places are held for an interval more, first come first. */
  const endedAt: number[] = [];
  /** Places of requests under way, and when each counts as left at the latest. */
  const open = new Map<object, number>();
  /** Who waits, in the order of arrival, and when each looks again. */
  const line = new Map<object, number>();
  let limit = requests;
  let pause = { from: 0, until: -Infinity };
  let pauses = 0;
  /** How many went since the latest pause ended. */
  let resumed = 0;

  return {
    async enter({ maxPauseMs, timeoutMs, signal }) {
      const waiter = {};
      try {
        while (!signal?.aborted) {
          const now = deps.now();
          const pausedUntil = pausedUntilAt(now);
          const pauseMs = pausedUntil - now;
          if (pauseMs > maxPauseMs) {
            const message = `The rate limit pauses requests for ${pauseMs} ms`;
            throw new TransportError("rate_limited", message, { retryAt: pausedUntil });
          }
          const before = placeInLine(waiter, now);
          const missing = before - (limit - heldAt(now));
          const soonest = resumeAt(before, pausedUntil);
          if (missing < 0 && soonest <= now) return takePlace(now + timeoutMs);
          // A place that is still held is free an interval from now at the soonest.
          const lookAt = missing < 0 || pauseMs > 0
            ? soonest
            : (endedAt[missing] ?? now) + intervalMs;
          line.set(waiter, lookAt);
          await deps.sleep(lookAt - now, signal);
        }
        throw new TransportError("aborted", "Waiting for the rate limit was aborted");
      } finally {
        line.delete(waiter);
      }
    },
    state() {
      const now = deps.now();
      const pausedUntil = Math.max(0, pausedUntilAt(now));
      return { waiting: line.size, held: heldAt(now), limit, pauses, pausedUntil };
    },
  };

  /**
   * When whoever has so many before him may go after a pause: a few at once, the others evenly over an interval. All at
   * once they would meet the next 429 where somebody else uses the limit as well.
   */
  function resumeAt(before: number, pausedUntil: number): number {
    const few = Math.max(2, limit / 10);
    const share = Math.max(0, resumed + before + 1 - few) / limit;
    return pausedUntil + Math.ceil(Math.min(1, share) * intervalMs);
  }

  /** How many are before somebody who waits, or comes now. */
  function placeInLine(waiter: object, now: number): number {
    if (!line.has(waiter)) return line.size;
    let before = 0;
    for (const [other, lookAt] of line) {
      if (other === waiter) break;
      if (lookAt + mostLateMs < now) line.delete(other);
      else before++;
    }
    return before;
  }

  /** How many places are held. */
  function heldAt(now: number): number {
    for (const [place, leftAt] of open) {
      if (leftAt > now) break;
      open.delete(place);
      endedAt.push(now);
    }
    // A clock that was set back would hold places for as long as it lags behind.
    while (Math.abs(now - (endedAt[0] ?? NaN)) >= intervalMs) endedAt.shift();
    return open.size + endedAt.length;
  }

  /** Until when nobody may send. A clock that was set back must not stretch it. */
  function pausedUntilAt(now: number): number {
    return now < pause.from ? -Infinity : pause.until;
  }

  function takePlace(leftAt: number): Place {
    const place: Place = {
      leave(news = {}) {
        if (open.delete(place)) endedAt.push(deps.now());
        learn(news);
      },
    };
    open.set(place, leftAt);
    resumed++;
    return place;
  }

  function learn(news: LimitNews): void {
    const { max = limit, remaining = max, pausedUntil } = news;
    const now = deps.now();
    if (max >= 1) limit = mayRise ? max : Math.min(requests, max);
    intervalMs = news.intervalMs ?? intervalMs;
    // What is used up, and not by us, others have used who share the limit: their places are taken, too.
    for (let others = max - remaining - heldAt(now); others > 0; others--) {
      endedAt.push(now);
    }
    if (pausedUntil === undefined) return;
    pauses++;
    if (pausedUntil <= pausedUntilAt(now)) return;
    pause = { from: now, until: pausedUntil };
    resumed = 0;
  }
}
