import { describeIssues, type Issue } from "../validation/issues.ts";
import { SourceError } from "./source.ts";

/** Most issues that an error brings: a long list can break a rule in each of its items. */
const mostIssues = 20;

/** Most issues that an error's message names. */
const mostNamed = 3;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Decodes UTF-8; throws a `SourceError` `invalid_json` for what is none. */
export function decodeText(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch (cause) {
    throw new SourceError("invalid_json", "Cannot parse the body: not UTF-8", { cause });
  }
}

/** Parses a body as JSON; throws a `SourceError` `invalid_json` for what is none. */
export function parseBody(body: Uint8Array): unknown {
  return parseText(decodeText(body));
}

/** Parses a text as JSON; throws a `SourceError` `invalid_json` for what is none. */
export function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SourceError("invalid_json", "Cannot parse the body: not JSON", { cause });
  }
}

/** The error for a payload that breaks rules. */
export function invalidPayload(issues: readonly Issue[]): SourceError {
  const named = describeIssues(issues.slice(0, mostNamed));
  return new SourceError("invalid_payload", `Cannot read the payload: ${named}`, {
    issues: issues.slice(0, mostIssues),
  });
}

/** Whether a value is an object with names, rather than a list or anything plain. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
