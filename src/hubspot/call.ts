import * as v from "valibot";
import type { SendResult } from "../transport/retry.ts";
import { describeIssues, validate } from "../validation/issues.ts";
import { parseJson, readProblem } from "./answers.ts";
import type { ApiRequest, Connection } from "./connection.ts";
import { HubSpotError } from "./errors.ts";
import { deferralCodeOf, transportCode } from "./verdicts.ts";

/** How an answer is to be read. */
export interface CallOptions<T> {
  /** What the answer has to be. */
  schema: v.GenericSchema<unknown, T>;
  /** Ends the call with code `aborted`. Default: none. */
  signal?: AbortSignal | undefined;
}

/** An answer without a body. */
export const nothing: v.GenericSchema<unknown, undefined> = v.undefined();

/**
 * Asks HubSpot for something that is no event, and reads the answer.
 *
 * @throws {HubSpotError} If HubSpot does not do it, or answers what nobody can read.
 */
export async function call<T>(
  connection: Connection,
  request: ApiRequest,
  { schema, signal }: CallOptions<T>,
): Promise<T> {
  const result = await connection.request(request, signal);
  const body = bodyOf(result, request.operation);
  const read = validate(schema, body);
  if (read.ok) return read.value;
  throw new HubSpotError(
    "unclear_answer",
    `Cannot ${request.operation}: HubSpot's answer is not as documented: ${
      describeIssues(read.issues)
    }`,
  );
}

function bodyOf({ outcome, retryAt }: SendResult, operation: string): unknown {
  const failed = `Cannot ${operation}`;
  if (outcome.kind === "error") {
    const { error } = outcome;
    const details = { cause: error, retryAt };
    throw new HubSpotError(transportCode(error), `${failed}: ${error.message}`, details);
  }
  const { answer } = outcome;
  if (answer.status >= 200 && answer.status < 300) return parseJson(answer.text);
  const problem = readProblem(answer);
  const code = codes[answer.status] ?? deferralCodeOf(problem) ?? "refused";
  throw new HubSpotError(code, `${failed}: ${problem.message}`, { ...problem, retryAt });
}

const codes: Readonly<Record<number, "not_found" | "conflict">> = {
  404: "not_found",
  409: "conflict",
};
