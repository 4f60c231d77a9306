import type { HttpAnswer } from "../transport/send_once.ts";
import type { Issue } from "../validation/issues.ts";

/** What HubSpot says about a request that it did not carry out. HubSpot calls every field optional. */
export interface Problem {
  /** HTTP status. */
  status: number;
  /** In words. */
  message: string;
  /** `VALIDATION_ERROR`, `CONFLICT` and the like; there is no official list. */
  category?: string;
  /** Which limit a 429 is about: `DAILY`, `TEN_SECONDLY_ROLLING`, `SECONDLY`. */
  policyName?: string;
  /** HubSpot's id of the request. */
  correlationId?: string;
  /** Field by field, as far as it says. */
  issues: Issue[];
}

/** Longest text of HubSpot's that goes on into our messages, in characters. */
const textLength = 500;

/** Reads an answer that is no success. An HTML page, a cut or an empty body is read as far as it goes. */
export function readProblem({ status, headers, text }: HttpAnswer): Problem {
  const body = parseJson(text);
  const problem: Problem = {
    status,
    message: textOf(body, "message") || `HubSpot answered ${status} without an explanation`,
    issues: itemsOf(body, "errors").map((error) => ({
      path: textOf(error, "in"),
      message: wordsOf(error),
    })),
  };
  for (const name of ["category", "policyName", "correlationId"] as const) {
    const found = textOf(body, name);
    if (found !== "") problem[name] = found;
  }
  // An error page has it in a header only. A page may quote the request there, token included, so only ids are read.
  const id = headers.get("x-hubspot-correlation-id") ?? "";
  if (/^[\da-f-]{36}$/.test(id)) problem.correlationId ??= id;
  return problem;
}

/** Whether HubSpot may do later what it did not do now, for reasons of its own. */
export function isFault(status: number): boolean {
  return status === 408 || status === 423 || status === 477 || status >= 500;
}

/** Whether a 429 is about the limit of a whole day. */
export function isDaily({ policyName, message }: Problem): boolean {
  return policyName === "DAILY" || /daily limit/i.test(message);
}

/** Whether a success can be HubSpot's: it is empty or JSON and says no error. A proxy's page of words is none. */
export function isAnswer({ text }: HttpAnswer): boolean {
  if (text === "") return true;
  const body = parseJson(text);
  return typeof body === "object" && textOf(body, "status") !== "error";
}

/** Reads which events a batch's answer names as taken; none where it is not readable as a batch's. */
export function readResultIds({ text }: HttpAnswer): Set<string> {
  return new Set(
    itemsOf(parseJson(text), "results").map((result) => memberOf(result, "id")).filter((id) =>
      typeof id === "string"
    ),
  );
}

/** Reads JSON from outside; undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function textOf(value: unknown, name: string): string {
  const found = memberOf(value, name);
  return typeof found === "string" ? found.slice(0, textLength) : "";
}

/** What one of the errors says; which scope is missing, say, stands in its context alone. */
function wordsOf(error: unknown): string {
  const words = [textOf(error, "message"), JSON.stringify(memberOf(error, "context"))];
  return words.join(" ").trim().slice(0, textLength);
}

function itemsOf(value: unknown, name: string): unknown[] {
  const found = memberOf(value, name);
  return Array.isArray(found) ? found : [];
}
