import type { SendResult } from "../transport/retry.ts";
import type { TransportError } from "../transport/transport_error.ts";
import { type Problem, readProblem, readResultIds } from "./answers.ts";
import type { EventFamily } from "./events.ts";
import type { DeferralCode, Receipt } from "./receipts.ts";

/** A receipt that does not yet say for which event it is. */
export type Verdict = Receipt extends infer R ? R extends Receipt ? Omit<R, "index" | "key"> : never
  : never;

/**
 * What a batch's answer means: the same for all of it; some taken and the rest unknown; or refused whole, so that
 * only smaller parts can tell which event is at fault.
 */
export type BatchVerdict =
  | { kind: "all"; verdict: Verdict }
  | { kind: "taken"; ids: Set<string> }
  | { kind: "split" };

/** HubSpot took the event. */
export const delivered: Verdict = { outcome: "delivered" };

/** Reads what became of one event that was sent alone. */
export function judgeSingle(result: SendResult): Verdict {
  const { outcome } = result;
  if (outcome.kind === "error") return deferredByTransport(result, outcome.error);
  const { answer } = outcome;
  if (answer.status >= 200 && answer.status < 300) return delivered;
  if (answer.status === 409) return { outcome: "duplicate" };
  return judgeProblem(readProblem(answer), result.retryAt);
}

/** Reads what became of the events of a batch. */
export function judgeBatch(family: EventFamily, result: SendResult): BatchVerdict {
  const { outcome } = result;
  if (outcome.kind === "error") {
    return { kind: "all", verdict: deferredByTransport(result, outcome.error) };
  }
  const { answer } = outcome;
  if (answer.status >= 200 && answer.status < 300) {
    // Custom events answer 204 with nothing in it; the other two name each event that they took.
    if (family === "custom" && answer.status === 204) return { kind: "all", verdict: delivered };
    return { kind: "taken", ids: readResultIds(answer) ?? new Set() };
  }
  if (answer.status === 409) return { kind: "split" };
  const verdict = judgeProblem(readProblem(answer), result.retryAt);
  // One event is at fault, or the batch is too large as a whole: smaller parts tell.
  return verdict.outcome === "rejected" ? { kind: "split" } : { kind: "all", verdict };
}

function judgeProblem(problem: Problem, retryAt: number | undefined): Verdict {
  const { policyName: _, issues, ...said } = problem;
  const code = deferralCodeOf(problem);
  if (code === undefined) return { outcome: "rejected", code: "refused", issues, ...said };
  return { outcome: "deferred", code, ...said, ...(retryAt === undefined ? {} : { retryAt }) };
}

/** Why HubSpot did not do something that it may do later; undefined where it never will. */
export function deferralCodeOf({ status, policyName, message }: Problem): DeferralCode | undefined {
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 429) {
    return policyName === "DAILY" || /daily limit/i.test(message) ? "daily_limit" : "rate_limited";
  }
  if (status === 408 || status === 423 || status === 477 || status >= 500) return "server_error";
  // A redirect is never followed: the access token would go with it.
  return status < 400 ? "unclear_answer" : undefined;
}

function deferredByTransport(
  { retryAt }: SendResult,
  error: TransportError,
): Verdict {
  return {
    outcome: "deferred",
    code: transportCode(error),
    message: error.message,
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}

/** The code of what was not sent, or not answered. */
export function transportCode({ code }: TransportError): DeferralCode {
  return code === "no_token" ? "unauthorized" : code;
}
