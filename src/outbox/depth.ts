import { checkNumbers } from "../validation/numbers.ts";

/** How much may wait in an outbox before it takes no more, so that neither disk nor memory runs out. */
export interface DepthLimit {
  /** Events that wait. */
  events: number;
  /** Characters of JSON that wait. */
  characters: number;
}

/** A million events, or two billion characters of JSON: what a small disk holds. */
export const defaultDepthLimit: Readonly<DepthLimit> = {
  events: 1_000_000,
  characters: 2_000_000_000,
};

/** An outbox takes nothing now, since as much waits in it as it holds. */
export class OutboxFullError extends Error {
  /** When to try again, in milliseconds from now. */
  readonly retryAfterMs: number;

  /**
   * Makes the error.
   *
   * @param retryAfterMs When to try again, in milliseconds from now.
   */
  constructor(retryAfterMs: number) {
    super("The outbox is full: put the events again when some of those that wait are delivered");
    this.name = "OutboxFullError";
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Fills in what a setting of the depth leaves out.
 *
 * @throws {RangeError} If a limit is no whole number from 1.
 */
export function readDepthLimit(own: Partial<DepthLimit> = {}): DepthLimit {
  const limit = { ...defaultDepthLimit, ...own };
  const numbers = { "depth.events": limit.events, "depth.characters": limit.characters };
  checkNumbers("open the outbox", numbers, { least: 1, isWhole: true });
  return limit;
}

/** How long a sender stays away from a full outbox, in milliseconds, where it is known how long nothing goes out. */
export function retryAfter({ pausedMs }: { pausedMs: number }): number {
  return Math.min(Math.max(pausedMs, soonestMs), latestMs);
}

const soonestMs = 10_000;
const latestMs = 60 * 60_000;
