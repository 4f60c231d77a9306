import type { TransportErrorCode } from "./transport_error.ts";

/** One attempt at a request, for logs, metrics and traces. It holds no token and nothing of any event. */
export interface AttemptInfo {
  /** Number of the request, from 1; all its attempts have the same. */
  request: number;
  /** Number of the attempt, from 1. */
  attempt: number;
  /** What the request is for, in a few fixed words: `send custom events`. */
  operation: string;
  /** HTTP method. */
  method: string;
  /** Address without its query. */
  url: string;
  /** How many events the request carries; 0 where it is about something else. */
  events: number;
}

/** How one attempt ended. */
export interface AttemptResult extends AttemptInfo {
  /** HTTP status, where there was an answer. */
  status?: number;
  /** Why there was none. */
  error?: TransportErrorCode;
  /** Time from sending to the end of the answer, in milliseconds. */
  durationMs: number;
}

/** A retry that is about to be waited for. */
export interface RetryInfo extends AttemptResult {
  /** Time until the next attempt, in milliseconds. */
  delayMs: number;
}

/** Functions that are told what is sent. Each may be missing; what it throws is dropped. */
export interface Hooks {
  /** Told before each attempt. */
  onRequest?(attempt: AttemptInfo): void;
  /** Told after each attempt, answered or not. */
  onResponse?(result: AttemptResult): void;
  /** Told before the wait for another attempt. */
  onRetry?(retry: RetryInfo): void;
}
