import * as v from "valibot";
import type { Json } from "../../hubspot/events.ts";
import { describeIssues, validate } from "../../validation/issues.ts";
import { record } from "../../validation/record.ts";
import { isShallowJson } from "../api/json.ts";
import { type LocalContact, type LocalEvent, normalizeEmail } from "../records.ts";
import type { AccountData } from "./account_data.ts";

const text = v.pipe(v.string("Give a string"), v.nonEmpty("Give at least one character"));

const recordId = v.pipe(v.string("Give a string"), v.regex(/^\d{1,20}$/, "Give 1 to 20 digits"));

const time = v.pipe(
  v.string("Give a string"),
  v.check(
    (value) => !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value,
    "Give ISO 8601 in UTC, with milliseconds",
  ),
);

const email = v.pipe(
  v.string("Give a string"),
  v.check((value) => value === normalizeEmail(value), "Give it trimmed and in lower case"),
);

// `satisfies` names the field that a record has gained and this does not know yet: it would be refused here.
const contact = v.strictObject(
  {
    id: recordId,
    email: v.exactOptional(email),
    utks: v.array(text, "Give an array of strings"),
    createdAt: time,
  } satisfies Record<keyof LocalContact, unknown>,
);

const event = v.strictObject(
  {
    family: v.picklist(["timeline", "app", "custom"], "Give timeline, app or custom"),
    type: text,
    id: text,
    objectId: v.exactOptional(text),
    email: v.exactOptional(email),
    utk: v.exactOptional(text),
    properties: record(v.string(), v.string("Give a string")),
    time,
    domain: v.exactOptional(text),
    extraData: v.exactOptional(v.custom<Json>(isShallowJson, "Give JSON of at most 100 levels")),
    timelineIFrame: v.exactOptional(v.strictObject({
      linkLabel: v.string(),
      headerLabel: v.string(),
      url: text,
      width: v.pipe(v.number(), v.safeInteger()),
      height: v.pipe(v.number(), v.safeInteger()),
    })),
    customObjectType: v.exactOptional(text),
    sequence: v.pipe(
      v.number("Give a whole number"),
      v.safeInteger("Give a whole number"),
      v.minValue(1, "Give 1 or more"),
    ),
    createdAt: time,
    contactId: v.exactOptional(recordId),
  } satisfies Record<keyof LocalEvent, unknown>,
);

/** Checks an account's data, each record for itself and all together. */
export const accountDataSchema: v.GenericSchema<unknown, AccountData> = v.pipe(
  v.strictObject({
    version: v.literal(1, "Give 1: no other version is known"),
    contacts: v.array(contact, "Give an array of contacts"),
    events: v.array(event, "Give an array of events"),
  }),
  v.check(
    ({ contacts }) => areDistinct(contacts.map(({ id }) => id)),
    "Give each contact an id of its own",
  ),
  v.check(
    ({ contacts }) => areDistinct(contacts.flatMap((contact) => contact.email ?? [])),
    "Give each contact an e-mail address of its own",
  ),
  v.check(
    ({ contacts }) => areDistinct(contacts.flatMap((contact) => contact.utks)),
    "Give each contact utks of its own",
  ),
  v.check(
    ({ events }) => areDistinct(events.map(({ sequence }) => sequence)),
    "Give each event a sequence of its own",
  ),
  v.check(
    ({ contacts, events }) => haveTheirContacts(events, contacts),
    "Give each event the contactId of a contact",
  ),
);

/**
 * Reads data that was exported.
 *
 * @throws {TypeError} If it breaks a rule; the message says which, and where.
 */
export function readAccountData(value: unknown): AccountData {
  const parsed = validate(accountDataSchema, value);
  if (!parsed.ok) {
    const [first, ...others] = parsed.issues;
    const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
    const found = describeIssues(first === undefined ? [] : [first]);
    throw new TypeError(`Cannot read the account's data: ${found}${more}`);
  }
  return parsed.value;
}

function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function haveTheirContacts(
  events: readonly LocalEvent[],
  contacts: readonly LocalContact[],
): boolean {
  const ids = new Set(contacts.map(({ id }) => id));
  return events.every(({ contactId }) => contactId === undefined || ids.has(contactId));
}
