import type { Issue } from "../../validation/issues.ts";
import { describeIssues } from "../../validation/issues.ts";

/** One finding in HubSpot's error body. */
export interface ErrorDetail {
  /** The rule that was broken. */
  message: string;
  /** HubSpot's word for the rule. */
  code?: string;
  /** Where: a path to the field. */
  in?: string;
  /** Further facts, by name. */
  context?: Record<string, readonly string[]>;
}

/** What is wrong with a call. */
export interface Problem {
  /** HTTP status. */
  status: number;
  /** HubSpot's word for the kind of error. */
  category: string;
  /** In words. */
  message: string;
  /** Finding by finding. */
  errors?: readonly ErrorDetail[];
  /** Further facts, by name. */
  context?: Record<string, readonly string[]>;
  /** Where to read more, by name. */
  links?: Record<string, string>;
  /** Further response headers. */
  headers?: Record<string, string>;
}

/** What makes up HubSpot's standard error body. */
export interface ApiError extends Problem {
  /** Id that HubSpot's support would ask for. */
  correlationId: string;
}

/** Answers with JSON. */
export function jsonAnswer(status: number, body: unknown): Response {
  return Response.json(body, { status });
}

/** Answers 204. */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}

/** Answers with HubSpot's standard error body. */
export function errorAnswer(
  { status, category, message, correlationId, errors, context, links, headers }: ApiError,
): Response {
  const body = {
    status: "error",
    message,
    correlationId,
    category,
    ...(errors && { errors }),
    ...(context && { context }),
    ...(links && { links }),
  };
  return Response.json(body, { status, headers: headers ?? {} });
}

/** Input that breaks rules. */
export function invalid(issues: readonly Issue[]): Problem {
  return {
    status: 400,
    category: "VALIDATION_ERROR",
    message: `Invalid input JSON: ${describeIssues(issues)}`,
    errors: detailsOf(issues),
  };
}

/** Something that is not there. */
export function notFound(what: string): Problem {
  return { status: 404, category: "OBJECT_NOT_FOUND", message: `${what} does not exist` };
}

/** Something that is there already. */
export function conflict(message: string): Problem {
  return { status: 409, category: "CONFLICT", message };
}

/** Ids of events that are taken. */
export function takenIds(ids: readonly string[]): Problem {
  return {
    ...conflict("Nothing was accepted: an event of this type with this id exists already"),
    errors: ids.map((id) => ({ message: "The id is taken", in: "id", context: { id: [id] } })),
  };
}

/** Turns findings into HubSpot's form. */
export function detailsOf(issues: readonly Issue[]): ErrorDetail[] {
  return issues.map(({ path, message }) => path === "" ? { message } : { message, in: path });
}
