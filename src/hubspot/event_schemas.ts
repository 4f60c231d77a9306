import * as v from "valibot";
import { isEmail } from "../validation/email.ts";
import { exactFields } from "../validation/fields.ts";
import { validate, type Validated } from "../validation/issues.ts";
import { openRecord } from "../validation/record.ts";
import { isLonger } from "./byte_length.ts";
import type {
  AppEvent,
  CustomEvent,
  EventAssociation,
  EventTime,
  EventValue,
  HubSpotEvent,
  Json,
  TimelineEvent,
  TimelineIFrame,
} from "./events.ts";

/** HubSpot's limit for the id of an app event, in bytes (changelog of 2025-03-17). */
const idBytes = 500;

/** As long as the UUID that takes the place of `{{uuid}}`. */
const emptyUuid = "0".repeat(36);

/** Deeper JSON than this is nobody's event and would exhaust the stack of whoever writes it out. */
const jsonDepth = 64;

/** The years that ISO 8601 writes with four digits, 0000 to 9999, in milliseconds since 1970. */
const [firstTime, lastTime] = [-62_167_219_200_000, 253_402_300_799_999];

/** ISO 8601 date and time with a zone: without one, it would mean another moment on every machine. */
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

const notText = expected("a text, not empty and in well-formed Unicode");
const notValue = expected("a text, a finite number, a boolean or a valid date");

const text = v.custom<string>(isText, notText);

const pixels = v.custom<number>(
  (found) => Number.isInteger(found) && Number(found) > 0,
  expected("a whole number from 1"),
);

const email = v.custom<string>(
  (found) => typeof found === "string" && isEmail(found.trim()),
  expected("an e-mail address"),
);

/** Checks names and values in one pass: a schema for each of them took as long as all the rest of an event. */
const values = v.pipe(
  openRecord<EventValue>(),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const input = dataset.value;
    for (const key of Object.keys(input)) {
      const value = input[key];
      if (isText(key) && isValue(value)) continue;
      const issue = isText(key)
        ? { message: notValue, input: value }
        : { message: notText, input: key };
      addIssue({ ...issue, path: [{ type: "object", origin: "value", input, key, value }] });
    }
  }),
);

const time = v.custom<EventTime>(
  isTime,
  expected("ISO 8601 with a zone or milliseconds since 1970"),
);

const frame = exactFields<TimelineIFrame>({
  linkLabel: text,
  headerLabel: text,
  url: v.custom<string>(isFrameUrl, "Expected an https address"),
  width: pixels,
  height: pixels,
}, {});

const json = v.custom<Json>(
  (found) => isJson(found),
  `Expected JSON, at most ${jsonDepth} levels deep`,
);

const appId = v.custom<string>(
  (id) => isText(id) && !isLonger(id.replaceAll("{{uuid}}", emptyUuid), idBytes),
  expected(
    `a well-formed text, not empty and of at most ${idBytes} bytes, each {{uuid}} counted as 36`,
  ),
);

const association = { email, objectId: text, utk: text };

const occurrence = {
  ...association,
  domain: text,
  timestamp: time,
  extraData: json,
  timelineIFrame: frame,
};

/** Schema of a {@linkcode TimelineEvent}. */
export const timelineEventSchema: v.GenericSchema<unknown, TimelineEvent> = associated(
  exactFields<TimelineEvent>({ eventTemplateId: text, tokens: values }, {
    id: text,
    customObjectTypeId: text,
    ...occurrence,
  }),
);

/** Schema of an {@linkcode AppEvent}. */
export const appEventSchema: v.GenericSchema<unknown, AppEvent> = associated(
  exactFields<AppEvent>({ eventTypeName: text, properties: values }, {
    id: appId,
    objectTypeFullyQualifiedName: text,
    ...occurrence,
  }),
);

/** Schema of a {@linkcode CustomEvent}. */
export const customEventSchema: v.GenericSchema<unknown, CustomEvent> = associated(
  exactFields<CustomEvent>({ eventName: text, properties: values }, {
    uuid: text,
    occurredAt: time,
    ...association,
  }),
);

/**
 * Reads an event of any family from a value from outside. Fields that HubSpot does not know are refused: a
 * misspelt `email` would otherwise lose the event without a word.
 */
export function parseEvent(input: unknown): Validated<HubSpotEvent> {
  if (typeof input === "object" && input !== null) {
    if ("eventTemplateId" in input) return validate(timelineEventSchema, input);
    if ("eventTypeName" in input) return validate(appEventSchema, input);
    if ("eventName" in input) return validate(customEventSchema, input);
  }
  const message =
    "Expected an event with eventTemplateId, eventTypeName or eventName, which says its API";
  return { ok: false, issues: [{ path: "", message }] };
}

/** Half a surrogate pair becomes the same replacement character whichever half it is, so two ids would be one. */
function isText(found: unknown): found is string {
  return typeof found === "string" && found !== "" && found.isWellFormed();
}

function isValue(found: unknown): boolean {
  if (found instanceof Date) return !Number.isNaN(found.getTime());
  return typeof found === "string" || typeof found === "boolean" || Number.isFinite(found);
}

function isTime(found: unknown): boolean {
  if (typeof found === "string") {
    // Every runtime reads February 30 as March 2.
    const day = new Date(found.slice(0, 10)).getUTCDate();
    return isoTime.test(found) && Number(found.slice(8, 10)) === day &&
      isWithinTime(Date.parse(found));
  }
  return (found instanceof Date || Number.isSafeInteger(found)) && isWithinTime(Number(found));
}

function isWithinTime(milliseconds: number): boolean {
  return milliseconds >= firstTime && milliseconds <= lastTime;
}

/** Whether an address may be opened in a frame beside an event. */
export function isFrameUrl(found: unknown): found is string {
  if (typeof found !== "string" || !URL.canParse(found)) return false;
  const { protocol, hostname } = new URL(found);
  return protocol === "https:" ||
    (protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1"));
}

function isJson(found: unknown, depth = 0): boolean {
  if (typeof found !== "object") {
    return typeof found === "string" || typeof found === "boolean" || Number.isFinite(found);
  }
  if (found === null) return true;
  const prototype = Object.getPrototypeOf(found);
  const isPlain = prototype === Object.prototype || prototype === null || Array.isArray(found);
  return isPlain && depth < jsonDepth &&
    Object.values(found).every((member) => isJson(member, depth + 1));
}

function expected(what: string): (issue: v.BaseIssue<unknown>) => string {
  return ({ received }) => `Expected ${what}, found ${received}`;
}

function associated<T extends EventAssociation>(
  schema: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, T> {
  return v.pipe(
    schema,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { email, objectId, utk } = dataset.value;
      if ((email ?? objectId ?? utk) !== undefined) return;
      addIssue({
        message: "Expected email, objectId or utk, which say whose timeline it is",
      });
    }),
  );
}
