import { backoff } from "../transport/backoff.ts";
import type { RetryContext, RetryDecision, RetryPolicy } from "../transport/retry.ts";
import { parseRetryAfter } from "../transport/retry_after.ts";
import type { HttpAnswer } from "../transport/send_once.ts";
import { checkNumbers } from "../validation/numbers.ts";
import { isDaily, isFault, readProblem } from "./answers.ts";
import { readLimit } from "./rate_headers.ts";

/** Settings of {@linkcode hubSpotRetryPolicy}. */
export interface RetryPolicyOptions {
  /** Most attempts for one request. Default: 4. */
  maxAttempts?: number;
  /** Upper bound of the first backoff, in milliseconds. Default: 500. */
  baseDelayMs?: number;
  /** Longest wait between two attempts, in milliseconds; what needs longer is deferred. Default: 15,000. */
  maxDelayMs?: number;
  /** Time after which no further attempt is begun, from the first one on, in milliseconds. Default: 120,000. */
  budgetMs?: number;
}

/** Longest wait inside a call where nothing else is set, in milliseconds. */
export const longestWaitMs = 15_000;

/** A locked record stays locked for two seconds, HubSpot's error page says. */
const lockMs = 2_000;

/** A daily limit ends at midnight in the account's time zone, which no answer names. */
const dailyRecheckMs = 60 * 60_000;

/**
 * Decides as each of HubSpot's answers deserves: passing faults are tried again with growing, jittered delays, a
 * delay that HubSpot states is kept to, and what will not pass soon is given back with the time to try again.
 *
 * @see https://developers.hubspot.com/docs/api-reference/error-handling
 */
export function hubSpotRetryPolicy(options: RetryPolicyOptions = {}): RetryPolicy {
  const { maxAttempts = 4, baseDelayMs = 500, maxDelayMs = longestWaitMs, budgetMs = 120_000 } =
    options;
  checkNumbers("make a retry policy", { maxAttempts }, { least: 1, isWhole: true });
  checkNumbers("make a retry policy", { baseDelayMs, maxDelayMs, budgetMs }, { least: 0 });
  return function decide(context: RetryContext): RetryDecision {
    const { attempt, outcome, now, elapsedMs } = context;
    const mayRetry = (delayMs: number) =>
      attempt < maxAttempts && delayMs <= maxDelayMs && elapsedMs + delayMs <= budgetMs;
    const wait = () =>
      backoff(attempt, { baseMs: baseDelayMs, capMs: maxDelayMs, random: context.random });
    if (outcome.kind === "error") {
      const { code, retryAt } = outcome.error;
      const delayMs = wait();
      const isFault = code === "timeout" || code === "network_error";
      if (isFault && mayRetry(delayMs)) return { action: "retry", delayMs };
      return { action: "give_up", retryAt };
    }
    const { answer } = outcome;
    if (!mayPass(answer.status)) return { action: "take" };
    const stated = statedDelay(answer, now);
    const delayMs = Math.max(stated ?? wait(), answer.status === 423 ? lockMs : 0);
    if (mayRetry(delayMs)) return { action: "retry", delayMs };
    return { action: "give_up", retryAt: stated === undefined ? undefined : now + stated };
  };
}

/** Whether the same request may be answered otherwise soon. 501 and 505 are about what the server can do at all. */
function mayPass(status: number): boolean {
  return status === 429 || (isFault(status) && status !== 501 && status !== 505);
}

/** The longest delay that HubSpot's error page speaks of; a longer one is a slip, and would park events for years. */
const longestDelayMs = 24 * 60 * 60_000;

/** The delay that the answer states or implies, in milliseconds. It is never jittered. */
function statedDelay(answer: HttpAnswer, now: number): number | undefined {
  const retryAfter = parseRetryAfter(answer.headers.get("retry-after"), now);
  if (retryAfter !== undefined) return Math.min(retryAfter, longestDelayMs);
  if (answer.status !== 429) return undefined;
  const problem = readProblem(answer);
  if (isDaily(problem)) return dailyRecheckMs;
  const { remaining, intervalMs } = readLimit(answer);
  if (remaining === 0 && intervalMs !== undefined) return intervalMs;
  return problem.policyName === "SECONDLY" || /\bsecondly limit/i.test(problem.message)
    ? 1_000
    : 10_000;
}
