import type { SourceErrorCode } from "../sources/source.ts";
import type { Issue } from "../validation/issues.ts";

/** What can be wrong with a request, or with us; stable, for programs. */
export type ErrorCode =
  | SourceErrorCode
  | "invalid_event"
  | "body_too_large"
  | "body_aborted"
  | "not_found"
  | "method_not_allowed"
  | "not_durable"
  | "not_delivered"
  | "internal_error";

const statusOf: Readonly<Record<ErrorCode, number>> = {
  unauthorized: 401,
  invalid_json: 400,
  invalid_payload: 422,
  invalid_event: 422,
  body_too_large: 413,
  body_aborted: 400,
  not_found: 404,
  method_not_allowed: 405,
  not_durable: 503,
  not_delivered: 503,
  internal_error: 500,
};

/** An answer, and in a word or two what it says, for whoever watches the forwarder. */
export interface Answer {
  /** What the sender gets. */
  response: Response;
  /** `accepted 2`, `skipped no_contact`, or an {@linkcode ErrorCode}. */
  outcome: string;
}

/** Most issues that one answer names: a small body can break a great many rules. */
const mostIssues = 100;

/** Further parts of an error answer. */
export interface ErrorAnswerOptions {
  /** Which field is wrong, and how. Default: none. */
  issues?: readonly Issue[];
  /** Header names with their values. Default: none. */
  headers?: Record<string, string>;
}

/** The answer to a request that was not taken. The message is for its sender and holds nothing of ours. */
export function errorAnswer(
  code: ErrorCode,
  message: string,
  options: ErrorAnswerOptions = {},
): Answer {
  const { issues = [], headers = {} } = options;
  const body = { error: { code, message, issues: issues.slice(0, mostIssues) } };
  return jsonAnswer(statusOf[code], { outcome: code, body, headers });
}

/** An answer in JSON that no cache keeps. */
export function jsonAnswer(
  status: number,
  { outcome, body, headers = {} }: {
    outcome: string;
    body: unknown;
    headers?: Record<string, string>;
  },
): Answer {
  const response = new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
  return { response, outcome };
}
