import * as v from "valibot";
import type { SendResult } from "../transport/retry.ts";
import type { HttpAnswer } from "../transport/send_once.ts";
import { parseJson, type Problem, readProblem } from "./answers.ts";
import { HubSpotError, type HubSpotErrorCode } from "./errors.ts";
import { deferralCodeOf, transportCode } from "./verdicts.ts";

/** What was asked of the token endpoint. */
export interface Asked {
  /** In a few fixed words, for messages. */
  operation: string;
  /** Whether a refresh token was handed in: only then a refusal can mean that the grant was revoked. */
  isRefresh: boolean;
}

/** HubSpot's words beside those of RFC 6749. */
interface Refusal {
  error?: string | undefined;
  error_description?: string | undefined;
  status?: string | undefined;
}

function refusalSchema(): v.GenericSchema<unknown, Refusal> {
  const word = v.fallback(v.optional(v.string()), undefined);
  return v.object({ error: word, error_description: word, status: word });
}

/** How HubSpot says that a refresh token is no good any more; `BAD_HUB` is that of an account that is gone. */
const revokedWords: ReadonlySet<string> = new Set([
  "invalid_grant",
  "access_denied",
  "BAD_REFRESH_TOKEN",
  "BAD_HUB",
]);

/** How HubSpot says that it does not know the app by its id and secret. */
const unknownAppWords: ReadonlySet<string> = new Set([
  "invalid_client",
  "BAD_CLIENT_ID",
  "BAD_CLIENT_SECRET",
]);

/** Longest text of HubSpot's that goes on into our messages, in characters. */
const messageLength = 500;

/**
 * The token endpoint's answer, if it is a success.
 *
 * @throws {HubSpotError} That says what it is otherwise.
 */
export function takenAnswer({ outcome, retryAt }: SendResult, asked: Asked): HttpAnswer {
  const failed = `Cannot ${asked.operation}`;
  if (outcome.kind === "error") {
    const { error } = outcome;
    const details = { cause: error, retryAt };
    throw new HubSpotError(transportCode(error), `${failed}: ${error.message}`, details);
  }
  const { answer } = outcome;
  if (answer.status >= 200 && answer.status < 300) return answer;
  const problem = readProblem(answer);
  const refusal = readRefusal(answer);
  const message = refusal.error_description?.slice(0, messageLength) ?? problem.message;
  const category = problem.category ?? categoryOf(refusal);
  throw new HubSpotError(
    codeOf(problem, refusal, asked),
    `${failed}: ${message}`,
    { ...problem, category, retryAt },
  );
}

function codeOf(problem: Problem, refusal: Refusal, { isRefresh }: Asked): HubSpotErrorCode {
  const { status } = problem;
  const mayPass = status === 429 || status >= 500;
  const words = [refusal.status ?? "", refusal.error ?? ""];
  if (!mayPass && words.some((found) => unknownAppWords.has(found))) return "refused";
  if (!mayPass && words.some((found) => revokedWords.has(found))) {
    return isRefresh ? "grant_revoked" : "refused";
  }
  return deferralCodeOf(problem) ?? "refused";
}

/** The narrower of the two words; HubSpot's other APIs have `error` for a status, which says nothing. */
function categoryOf({ status, error }: Refusal): string | undefined {
  return status === undefined || status === "error" ? error : status;
}

function readRefusal(answer: HttpAnswer): Refusal {
  const read = v.safeParse(refusalSchema(), parseJson(answer.text));
  return read.success ? read.output : {};
}
