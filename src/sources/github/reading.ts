import type * as v from "valibot";
import { describeIssues, validate } from "../../validation/issues.ts";
import { SourceError } from "../source.ts";

/** Most issues that an error brings: a push can break a rule in each of 2,048 commits. */
const mostIssues = 20;

/** Checks a payload and gives the part of it that is read; throws a `SourceError` `invalid_payload`. */
export function read<T>(schema: v.GenericSchema<unknown, T>, payload: unknown): T {
  const checked = validate(schema, payload);
  if (checked.ok) return checked.value;
  const issues = checked.issues.slice(0, mostIssues);
  const message = `Cannot read the payload: ${describeIssues(issues.slice(0, 3))}`;
  throw new SourceError("invalid_payload", message, { issues });
}
