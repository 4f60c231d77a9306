import type { Issue } from "../../validation/issues.ts";
import { describeIssues } from "../../validation/issues.ts";

/** One finding in HubSpot's error body. */
export interface ErrorDetail {
  /** The rule that was broken. */
  message: string;
  /** Where: a path to the field. */
  in?: string;
  /** Further facts, by name. */
  context?: Record<string, string[]>;
}

/** What makes up HubSpot's standard error body. */
export interface ApiError {
  /** HTTP status. */
  status: number;
  /** HubSpot's word for the kind of error. */
  category: string;
  /** In words. */
  message: string;
  /** Id that HubSpot's support would ask for. */
  correlationId: string;
  /** Finding by finding. */
  errors?: readonly ErrorDetail[];
  /** Further response headers. */
  headers?: Record<string, string>;
}

/** Answers with JSON. */
export function jsonAnswer(status: number, body: unknown): Response {
  return Response.json(body, { status });
}

/** Answers with HubSpot's standard error body. */
export function errorAnswer(
  { status, category, message, correlationId, errors, headers }: ApiError,
): Response {
  const body = { status: "error", message, correlationId, category, ...(errors && { errors }) };
  return Response.json(body, { status, headers: headers ?? {} });
}

/** Answers 400 for input that breaks rules. */
export function invalidAnswer(issues: readonly Issue[], correlationId: string): Response {
  return errorAnswer({
    status: 400,
    category: "VALIDATION_ERROR",
    message: `Invalid input JSON: ${describeIssues(issues)}`,
    correlationId,
    errors: detailsOf(issues),
  });
}

/** Answers 409 for ids that are taken. */
export function conflictAnswer(ids: readonly string[], correlationId: string): Response {
  return errorAnswer({
    status: 409,
    category: "CONFLICT",
    message: "Nothing was accepted: an event of this type with this id exists already",
    correlationId,
    errors: ids.map((id) => ({ message: "The id is taken", in: "id", context: { id: [id] } })),
  });
}

/** Turns findings into HubSpot's form. */
export function detailsOf(issues: readonly Issue[]): ErrorDetail[] {
  return issues.map(({ path, message }) => path === "" ? { message } : { message, in: path });
}
