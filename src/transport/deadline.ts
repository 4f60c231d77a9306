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
export function withDeadline<T>(
  act: (signal: AbortSignal) => Promise<T>,
  options: DeadlineOptions,
): Promise<T> {
  const { label, deps, timeoutMs, signal } = options;
  const ending = new AbortController();
  const finished = new AbortController();
  let abort = () => {};
  return new Promise<T>((resolve, reject) => {
    const end = (error: TransportError) => {
      reject(error);
      ending.abort(error);
    };
    abort = () => end(new TransportError("aborted", `${label} was aborted by the caller's signal`));
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort);
    deps.sleep(timeoutMs, finished.signal).then(() => {
      const message = `${label} timed out: no whole answer in ${timeoutMs} ms`;
      if (!finished.signal.aborted) end(new TransportError("timeout", message));
    });
    act(ending.signal).then(resolve, (cause) => {
      const message = `${label} failed: ${reasonOf(cause)}`;
      reject(new TransportError("network_error", message, { cause }));
    });
  }).finally(() => {
    // A listener with a signal of its own would take Node as long as all else that is done here.
    signal?.removeEventListener("abort", abort);
    finished.abort("finished");
  });
}

/** Deno and Node say `fetch failed`, and what failed only in the cause: Node by a code, Deno in words behind the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  if (!(cause instanceof Error)) return message;
  return `${message} (${"code" in cause ? cause.code : cause.message.replace(/.*:\/\/\S*: /, "")})`;
}
