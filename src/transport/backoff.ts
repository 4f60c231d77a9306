/** Settings of {@linkcode backoff}. */
export interface BackoffOptions {
  /** Upper bound of the first delay, in milliseconds. */
  baseMs: number;
  /** Upper bound of every delay, in milliseconds. */
  capMs: number;
  /** A number from 0 up to, not including, 1. */
  random(): number;
}

/**
 * Delay before the next attempt: exponential with full jitter, so that many who failed together do not come
 * back together.
 *
 * @param attempt Number of the attempt that failed, from 1.
 * @returns Milliseconds.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(attempt: number, options: BackoffOptions): number {
  const { baseMs, capMs, random } = options;
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** (attempt - 1)));
}
