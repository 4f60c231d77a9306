import type { Deps } from "./deps.ts";
import { readCapped } from "./read_capped.ts";

/** A request, whole. */
export interface HttpRequest {
  /** Absolute address. */
  url: string;
  /** HTTP method. */
  method: string;
  /** Header names, lower case, with their values. */
  headers: Record<string, string>;
  /** The body, if there is one. */
  body?: string;
}

/** An answer, read to its end. */
export interface HttpAnswer {
  /** HTTP status. */
  status: number;
  /** The answer's headers. */
  headers: Headers;
  /** The body as text, cut at the cap. */
  text: string;
}

/** Why an attempt brought no answer. */
export type TransportErrorCode = "timeout" | "network_error" | "aborted";

/** Thrown when an attempt brought no whole answer. The request may have been carried out all the same. */
export class TransportError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "TransportError";
  /** Why. */
  readonly code: TransportErrorCode;

  /** Makes the error. */
  constructor(code: TransportErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
  }
}

/** Settings of one attempt. */
export interface SendOnceOptions {
  /** Network and clock. */
  deps: Pick<Deps, "fetch" | "sleep">;
  /** Longest time for the whole exchange, body included, in milliseconds. */
  timeoutMs: number;
  /** Ends the attempt early. */
  signal?: AbortSignal | undefined;
}

/** An answer is read up to here; a batch of 500 events comes back in well under it. */
const answerCapBytes = 16 * 1024 * 1024;

/** Sends a request once and reads the whole answer. Throws {@linkcode TransportError}, nothing else. */
export async function sendOnce(
  request: HttpRequest,
  options: SendOnceOptions,
): Promise<HttpAnswer> {
  const { deps, timeoutMs, signal } = options;
  const attempt = new AbortController();
  const finished = new AbortController();
  const cancelled = new Promise<never>((_, reject) => {
    attempt.signal.addEventListener("abort", () => reject(attempt.signal.reason), { once: true });
  });
  // Where the exchange ends first, nobody waits for this promise any more.
  cancelled.catch(() => {});
  const abort = () =>
    attempt.abort(
      new TransportError("aborted", `${label(request)} was aborted: the caller's signal ended it`),
    );
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  deps.sleep(timeoutMs, finished.signal).then(() => {
    if (finished.signal.aborted) return;
    attempt.abort(
      new TransportError(
        "timeout",
        `${label(request)} timed out: no whole answer in ${timeoutMs} ms`,
      ),
    );
  });
  try {
    // A stand-in for fetch need not heed the signal, so the race ends the wait in any case.
    return await Promise.race([cancelled, exchange(request, deps, attempt.signal)]);
  } catch (error) {
    if (error instanceof TransportError) throw error;
    if (attempt.signal.aborted) throw attempt.signal.reason;
    throw new TransportError(
      "network_error",
      `${label(request)} failed: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  } finally {
    finished.abort();
    signal?.removeEventListener("abort", abort);
  }
}

async function exchange(
  request: HttpRequest,
  deps: Pick<Deps, "fetch">,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { url, method, headers, body } = request;
  signal.throwIfAborted();
  const response = await deps.fetch(url, {
    method,
    headers,
    redirect: "manual",
    signal,
    ...(body === undefined ? {} : { body }),
  });
  const { bytes } = await readCapped(response.body, answerCapBytes);
  return {
    status: response.status,
    headers: response.headers,
    text: new TextDecoder().decode(bytes),
  };
}

/** Method and path for messages; the query may hold a key. */
function label({ method, url }: HttpRequest): string {
  return `${method} ${url.split("?")[0]}`;
}
