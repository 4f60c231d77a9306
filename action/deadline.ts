import type { Deps } from "../src/transport/deps.ts";

/** The end of a step's time. */
export interface Deadline {
  /** Aborted when the time is over. */
  signal: AbortSignal;
  /** Milliseconds that are left, never negative. */
  leftMs(): number;
  /** Stops counting, so that nothing waits for the end any more. */
  stop(): void;
}

/**
 * Starts the time of a step.
 *
 * @param timeoutMs How long it is, in milliseconds.
 */
export function startDeadline(
  timeoutMs: number,
  { now, sleep }: Pick<Deps, "now" | "sleep">,
): Deadline {
  const endsAt = now() + timeoutMs;
  const over = new AbortController();
  const stopped = new AbortController();
  void sleep(timeoutMs, stopped.signal).then(() => {
    if (!stopped.signal.aborted) over.abort();
  });
  return {
    signal: over.signal,
    leftMs: () => Math.max(0, endsAt - now()),
    stop: () => stopped.abort(),
  };
}
