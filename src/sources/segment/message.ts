import * as v from "valibot";
import { isRecord } from "../json_body.ts";

/** The kinds of call of Segment's specification. */
export type CallKind = "track" | "page" | "screen" | "identify" | "group" | "alias";

/** What a message says, each member read only where it has the form that the specification gives it. */
export interface Message {
  /** Id of the user in the sender's database. */
  userId?: string | undefined;
  /** Id of a visitor who is not known yet. */
  anonymousId?: string | undefined;
  /** For `alias`: the id that was used before. */
  previousId?: string | undefined;
  /** For `group`: id of the group. */
  groupId?: string | undefined;
  /** For `track`: what happened. */
  event?: string | undefined;
  /** For `page` and `screen`: its name. */
  name?: string | undefined;
  /** For `page` and `screen`: its category. */
  category?: string | undefined;
  /** Id of the message, by which Segment knows one that is sent again. */
  messageId?: string | undefined;
  /** When it happened, by the sender's clock unless Segment corrected it. */
  timestamp?: string | undefined;
  /** When it happened, by the sender's clock. */
  originalTimestamp?: string | undefined;
  /** When it was sent, by the sender's clock. */
  sentAt?: string | undefined;
  /** Circumstances of the call. */
  context: Readonly<Record<string, unknown>>;
  /** Facts about the user, or for `group` about the group. */
  traits: Readonly<Record<string, unknown>>;
  /** Facts about what happened. */
  properties: Readonly<Record<string, unknown>>;
  /** Which destinations the sender wants it to reach. */
  integrations: Readonly<Record<string, unknown>>;
}

const text = v.optional(
  v.fallback(v.union([v.string(), v.pipe(v.number(), v.transform(String))]), ""),
);
// PHP writes an empty object as an empty list, and what has no fields tells nothing either way.
const fields = v.optional(v.fallback(v.record(v.string(), v.unknown()), {}), {});

const message: v.GenericSchema<unknown, Message> = v.object({
  userId: text,
  anonymousId: text,
  previousId: text,
  groupId: text,
  event: text,
  name: text,
  category: text,
  messageId: text,
  timestamp: text,
  originalTimestamp: text,
  sentAt: text,
  context: fields,
  traits: fields,
  properties: fields,
  integrations: fields,
});

/** Reads a message; a member of another form than the specification's counts as missing. */
export function readMessage(fields: Readonly<Record<string, unknown>>): Message {
  return v.parse(message, fields);
}

/** The text of a field; nothing where it is empty or no text. */
export function textIn(
  fields: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** The fields of a field; none where there are none. */
export function fieldsIn(
  fields: Readonly<Record<string, unknown>>,
  name: string,
): Readonly<Record<string, unknown>> {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return isRecord(value) ? value : {};
}
