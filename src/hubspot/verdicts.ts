import type { SendResult } from "../transport/retry.ts";
import type { HttpAnswer } from "../transport/send_once.ts";
import type { TransportError } from "../transport/transport_error.ts";
import { withIssues } from "../validation/issues.ts";
import { isAnswer, isDaily, isFault, type Problem, readProblem, readResultIds } from "./answers.ts";
import type { EventFamily } from "./events.ts";
import type { DeferralCode, Receipt } from "./receipts.ts";

/** A receipt that does not yet say for which event it is; `cause`, what was thrown below, is for errors alone. */
export type Verdict =
  & (Receipt extends infer R ? R extends Receipt ? Omit<R, "index" | "key"> : never
    : never)
  & { cause?: unknown };

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
export function judgeSingle({ outcome, retryAt }: SendResult): Verdict {
  const later = retryAt === undefined ? {} : { retryAt };
  if (outcome.kind === "error") {
    const { message, cause } = outcome.error;
    return { outcome: "deferred", code: transportCode(outcome.error), message, cause, ...later };
  }
  const { answer } = outcome;
  // A page of words with status 200 is a proxy's.
  if (isSuccess(answer) && isAnswer(answer)) return delivered;
  if (answer.status === 409) return { outcome: "duplicate" };
  const problem = readProblem(answer);
  const { policyName: _, issues, ...said } = problem;
  const code = deferralCodeOf(problem);
  if (code === undefined) return { outcome: "rejected", code: "refused", issues, ...said };
  return {
    outcome: "deferred",
    code,
    ...said,
    message: withIssues(said.message, issues.slice(0, 1)),
    ...later,
  };
}

/**
 * Whether an event was refused for a type that does not exist, so that every other of that type would be. It says so
 * only where all that HubSpot complains of is the field with the type's name.
 */
export function concernsType(verdict: Verdict): boolean {
  return verdict.outcome === "rejected" && verdict.issues.length > 0 &&
    verdict.issues.every(({ path, message }) => typeField.test(path) && notThere.test(message));
}

const typeField = /(^|\.)event(Name|TypeName|TemplateId)$/;
const notThere = /not (exist|found)|unknown/i;

/** Reads what became of the events of a batch. */
export function judgeBatch(family: EventFamily, result: SendResult): BatchVerdict {
  const { outcome } = result;
  if (outcome.kind === "answer" && isSuccess(outcome.answer)) {
    // Custom events answer 204 with nothing in it; the other two name each event that they took.
    const isMute = family === "custom" && outcome.answer.status === 204;
    return isMute
      ? { kind: "all", verdict: delivered }
      : { kind: "taken", ids: readResultIds(outcome.answer) };
  }
  const verdict = judgeSingle(result);
  // Some of it is there already, one event is at fault, or it is too large as a whole: smaller parts tell.
  return verdict.outcome === "deferred" ? { kind: "all", verdict } : { kind: "split" };
}

function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

/** Why HubSpot did not do something that it may do later; undefined where it never will. */
export function deferralCodeOf(problem: Problem): DeferralCode | undefined {
  const { status } = problem;
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 429) return isDaily(problem) ? "daily_limit" : "rate_limited";
  if (isFault(status)) return "server_error";
  // A redirect is never followed: the access token would go with it.
  return status < 400 ? "unclear_answer" : undefined;
}

/** The code of what was not sent, or not answered. */
export function transportCode({ code }: TransportError): DeferralCode {
  return code === "no_token" ? "unauthorized" : code;
}
