import * as v from "valibot";
import type { Json, TimelineIFrame } from "../../hubspot/events.ts";
import { normalizeEmail } from "../records.ts";
import { isShallowJson } from "./json.ts";
import { readTime } from "./time.ts";

/** What events of every family have in common, after their checks. */
interface SharedFields {
  /** Id of a CRM record. */
  objectId?: string;
  /** E-mail address, normalized. */
  email?: string;
  /** Value of the `hubspotutk` cookie. */
  utk?: string;
}

/** What both timeline families have in common. */
interface TimelineFields extends SharedFields {
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

/** The body of a timeline `v3` event. */
export interface TimelineBody extends TimelineFields {
  /** Id of the event template. */
  eventTemplateId: string;
  /** Values, each a string. */
  tokens: Record<string, string>;
  /** Type of the custom object that the event belongs to. */
  customObjectTypeId?: string;
}

/** The body of an app event. */
export interface AppBody extends TimelineFields {
  /** Name of the event type. */
  eventTypeName: string;
  /** Values, each a string. */
  properties: Record<string, string>;
  /** Name of the custom object type. */
  objectTypeFullyQualifiedName?: string;
}

/** The body of an occurrence of a custom event. */
export interface CustomBody extends SharedFields {
  /** Name of the event definition. */
  eventName: string;
  /** Values, each a string. */
  properties: Record<string, string>;
  /** Unique for the event definition. */
  uuid?: string;
  /** ISO 8601 in UTC. */
  occurredAt?: string;
}

// HubSpot's limits of 2025-03-17 for app events:
// https://developers.hubspot.com/changelog/new-size-limits-for-app-events-and-app-event-properties
const maxAppIdBytes = 500;
const maxAppPropertyBytes = 510 * 1024;
const maxAppEventBytes = 1024 * 1024;

/** An object's message is used for a member that is missing too, where it would mislead. */
function orRequired(message: string): (issue: v.ObjectIssue) => string {
  return ({ expected }) => expected === "Object" ? message : "Give a value: it is required";
}

const text = v.pipe(
  v.string("Give a string"),
  v.nonEmpty("Give at least one character"),
);

/** HubSpot takes record ids as numbers too. */
const identifier = v.pipe(
  v.union([text, v.pipe(v.number(), v.safeInteger())], "Give a string or a whole number"),
  v.transform(String),
);

const email = v.pipe(
  v.string("Give a string"),
  v.transform(normalizeEmail),
  // Only what can be no address: whether one is deliverable shows elsewhere.
  v.regex(/^[^\s@]+@[^\s@]+$/, "Give an e-mail address"),
);

const time = v.pipe(
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
const values = v.pipe(
  v.custom<Record<string, unknown>>(
    (input) => typeof input === "object" && input !== null && !Array.isArray(input),
    "Give an object of values",
  ),
  v.record(v.string(), scalar),
);

const pixels = v.pipe(
  v.number("Give a whole number of pixels"),
  v.safeInteger("Give a whole number of pixels"),
);

const shared = {
  objectId: v.exactOptional(identifier),
  email: v.exactOptional(email),
  utk: v.exactOptional(text),
};

const timeline = {
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

function namesSomebody({ objectId, email, utk }: SharedFields): boolean {
  return (objectId ?? email ?? utk) !== undefined;
}

const nobody = "Give objectId, email or utk: nothing says whose timeline this goes on";

/** Checks a timeline `v3` event. */
export const timelineBodySchema: v.GenericSchema<unknown, TimelineBody> = v.pipe(
  v.object({
    ...timeline,
    eventTemplateId: identifier,
    tokens: values,
    customObjectTypeId: v.exactOptional(text),
  }, orRequired("Give an event")),
  v.check((event) => namesSomebody(event), nobody),
);

/** Checks an app event, with HubSpot's limits of size. */
export const appBodySchema: v.GenericSchema<unknown, AppBody> = v.pipe(
  v.object({
    ...timeline,
    id: v.exactOptional(
      v.pipe(identifier, v.maxBytes(maxAppIdBytes, `Give at most ${maxAppIdBytes} bytes`)),
    ),
    eventTypeName: text,
    properties: v.pipe(
      values,
      v.record(
        v.string(),
        v.pipe(v.string(), v.maxBytes(maxAppPropertyBytes, "Give at most 510 KB in a property")),
      ),
    ),
    objectTypeFullyQualifiedName: v.exactOptional(text),
  }, orRequired("Give an event")),
  v.check((event) => namesSomebody(event), nobody),
  v.check(
    (event) => new TextEncoder().encode(JSON.stringify(event)).length <= maxAppEventBytes,
    "Give at most 1 MB in an event",
  ),
);

/** Checks an occurrence of a custom event. */
export const customBodySchema: v.GenericSchema<unknown, CustomBody> = v.pipe(
  v.object({
    ...shared,
    eventName: text,
    properties: values,
    uuid: v.exactOptional(identifier),
    occurredAt: v.exactOptional(time),
  }, orRequired("Give an event")),
  v.check((event) => namesSomebody(event), nobody),
);

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

/** Checks a batch of which every event must be in order. */
export function wholeBatchSchema<T>(
  event: v.GenericSchema<unknown, T>,
  maxInputs: number,
): v.GenericSchema<unknown, { inputs: T[] }> {
  return v.pipe(batchSchema(maxInputs), v.object({ inputs: v.array(event) }));
}
