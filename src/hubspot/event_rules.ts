import { isEmail } from "../validation/email.ts";
import type { Validated } from "../validation/issues.ts";
import { droppedNames, isOpenRecord, openRecordMessage } from "../validation/record.ts";
import {
  type FieldsRule,
  fieldsRule,
  isRecord,
  type Members,
  type Rule,
  rule,
  validateWith,
  wordsFor,
} from "../validation/rules.ts";
import { isLonger } from "./byte_length.ts";
import { writeValue } from "./event_values.ts";
import type {
  AppEvent,
  CustomEvent,
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

/** Https, or a machine's own address, as the URL standard writes it. */
const frameUrl = /^https:|^http:\/\/(localhost|127\.0\.0\.1)[:/]/;

const notText = expected("a text, not empty and in well-formed Unicode");
const notValue = expected("a text, finite number, boolean or valid date");

const text = rule(isText, notText);

const pixels = rule(
  (found): found is number => Number.isInteger(found) && Number(found) > 0,
  expected("a whole number from 1"),
);

const email = rule(
  (found): found is string => typeof found === "string" && isEmail(found.trim()),
  expected("an e-mail address"),
);

/** Any names, with values that HubSpot takes. */
const values: Rule<Record<string, EventValue>> = {
  fits: isOpenRecord,
  messageFor: () => openRecordMessage,
  faultsIn: (found) =>
    Object.keys(found).flatMap((name) => {
      const value = found[name];
      if (!isText(name)) return [{ path: [name], message: notText(name) }];
      return isValue(value) ? [] : [{ path: [name], message: notValue(value) }];
    }),
};

const time = rule(
  isTime,
  expected("a valid date, ISO 8601 with a zone or milliseconds since 1970"),
);

const timelineIFrame = fieldsRule<TimelineIFrame>({
  linkLabel: text,
  headerLabel: text,
  url: rule(isFrameUrl, () => "Expected an https address"),
  width: pixels,
  height: pixels,
}, {});

const extraData = rule(
  (found): found is Json => isJson(found),
  () => `Expected JSON, at most ${jsonDepth} levels deep`,
);

const appId = rule(
  (id): id is string => isText(id) && !isLonger(id.replaceAll("{{uuid}}", emptyUuid), idBytes),
  expected(
    `a text, not empty and in well-formed Unicode, at most ${idBytes} bytes, each {{uuid}} counted as 36`,
  ),
);

const association = { email, objectId: text, utk: text };

const occurrence = { ...association, domain: text, timestamp: time, extraData, timelineIFrame };

/** Rule of a {@linkcode TimelineEvent}. */
export const timelineEventRule: FieldsRule<TimelineEvent> = fieldsRule<TimelineEvent>(
  { eventTemplateId: text, tokens: values },
  { id: text, customObjectTypeId: text, ...occurrence },
  isSomebodys,
);

/** Rule of an {@linkcode AppEvent}. */
export const appEventRule: FieldsRule<AppEvent> = fieldsRule<AppEvent>(
  { eventTypeName: text, properties: values },
  { id: appId, objectTypeFullyQualifiedName: text, ...occurrence },
  isSomebodys,
);

/** Rule of a {@linkcode CustomEvent}. */
export const customEventRule: FieldsRule<CustomEvent> = fieldsRule<CustomEvent>(
  { eventName: text, properties: values },
  { uuid: text, occurredAt: time, ...association },
  isSomebodys,
);

/**
 * Reads an event of any family from a value from outside. Fields that HubSpot does not know are refused: a
 * misspelt `email` would otherwise lose the event without a word.
 */
export function parseEvent(input: unknown): Validated<HubSpotEvent> {
  if (typeof input === "object" && input !== null) {
    if ("eventTemplateId" in input) return validateWith(timelineEventRule, input);
    if ("eventTypeName" in input) return validateWith(appEventRule, input);
    if ("eventName" in input) return validateWith(customEventRule, input);
  }
  const message = "Expected an event with eventTemplateId, eventTypeName or eventName";
  return { ok: false, issues: [{ path: "", message }] };
}

/** Half a surrogate pair becomes the same replacement character whichever half it is, so two ids would be one. */
export function isText(found: unknown): found is string {
  return typeof found === "string" && found !== "" && found.isWellFormed();
}

/** Writes values as HubSpot takes them; undefined where one of them, or a name, is none that it takes. */
export function writePlainValues(found: unknown): Record<string, string> | undefined {
  if (!isRecord(found)) return undefined;
  const written: Record<string, string> = {};
  for (const name in found) {
    if (!Object.hasOwn(found, name)) continue;
    const value = found[name];
    if (!isText(name) || droppedNames.includes(name) || !isValue(value)) return undefined;
    written[name] = writeValue(value);
  }
  return written;
}

function isValue(found: unknown): found is EventValue {
  if (typeof found === "string" || typeof found === "boolean") return true;
  return found instanceof Date ? !Number.isNaN(found.getTime()) : Number.isFinite(found);
}

/** Whether a value is a moment that ISO 8601 can write. */
export function isTime(found: unknown): found is EventTime {
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
  return typeof found === "string" && URL.canParse(found) && frameUrl.test(new URL(found).href);
}

function isJson(found: unknown, depth = 0): boolean {
  if (typeof found !== "object") return isValue(found);
  if (found === null) return true;
  const prototype = Object.getPrototypeOf(found);
  const isPlain = prototype === Object.prototype || prototype === null || Array.isArray(found);
  return isPlain && !("toJSON" in found) && depth < jsonDepth &&
    Object.values(found).every((member) => isJson(member, depth + 1));
}

function isSomebodys({ email, objectId, utk }: Members): string | undefined {
  return (email ?? objectId ?? utk) === undefined
    ? "Expected email, objectId or utk, which say whose timeline it is"
    : undefined;
}

function expected(what: string): (found: unknown) => string {
  return (found) => `Expected ${what}, found ${wordsFor(found)}`;
}
