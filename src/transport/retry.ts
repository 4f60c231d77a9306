import type { Deps } from "./deps.ts";
import { type HttpAnswer, type HttpRequest, sendOnce } from "./send_once.ts";
import { TransportError } from "./transport_error.ts";

/** How one attempt ended: with an answer, or without one. */
export type AttemptOutcome =
  | { kind: "answer"; answer: HttpAnswer }
  | { kind: "error"; error: TransportError };

/** What a retry policy decides upon. */
export interface RetryContext {
  /** Number of the attempt that just ended, from 1. */
  attempt: number;
  /** How it ended. */
  outcome: AttemptOutcome;
  /** The current time, in milliseconds since 1970. */
  now: number;
  /** A number from 0 up to, not including, 1. */
  random(): number;
}

/**
 * What to do next: take the outcome as it is, try again after a delay, or stop trying and say when it may be
 * worth trying again.
 */
export type RetryDecision =
  | { action: "take" }
  | { action: "retry"; delayMs: number }
  | { action: "give_up"; retryAt?: number };

/** Decides what follows an attempt. Pure: it neither waits nor sends. */
export type RetryPolicy = (context: RetryContext) => RetryDecision;

/** The last outcome, and what led there. */
export interface SendResult {
  /** How the last attempt ended. */
  outcome: AttemptOutcome;
  /** How many attempts were made. */
  attempts: number;
  /** When trying again may help, in milliseconds since 1970, where the policy knows. */
  retryAt?: number;
}

/** Settings of a send with retries. */
export interface SendOptions {
  /** Network, clock and chance. */
  deps: Deps;
  /** Decides what follows each attempt. */
  policy: RetryPolicy;
  /** Longest time for one attempt, in milliseconds. */
  timeoutMs: number;
  /** Ends attempts and waits. */
  signal?: AbortSignal | undefined;
}

/** Sends a request until the policy takes the outcome or gives up. Never throws. */
export async function sendWithRetry(
  request: HttpRequest,
  options: SendOptions,
): Promise<SendResult> {
  const { deps, policy, timeoutMs, signal } = options;
  for (let attempt = 1;; attempt++) {
    const outcome = await tryOnce(request, { deps, timeoutMs, signal });
    const decision = policy({ attempt, outcome, now: deps.now(), random: deps.random });
    if (decision.action === "retry" && !signal?.aborted) {
      await deps.sleep(decision.delayMs, signal);
      continue;
    }
    const retryAt = decision.action === "give_up" ? decision.retryAt : undefined;
    return { outcome, attempts: attempt, ...(retryAt === undefined ? {} : { retryAt }) };
  }
}

async function tryOnce(
  request: HttpRequest,
  options: { deps: Deps; timeoutMs: number; signal: AbortSignal | undefined },
): Promise<AttemptOutcome> {
  try {
    return { kind: "answer", answer: await sendOnce(request, options) };
  } catch (error) {
    if (error instanceof TransportError) return { kind: "error", error };
    throw error;
  }
}
