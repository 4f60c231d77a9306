/** What an answer told of the limit, as far as it did. */
export interface LimitNews {
  /** Most requests that the server takes in any interval. */
  max?: number | undefined;
  /** How many of them it would still take now, whoever sent the others. */
  remaining?: number | undefined;
  /** Length of the interval, in milliseconds. */
  intervalMs?: number | undefined;
  /** Until when nobody may send, in milliseconds since 1970; from then on a few at first, and more as time passes. */
  pausedUntil?: number | undefined;
}

/** A request's place under a limit. */
export interface Place {
  /** Says that the request has ended, and what its answer told of the limit. */
  leave(news?: LimitNews): void;
}

/** How a limiter stands, for whoever watches it. */
export interface LimiterState {
  /** Requests that wait for a place. */
  waiting: number;
  /** Places that are held: by requests under way, and by those that still count. */
  held: number;
  /** Most places. */
  limit: number;
  /** How often an answer paused everybody, since the start. */
  pauses: number;
  /** Until when nobody may send, in milliseconds since 1970; past, or 0, where there is no pause. */
  pausedUntil: number;
}

/** How long to wait for a place. */
export interface EnterOptions {
  /** Longest pause to wait through, in milliseconds; waiting one's turn has no bound. */
  maxPauseMs: number;
  /** Longest time for which the place will be held, in milliseconds; after that it may count as left. */
  timeoutMs: number;
  /** Ends the wait. */
  signal?: AbortSignal | undefined;
}

/**
 * Says when a request may be sent, so that a limit is used up and not overrun. A port: whoever shares a limit between
 * processes brings a limiter of his own.
 */
export interface Limiter {
  /**
   * Waits for a place, first come first served.
   *
   * @throws {TransportError} `rate_limited` where a pause is longer than `maxPauseMs`, `aborted` where `signal` ends it.
   */
  enter(options: EnterOptions): Promise<Place>;
  /** Says how it stands. A limiter that cannot say so leaves it out. */
  state?(): LimiterState;
}
