import * as v from "valibot";
import type { Json } from "../../hubspot/events.ts";
import { describeIssues, validate } from "../../validation/issues.ts";
import { record } from "../../validation/record.ts";
import { isShallowJson } from "../api/json.ts";
import { type LocalContact, type LocalEvent, normalizeEmail } from "../records.ts";
import type { AccountData } from "./account_data.ts";
import { declarationEntries } from "./declaration_data_schema.ts";
import { areDistinct, objectType, text, time } from "./field_schemas.ts";

const recordId = v.pipe(v.string("Give a string"), v.regex(/^\d{1,20}$/, "Give 1 to 20 digits"));

const email = v.pipe(
  v.string("Give a string"),
  v.check((value) => value === normalizeEmail(value), "Give it trimmed and in lower case"),
);

const values = record(v.string(), v.string("Give a string"));

// `satisfies` names the field that a record has gained and this does not know yet: it would be refused here.
const contact = v.strictObject(
  {
    id: recordId,
    email: v.exactOptional(email),
    additionalEmails: v.exactOptional(v.array(email, "Give an array of strings")),
    utks: v.array(text, "Give an array of strings"),
    properties: v.exactOptional(values),
    createdAt: time,
    updatedAt: v.exactOptional(time),
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
    properties: values,
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
    objectType: v.exactOptional(objectType),
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
    ...declarationEntries,
  }),
  v.check(
    ({ contacts }) => areDistinct(contacts.map(({ id }) => id)),
    "Give each contact an id of its own",
  ),
  v.check(
    ({ contacts }) => areDistinct(contacts.flatMap(addressesOf)),
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

function addressesOf({ email, additionalEmails = [] }: LocalContact): string[] {
  return email === undefined ? [...additionalEmails] : [email, ...additionalEmails];
}

function haveTheirContacts(
  events: readonly LocalEvent[],
  contacts: readonly LocalContact[],
): boolean {
  const ids = new Set(contacts.map(({ id }) => id));
  return events.every(({ contactId }) => contactId === undefined || ids.has(contactId));
}
