import type { Activity } from "../activity/activity.ts";
import { customEventNamePattern, describeWrongEventName } from "./event_name_rule.ts";
import type { Mapping } from "./mapping.ts";
import { shorten } from "./shorten.ts";

/**
 * The properties that {@linkcode defaultMapping} sends; an event definition needs these, each of type string, and
 * no others. A property that an activity has no value for is left out.
 */
export const defaultProperties: readonly string[] = [
  "activity",
  "summary",
  "title",
  "url",
  "repository",
  "number",
  "state",
  "branch",
  "labels",
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
 * @throws {TypeError} If no custom event can have that name.
 * @see https://developers.hubspot.com/docs/api-reference/latest/events/send-event-data/guide
 */
export function defaultMapping({ eventName }: DefaultMappingOptions): Mapping {
  // HubSpot's answer would come too late: every activity would be skipped, and its sender told that all is well.
  if (typeof eventName !== "string" || !customEventNamePattern.test(eventName)) {
    throw new TypeError(
      `Cannot make the default mapping: eventName must be ${describeWrongEventName(eventName)}`,
    );
  }
  return (activity) => ({ eventName, properties: propertiesOf(activity) });
}

function propertiesOf(activity: Activity): Record<string, string> {
  const { type, subject, actor, properties } = activity;
  const own = new Map(Object.entries(properties));
  const known = new Map<string, string | number | boolean | undefined>([
    ["activity", type],
    ["summary", summarize(activity)],
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

/**
 * One line for people who do not know our types: `Pull request merged: Add a timeline (o/r#7)`. The words are those of the
 * type, so that a later type needs no entry anywhere.
 */
function summarize({ type, subject: { title }, properties }: Activity): string {
  const words = type.split(".").slice(1).join(" ").replaceAll("_", " ") || type;
  const what = words.charAt(0).toUpperCase() + words.slice(1);
  const own = new Map(Object.entries(properties));
  const repository = own.get("repository") ?? "";
  const number = own.get("number");
  const place = number === undefined ? `${repository}` : `${repository}#${number}`;
  return place === "" || place === title ? `${what}: ${title}` : `${what}: ${title} (${place})`;
}
