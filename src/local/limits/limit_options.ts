/** Which of HubSpot's limits a 429 is about. */
export type RateLimitPolicy = "TEN_SECONDLY_ROLLING" | "SECONDLY" | "DAILY";

/**
 * How many requests Local HubSpot takes from one app, and from all private apps in a day. What is refused is not counted.
 * The defaults are those of a public app.
 */
export interface LimitOptions {
  /** Requests in `intervalMs`; sends of custom events and searches are not among them. Default: 110. */
  requests?: number;
  /** Length of the window for `requests`, in milliseconds. Default: 10,000. */
  intervalMs?: number;
  /**
   * Requests of all private apps of the account together in a day, which ends at midnight in UTC. OAuth apps have no such
   * limit. Default: as many as there are.
   */
  daily?: number;
  /** Sends of custom events in a second, one or a batch each. Default: 1,250. */
  customEventsPerSecond?: number;
  /** Searches for records in a second. Default: 5. */
  searchesPerSecond?: number;
  /**
   * Whether a 429 says in `Retry-After`, in whole seconds, when the next request is taken. HubSpot's pages do not
   * promise it, and integrators report both. Default: false.
   */
  retryAfter?: boolean;
}

/** Every limit with its value. */
export interface Limits extends Required<Omit<LimitOptions, "daily">> {
  /** Requests in a day; missing where they are not limited. */
  daily?: number;
}

/** A window keeps a time for each request that it has room for. */
const largestValues = {
  requests: 100_000,
  intervalMs: 24 * 60 * 60_000,
  daily: 1_000_000_000,
  customEventsPerSecond: 100_000,
  searchesPerSecond: 100_000,
} as const;

/**
 * Fills in HubSpot's numbers.
 *
 * @throws {RangeError} If a limit is no whole number, less than 1, or too large to be counted.
 */
export function completeLimits(options: LimitOptions): Limits {
  const limits: Limits = {
    requests: 110,
    intervalMs: 10_000,
    customEventsPerSecond: 1_250,
    searchesPerSecond: 5,
    retryAfter: false,
    ...options,
  };
  for (const [name, largest] of Object.entries(largestValues)) {
    const value = new Map<string, unknown>(Object.entries(limits)).get(name);
    if (value === undefined && name === "daily") continue;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > largest) {
      throw new RangeError(
        `Cannot limit requests: ${name} must be a whole number from 1 to ${largest}, but is ${value}`,
      );
    }
  }
  return limits;
}
