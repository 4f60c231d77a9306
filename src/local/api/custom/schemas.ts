import * as v from "valibot";
import {
  identifier,
  orRequired,
  shared,
  type SharedFields,
  text,
  time,
  values,
} from "../fields.ts";

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

// https://developers.hubspot.com/docs/api-reference/latest/events/send-event-data/guide, "Limits"
const maxProperties = 50;
const maxValueLength = 256;
const maxAddressLength = 1024;

/** Properties for addresses are known by their names. */
const addressName = /url|referrer|link/i;

const properties = v.pipe(
  values,
  v.check(
    (found) => Object.keys(found).length <= maxProperties,
    `Give at most ${maxProperties} properties`,
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const [key, value] of Object.entries(dataset.value)) {
      const most = addressName.test(key) ? maxAddressLength : maxValueLength;
      if (value.length <= most) continue;
      const message = `Give at most ${most} characters`;
      const input = dataset.value;
      addIssue({ message, path: [{ type: "object", origin: "value", input, key, value }] });
    }
  }),
);

/** Checks an occurrence of a custom event. Whether it says whose it is depends on its definition. */
export const customBodySchema: v.GenericSchema<unknown, CustomBody> = v.object({
  ...shared,
  eventName: text,
  properties,
  uuid: v.exactOptional(identifier),
  occurredAt: v.exactOptional(time),
}, orRequired("Give an event"));

/** Names that differ in case only are one: in alphabetical order, the last has its value. */
export function lowerCased(properties: Readonly<Record<string, string>>): Record<string, string> {
  const inOrder = Object.entries(properties).toSorted(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(inOrder.map(([name, value]) => [name.toLowerCase(), value]));
}
