import type { SourceErrorCode } from "../sources/source.ts";
import type { Issue } from "../validation/issues.ts";
import type { BodyErrorCode } from "./body_error.ts";

/** What can be wrong with a request, or with us; stable, for programs. */
export type ErrorCode =
  | SourceErrorCode
  | BodyErrorCode
  | "invalid_event"
  | "invalid_idempotency_key"
  | "not_found"
  | "method_not_allowed"
  | "rate_limited"
  | "not_durable"
  | "outbox_full"
  | "not_delivered"
  | "internal_error";

const statusOf: Readonly<Record<ErrorCode, number>> = {
  unauthorized: 401,
  unsupported_media_type: 415,
  invalid_json: 400,
  invalid_payload: 422,
  invalid_event: 422,
  invalid_idempotency_key: 400,
  body_too_large: 413,
  body_aborted: 400,
  body_timeout: 408,
  overloaded: 503,
  unsupported_encoding: 415,
  invalid_encoding: 400,
  not_found: 404,
  method_not_allowed: 405,
  rate_limited: 429,
  not_durable: 503,
  outbox_full: 503,
  not_delivered: 503,
  internal_error: 500,
};

/** An answer, and in a word or two what it says, for whoever watches the forwarder. */
export interface Answer {
  /** HTTP status. */
  status: number;
  /**
   * Makes what the sender gets, once, with these headers beside its own: servers write headers that were given at once
   * faster than those that were added.
   */
  respond(headers?: Readonly<Record<string, string>>): Response;
  /** `accepted 2`, `skipped no_contact`, or an {@linkcode ErrorCode}. */
  outcome: string;
  /**
   * For an answer that goes on while the request is read: settles when it has ended, with the outcome. Never rejects.
   * Default: the answer is whole already.
   */
  ended?: Promise<string>;
}

/** Most issues that one answer names: a small body can break a great many rules. */
const mostIssues = 100;

/** What every answer says. */
const commonHeaders = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

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
  return answer(JSON.stringify(body), {
    status,
    outcome,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  });
}

/** An answer in text of some media type that no cache keeps. */
export function textAnswer(
  text: string,
  { outcome, type, status = 200, headers = {} }: {
    outcome: string;
    type: string;
    status?: number;
    headers?: Record<string, string>;
  },
): Answer {
  return answer(text, { status, outcome, headers: { "content-type": type, ...headers } });
}

/** An answer without a body. */
export function emptyAnswer(
  status: number,
  { outcome, headers = {} }: { outcome: string; headers?: Record<string, string> },
): Answer {
  return answer(null, { status, outcome, headers });
}

/** An answer of JSON lines that is written while the request is still read. */
export function linesAnswer(
  lines: ReadableStream<Uint8Array<ArrayBuffer>>,
  ended: Promise<string>,
): Answer {
  const headers = { "content-type": "application/x-ndjson; charset=utf-8" };
  return { ...answer(lines, { status: 200, outcome: "streaming", headers }), ended };
}

/** The answer of a page, which makes its own. */
export function pageAnswer(response: Response): Answer {
  return {
    status: response.status,
    outcome: "page",
    respond(headers = {}) {
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
      return response;
    },
  };
}

function answer(
  body: string | ReadableStream<Uint8Array<ArrayBuffer>> | null,
  { status, outcome, headers }: {
    status: number;
    outcome: string;
    headers: Readonly<Record<string, string>>;
  },
): Answer {
  return {
    status,
    outcome,
    respond: (more) =>
      new Response(body, { status, headers: { ...commonHeaders, ...headers, ...more } }),
  };
}
