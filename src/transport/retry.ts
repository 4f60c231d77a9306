import { attemptOnce, type AttemptOptions, type AttemptOutcome, type Sending } from "./attempt.ts";
import { guarded } from "./guarded.ts";
import type { LimitNews } from "./limiter.ts";
import type { HttpAnswer } from "./send_once.ts";

/** What a retry policy decides upon. */
export interface RetryContext {
  /** Number of the attempt that just ended, from 1. */
  attempt: number;
  /** How it ended. */
  outcome: AttemptOutcome;
  /** Time since the first attempt began, in milliseconds. */
  elapsedMs: number;
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
  | { action: "give_up"; retryAt?: number | undefined };

/** Decides what follows an attempt. Pure: it neither waits nor sends. */
export type RetryPolicy = (context: RetryContext) => RetryDecision;

/** The last outcome, and what led there. */
export interface SendResult {
  /** How the last attempt ended. */
  outcome: AttemptOutcome;
  /** How many attempts were made. */
  attempts: number;
  /** When trying again may help, in milliseconds since 1970, where the policy knows. */
  retryAt: number | undefined;
}

/** What was tried of a request so far. */
export interface Tried {
  /** How many attempts were made. */
  attempts: number;
  /** When the first of them began, in milliseconds since 1970. */
  firstAt?: number;
}

/** Settings of a send with retries. */
export interface SendOptions extends AttemptOptions {
  /** Decides what follows each attempt. */
  policy: RetryPolicy;
  /** Reads what an answer tells of the limit. Default: nothing. */
  readLimit?: ((answer: HttpAnswer) => LimitNews) | undefined;
  /** What was tried of the request before, which is counted on. Default: nothing. */
  tried?: Tried;
}

/** Sends a request until the policy takes the outcome or gives up. Never throws. */
export async function sendWithRetry(sending: Sending, options: SendOptions): Promise<SendResult> {
  const { deps, policy, signal, hooks, tried = { attempts: 0 } } = options;
  while (true) {
    const attempt = ++tried.attempts;
    const { outcome, startedAt, place, result } = await attemptOnce(
      { ...sending, attempt },
      options,
    );
    const firstAt = tried.firstAt ??= startedAt;
    const now = deps.now();
    const { random } = deps;
    const decision = policy({ attempt, outcome, elapsedMs: now - firstAt, now, random });
    place?.leave(newsOf({ outcome, decision, now }, options));
    if (decision.action === "retry" && !signal?.aborted) {
      const { delayMs } = decision;
      if (result !== undefined) guarded(() => hooks?.onRetry?.({ ...result, delayMs }))();
      await deps.sleep(delayMs, signal);
      continue;
    }
    const retryAt = decision.action === "give_up" ? decision.retryAt : undefined;
    return { outcome, attempts: attempt, retryAt };
  }
}

/** What an exchange told of the limit. Whoever is asked to wait holds back all others, too: 429 is about the account. */
function newsOf(
  { outcome, decision, now }: { outcome: AttemptOutcome; decision: RetryDecision; now: number },
  { readLimit }: SendOptions,
): LimitNews {
  if (outcome.kind === "error") return {};
  const { answer } = outcome;
  const news = readLimit?.(answer) ?? {};
  if (answer.status !== 429 || decision.action === "take") return news;
  const pausedUntil = decision.action === "retry" ? now + decision.delayMs : decision.retryAt;
  // How long to wait is said better by the pause than by what is left of the interval.
  return { ...news, remaining: undefined, pausedUntil };
}
