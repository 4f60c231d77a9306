import { createDeps, type Deps } from "../transport/deps.ts";
import type { Limiter } from "../transport/limiter.ts";
import { slidingWindow } from "../transport/sliding_window.ts";

/**
 * The limits of one HubSpot account. Hand the same one to every client of the account; two clients that do not share
 * one never disturb each other.
 */
export interface AccountLimiter {
  /** For all requests but those below. */
  general: Limiter;
  /** For sends of custom events, which HubSpot exempts from the limits on everything else. */
  customEvents: Limiter;
}

/** Settings of {@linkcode createAccountLimiter}. */
export interface AccountLimiterOptions {
  /**
   * Most requests in any ten seconds: 110 for an OAuth app; for a private app 100 in a free or Starter account, 190 in
   * a Professional or Enterprise one, 250 with a limit increase. Default: 110, until HubSpot's answers state another
   * figure; where it is set, they can only lower it.
   */
  requestsPer10Seconds?: number;
  /** Most sends of custom events in any second, each of up to 500 events. Default: 1,250. */
  customEventSendsPerSecond?: number;
  /** Clock to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/**
 * Makes the limiter of an account.
 *
 * @throws {RangeError} If a figure is no whole number from 1.
 * @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export function createAccountLimiter(options: AccountLimiterOptions = {}): AccountLimiter {
  const { requestsPer10Seconds, customEventSendsPerSecond = 1_250 } = options;
  const deps = createDeps(options.deps);
  return {
    general: slidingWindow({
      requests: requestsPer10Seconds ?? 110,
      intervalMs: 10_000,
      mayRise: requestsPer10Seconds === undefined,
      deps,
    }),
    customEvents: slidingWindow({
      requests: customEventSendsPerSecond,
      intervalMs: 1_000,
      deps,
    }),
  };
}
