import type { Activity } from "../activity/activity.ts";
import type { Mapping } from "./mapping.ts";

/**
 * The properties that {@linkcode defaultMapping} sends; an event definition needs these, each of type string, and
 * no others. A property that an activity has no value for is left out.
 */
export const defaultProperties: readonly string[] = [
  "activity",
  "title",
  "url",
  "repository",
  "number",
  "state",
  "branch",
  "login",
  "email_source",
];

/** HubSpot's limits for the values of custom events: 256 characters, and 1,024 for an address. */
const textLength = 256;
const urlLength = 1_024;

/** Options of {@linkcode defaultMapping}. */
export interface DefaultMappingOptions {
  /** Full name of the custom event definition, `pe{HubID}_{name}`. */
  eventName: string;
}

/**
 * The mapping for people who have written no rules: every activity becomes an occurrence of one custom event, so
 * one event definition in HubSpot is enough.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/events/send-event-data/guide
 */
export function defaultMapping({ eventName }: DefaultMappingOptions): Mapping {
  if (eventName === "") throw new TypeError("Cannot make the default mapping: eventName is empty");
  return (activity) => ({ eventName, properties: propertiesOf(activity) });
}

function propertiesOf({ type, subject, actor, properties }: Activity): Record<string, string> {
  const own = new Map(Object.entries(properties));
  const known = new Map<string, string | number | boolean | undefined>([
    ["activity", type],
    ["title", subject.title],
    ["url", subject.url],
    ["login", actor.login],
    ["email_source", actor.emailSource],
  ]);
  return Object.fromEntries(defaultProperties.flatMap((name) => {
    const value = known.get(name) ?? own.get(name);
    if (value === undefined || value === "") return [];
    return [[name, shorten(String(value), name === "url" ? urlLength : textLength)]];
  }));
}

/** Cuts between characters, not within one: half a surrogate pair is no text. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
