import * as v from "valibot";
import type { Json, TimelineIFrame } from "../../hubspot/events.ts";
import { normalizeEmail } from "../records.ts";
import { isShallowJson } from "./json.ts";
import { readTime } from "../time.ts";
import { record } from "../../validation/record.ts";

/** What events of every family have in common, after their checks. */
export interface SharedFields {
  /** Id of a CRM record. */
  objectId?: string;
  /** E-mail address, normalized. */
  email?: string;
  /** Value of the `hubspotutk` cookie. */
  utk?: string;
}

/** What both timeline families have in common. */
export interface TimelineFields extends SharedFields {
  /** Unique for the event's type. */
  id?: string;
  /** Web domain of a company. */
  domain?: string;
  /** ISO 8601 in UTC. */
  timestamp?: string;
  /** Any JSON. */
  extraData?: Json;
  /** A page to open beside the event. */
  timelineIFrame?: TimelineIFrame;
}

/** An object's message is used for a member that is missing too, where it would mislead. */
export function orRequired(message: string): (issue: v.ObjectIssue) => string {
  return ({ expected }) => expected === "Object" ? message : "Give a value: it is required";
}

/** A text of at least one character. */
export const text: v.GenericSchema<unknown, string> = v.pipe(
  v.string("Give a string"),
  v.nonEmpty("Give at least one character"),
);

/** HubSpot takes record ids as numbers too. */
export const identifier: v.GenericSchema<unknown, string> = v.pipe(
  v.union([text, v.pipe(v.number(), v.safeInteger())], "Give a string or a whole number"),
  v.transform(String),
);

/** An address, normalized. */
export const email: v.GenericSchema<unknown, string> = v.pipe(
  v.string("Give a string"),
  v.transform(normalizeEmail),
  // Only what can be no address: whether one is deliverable shows elsewhere.
  v.regex(/^[^\s@]+@[^\s@]+$/, "Give an e-mail address"),
);

/** ISO 8601 with a zone, or milliseconds since 1970; read as ISO 8601 in UTC. */
export const time: v.GenericSchema<unknown, string> = v.pipe(
  v.union([v.string(), v.number()], "Give ISO 8601 with a zone, or milliseconds since 1970"),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const read = readTime(dataset.value);
    if (read !== undefined) return read;
    addIssue({ message: "Give ISO 8601 with a zone, or milliseconds since 1970" });
    return NEVER;
  }),
);

const scalar = v.pipe(
  v.union(
    [v.string(), v.pipe(v.number(), v.finite()), v.boolean()],
    "Give a string, a number or a boolean",
  ),
  v.transform(String),
);

/** Values come back as strings: HubSpot's own example sends `3` and is answered `"3"`. */
export const values: v.GenericSchema<unknown, Record<string, string>> = record(v.string(), scalar);

const pixels = v.pipe(
  v.number("Give a whole number of pixels"),
  v.safeInteger("Give a whole number of pixels"),
);

/** Members of {@linkcode SharedFields}. */
export const shared = {
  objectId: v.exactOptional(identifier),
  email: v.exactOptional(email),
  utk: v.exactOptional(text),
};

/** Members of {@linkcode TimelineFields}. */
export const timeline = {
  ...shared,
  id: v.exactOptional(identifier),
  domain: v.exactOptional(text),
  timestamp: v.exactOptional(time),
  extraData: v.exactOptional(v.custom<Json>(isShallowJson, "Give JSON of at most 100 levels")),
  timelineIFrame: v.exactOptional(
    v.object({
      linkLabel: v.string("Give a string"),
      headerLabel: v.string("Give a string"),
      url: text,
      width: pixels,
      height: pixels,
    }, orRequired("Give linkLabel, headerLabel, url, width and height")),
  ),
};

/** Whether anything says whose timeline an event goes on. */
export function namesSomebody({ objectId, email, utk }: SharedFields): boolean {
  return (objectId ?? email ?? utk) !== undefined;
}

/** What is said where {@linkcode namesSomebody} is not. */
export const nobody = "Give objectId, email or utk: nothing says whose timeline this goes on";

/** Checks the frame of a batch and leaves its events as they came. */
export function batchSchema(
  maxInputs: number,
): v.GenericSchema<unknown, { inputs: readonly unknown[] }> {
  return v.object({
    inputs: v.pipe(
      v.array(v.unknown(), "Give an array of events"),
      v.minLength(1, "Give at least one event"),
      v.maxLength(maxInputs, `Give at most ${maxInputs} events`),
    ),
  }, orRequired("Give an object with inputs"));
}
