import { checkNumbers } from "../validation/numbers.ts";
import type { Deps } from "../transport/deps.ts";

/** How many requests a route takes. */
export interface RateLimit {
  /** Requests a second in the long run; a fraction for fewer than one. */
  perSecond: number;
  /** Requests at once after a quiet time. Default: `perSecond`, at least 1. */
  burst?: number;
}

/** Lets requests pass at a rate, by a clock that it is given; each process counts its own. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #deps: Pick<Deps, "now">;
  #tokens: number;
  #at: number;

  /** Makes a bucket that is full. */
  constructor({ perSecond, burst = Math.max(1, perSecond) }: RateLimit, deps: Pick<Deps, "now">) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#deps = deps;
    this.#tokens = burst;
    this.#at = deps.now();
  }

  /** Takes one token. Returns 0, or where there is none, after how many whole seconds there is. */
  take(): number {
    const now = this.#deps.now();
    // A clock that was put back gives nothing, and takes nothing away.
    const earned = Math.max(0, now - this.#at) / 1_000 * this.#perSecond;
    this.#at = now;
    this.#tokens = Math.min(this.#burst, this.#tokens + earned);
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - this.#tokens) / this.#perSecond));
  }
}

/**
 * Checks the rate limit of a route.
 *
 * @throws {RangeError} If `perSecond` is not above 0, or `burst` is below 1.
 */
export function checkRateLimit({ perSecond, burst = 1 }: RateLimit): void {
  if (!(perSecond > 0 && perSecond < Infinity)) {
    throw new RangeError(
      `Cannot make a forwarder: rateLimit.perSecond must be a number above 0: ${perSecond}`,
    );
  }
  checkNumbers("make a forwarder", { "rateLimit.burst": burst }, { least: 1 });
}
