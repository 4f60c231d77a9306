import * as v from "valibot";

/** A rule that a value broke, and where. */
export interface Issue {
  /** Dotted path to the field, as in `inputs.0.email`; empty for the whole. */
  path: string;
  /** The rule, and what was found. */
  message: string;
}

/** The outcome of {@linkcode validate}: the value, typed, or every rule it broke. */
export type Validated<T> = { ok: true; value: T } | { ok: false; issues: Issue[] };

/** Longest message of one issue, in characters. */
const longestMessage = 200;

/** Checks a value from outside against a schema. Never throws. */
export function validate<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Validated<T> {
  const result = v.safeParse(schema, value);
  if (result.success) return { ok: true, value: result.output };
  return { ok: false, issues: result.issues.map(issueOf) };
}

/** Puts issues into one line for a log or an error message. */
export function describeIssues(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => path === "" ? message : `${path}: ${message}`).join(
    "; ",
  );
}

/** Puts issues behind a message, as far as it does not tell of them itself: HubSpot's often does. */
export function withIssues(message: string, issues: readonly Issue[]): string {
  const untold = issues.filter((issue) => !message.includes(describeIssues([issue])));
  return untold.length === 0 ? message : `${message}: ${describeIssues(untold)}`;
}

/** Makes an issue. A sender's own text comes back in its message, so that is not let grow. */
export function issueAt(path: readonly string[], message: string): Issue {
  const isLong = message.length > longestMessage;
  return {
    path: path.join("."),
    message: isLong ? `${message.slice(0, longestMessage)}…` : message,
  };
}

function issueOf(issue: v.BaseIssue<unknown>): Issue {
  const path = issue.path?.map(({ key }) => String(key)) ?? [];
  return issueAt(path, wording(issue));
}

/** Valibot's own words are of keys and types; whoever sent the value thinks of fields. */
function wording({ message, expected }: v.BaseIssue<unknown>): string {
  if (!message.startsWith("Invalid key: ")) return message;
  return expected === "never"
    ? "Expected no field of this name"
    : "Expected this field, found none";
}
