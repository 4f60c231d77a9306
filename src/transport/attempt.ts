import type { Deps } from "./deps.ts";
import { guarded } from "./guarded.ts";
import type { AttemptInfo, AttemptResult, Hooks } from "./hooks.ts";
import type { Limiter, Place } from "./limiter.ts";
import { type HttpAnswer, type HttpRequest, sendOnce } from "./send_once.ts";
import { TransportError } from "./transport_error.ts";

/** How one attempt ended: with an answer, or without one. */
export type AttemptOutcome =
  | { kind: "answer"; answer: HttpAnswer }
  | { kind: "error"; error: TransportError };

/** A request that may be sent several times, and what it is, for {@linkcode Hooks}. */
export interface Sending extends Pick<AttemptInfo, "request" | "operation" | "events"> {
  /**
   * Makes the request for one attempt, with the token of the moment, in no more time than the exchange may take; throws a
   * `TransportError` where it cannot.
   */
  prepare(): Promise<HttpRequest>;
}

/** Settings of an attempt. */
export interface AttemptOptions {
  /** Network, clock and chance. */
  deps: Deps;
  /** Longest time for the whole exchange, in milliseconds. */
  timeoutMs: number;
  /** Says when a request may be sent. Default: at once. */
  limiter?: Limiter | undefined;
  /** Longest pause of the limiter to wait through, in milliseconds. Default: none is too long. */
  maxPauseMs?: number;
  /** Told what is sent. Default: nobody is. */
  hooks?: Hooks | undefined;
  /** Ends attempts and waits. */
  signal?: AbortSignal | undefined;
}

/** An attempt that has ended. Its place is left only when it is decided what follows: a pause holds back the next. */
export interface Attempt {
  /** How it ended. */
  outcome: AttemptOutcome;
  /** When its request was sent, or could not be, in milliseconds since 1970. */
  startedAt: number;
  /** Its place under the limit, where it got one. */
  place: Place | undefined;
  /** What the hooks were told; missing where nothing was sent. */
  result?: AttemptResult;
}

/** Waits for a place, makes the request and sends it once. Never throws. */
export async function attemptOnce(
  sending: Sending & { attempt: number },
  options: AttemptOptions,
): Promise<Attempt> {
  const { deps, limiter, timeoutMs, maxPauseMs = Infinity, signal, hooks } = options;
  const { prepare, ...known } = sending;
  let place: Place | undefined;
  let sent: HttpRequest;
  try {
    // A token may take as long to come as the answer, and only after both is the place no longer needed.
    place = await limiter?.enter({ maxPauseMs, timeoutMs: 2 * timeoutMs, signal });
    sent = await prepare();
  } catch (error) {
    return { outcome: failed(error), startedAt: deps.now(), place };
  }
  const { method, url } = sent;
  const info: AttemptInfo = { ...known, method, url: url.split("?")[0] ?? "" };
  const startedAt = deps.now();
  guarded(() => hooks?.onRequest?.(info))();
  const outcome = await sendOnce(sent, options).then(answered, failed);
  const durationMs = deps.now() - startedAt;
  const end = outcome.kind === "answer"
    ? { status: outcome.answer.status }
    : { error: outcome.error.code };
  const result: AttemptResult = { ...info, durationMs, ...end };
  guarded(() => hooks?.onResponse?.(result))();
  return { outcome, startedAt, place, result };
}

function answered(answer: HttpAnswer): AttemptOutcome {
  return { kind: "answer", answer };
}

function failed(error: unknown): AttemptOutcome {
  if (error instanceof TransportError) return { kind: "error", error };
  throw error;
}
