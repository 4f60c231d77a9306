import { type Issue, validate } from "../../validation/issues.ts";
import type { ObjectType } from "../declarations/object_type.ts";
import type { Submission } from "../records.ts";
import type { LocalRules } from "../rules.ts";
import { detailsOf, invalid, type Problem } from "./answers.ts";
import { batchSchema } from "./fields.ts";

/** An event that cannot be taken. */
export interface Refused {
  /** Tells it from one that can. */
  ok: false;
  /** HTTP status. */
  status: 400 | 404;
  /** What is wrong with it. */
  issues: readonly Issue[];
}

/** What a body came to: an event that can be taken, or why it cannot. */
export type Reading = { ok: true; value: Submission } | Refused;

/** Refuses an event for what it has in it. */
export function refused(issues: readonly Issue[]): Refused {
  return { ok: false, status: 400, issues };
}

/** Refuses an event of a type that does not exist. */
export function unknownType(path: string, name: string, { unconfirmed }: LocalRules): Refused {
  const status = unconfirmed.unknownType === "not_found" ? 404 : 400;
  return { ok: false, status, issues: [{ path, message: `"${name}" does not exist` }] };
}

/** Says that a record's own events must name it; nothing where they do or need not. */
export function missingRecord(objectType: ObjectType, objectId: string | undefined): Issue[] {
  if (objectType === "contacts" || objectId !== undefined) return [];
  return [{ path: "objectId", message: `Give a value: events of ${objectType} require it` }];
}

/** Says that an event must have an id, where the rules have it so. */
export function missingId(id: string | undefined, { unconfirmed }: LocalRules): Issue[] {
  if (id !== undefined || !unconfirmed.requireEventId) return [];
  return [{ path: "id", message: "Give a value: it is required" }];
}

/** Puts a refusal into HubSpot's form. */
export function problemOf({ status, issues }: Refused): Problem {
  const problem = invalid(issues);
  return status === 404 ? { ...problem, status, category: "OBJECT_NOT_FOUND" } : problem;
}

/** Reads the events of a batch one by one; the frame's own faults refuse it whole. */
export function readInputs(
  body: unknown,
  { most, read }: { most: number; read: (input: unknown) => Reading },
): { ok: true; inputs: readonly unknown[]; readings: Reading[] } | Refused {
  const batch = validate(batchSchema(most), body);
  if (!batch.ok) return refused(batch.issues);
  const { inputs } = batch.value;
  return { ok: true, inputs, readings: inputs.map(read) };
}

/** Reads a batch that is taken whole or not at all. */
export function readWholeBatch(
  body: unknown,
  options: { most: number; read: (input: unknown) => Reading },
): { ok: true; submissions: Submission[] } | Refused {
  const batch = readInputs(body, options);
  if (!batch.ok) return batch;
  const submissions: Submission[] = [];
  const faults: Refused[] = [];
  for (const [index, reading] of batch.readings.entries()) {
    if (reading.ok) submissions.push(reading.value);
    else faults.push({ ...reading, issues: reading.issues.map((issue) => within(index, issue)) });
  }
  if (faults.length === 0) return { ok: true, submissions };
  const status = faults.every((fault) => fault.status === 404) ? 404 : 400;
  return { ok: false, status, issues: faults.flatMap(({ issues }) => issues) };
}

/** The id that an event was sent with, whatever else is wrong with it. */
export function sentId(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null || !("id" in input)) return undefined;
  return typeof input.id === "string" ? input.id : undefined;
}

/** One event's error in a batch of which the others are taken. */
export function standardError(
  { category, message, errors }: Problem,
  context: Record<string, readonly string[]>,
) {
  return {
    status: "error",
    category,
    message,
    context,
    links: {},
    errors: errors ?? detailsOf([{ path: "", message }]),
  };
}

function within(index: number, { path, message }: Issue): Issue {
  return { path: path === "" ? `inputs.${index}` : `inputs.${index}.${path}`, message };
}
