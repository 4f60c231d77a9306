import type { Deps } from "./deps.ts";
import { TransportError } from "./transport_error.ts";

/** Settings of {@linkcode withDeadline}. */
export interface DeadlineOptions {
  /** What is done, for messages. */
  label: string;
  /** The clock. */
  deps: Pick<Deps, "sleep">;
  /** Longest time, in milliseconds. */
  timeoutMs: number;
  /** Ends it early. */
  signal?: AbortSignal | undefined;
}

/**
 * Does something that must end: with its result, with a {@linkcode TransportError} `timeout` or `aborted`, or with
 * `network_error` for whatever else it throws.
 *
 * @param act Gets a signal that says when nobody waits any more; it need not heed it.
 */
export async function withDeadline<T>(
  act: (signal: AbortSignal) => Promise<T>,
  options: DeadlineOptions,
): Promise<T> {
  const { label, deps, timeoutMs, signal } = options;
  const ending = new AbortController();
  const finished = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    ending.signal.addEventListener("abort", () => reject(ending.signal.reason), { once: true });
  });
  // Where the act ends first, nobody waits for this promise any more.
  ended.catch(() => {});
  const abort = () =>
    ending.abort(
      new TransportError("aborted", `${label} was aborted: the caller's signal ended it`),
    );
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  deps.sleep(timeoutMs, finished.signal).then(() => {
    if (finished.signal.aborted) return;
    const found = `${label} timed out: no whole answer in ${timeoutMs} ms`;
    ending.abort(new TransportError("timeout", found));
  });
  try {
    ending.signal.throwIfAborted();
    return await Promise.race([ended, act(ending.signal)]);
  } catch (error) {
    if (error instanceof TransportError) throw error;
    if (ending.signal.aborted) throw ending.signal.reason;
    throw new TransportError("network_error", `${label} failed: ${reasonOf(error)}`, {
      cause: error,
    });
  } finally {
    finished.abort();
    signal?.removeEventListener("abort", abort);
  }
}

/** Deno and Node say `fetch failed`, and what failed only in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  const isCoded = typeof cause === "object" && cause !== null && "code" in cause &&
    typeof cause.code === "string";
  return isCoded ? `${message} (${cause.code})` : message;
}
