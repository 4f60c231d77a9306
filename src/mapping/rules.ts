import * as v from "valibot";
import type { Activity } from "../activity/activity.ts";
import { isFrameUrl } from "../hubspot/event_schemas.ts";
import type { HubSpotEvent, TimelineIFrame } from "../hubspot/events.ts";
import { record } from "../validation/record.ts";
import { customEventName } from "./event_name.ts";
import { matchesGlob } from "./glob.ts";
import type { Mapping } from "./mapping.ts";
import { compileTemplate, type Template } from "./template.ts";

/** Which activities a rule is for; every condition given must hold. */
export interface RuleMatch {
  /** Activity type, or a pattern with `*`: `github.pull_request.*`. */
  type?: string;
  /** Values of properties by name, or patterns with `*`: `{ branch: "main" }`. */
  properties?: Record<string, string>;
}

/**
 * The event that a rule makes, in HubSpot's words; every text of `tokens`, `properties` and `timelineIFrame` is a
 * template.
 */
export type EventTemplate =
  | { eventTemplateId: string; tokens: Record<string, string>; timelineIFrame?: TimelineIFrame }
  | { eventTypeName: string; properties: Record<string, string>; timelineIFrame?: TimelineIFrame }
  | { eventName: string; properties: Record<string, string> };

/** A rule: what it takes, and what becomes of that. The first rule that matches decides. */
export interface Rule {
  /** Which activities; all of them where it is left out. */
  match?: RuleMatch;
  /** The event to send, or `false` to leave these activities out. */
  send: EventTemplate | false;
}

const template = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      compileTemplate(dataset.value);
    } catch (error) {
      addIssue({ message: error instanceof Error ? error.message : String(error) });
    }
  }),
);

const name = v.pipe(v.string(), v.nonEmpty("Expected a name"));
const templates = record(v.string(), template);

const frame = v.strictObject({
  linkLabel: template,
  headerLabel: template,
  url: template,
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

const byKey = {
  eventTemplateId: v.strictObject({
    eventTemplateId: name,
    tokens: templates,
    timelineIFrame: v.exactOptional(frame),
  }),
  eventTypeName: v.strictObject({
    eventTypeName: name,
    properties: templates,
    timelineIFrame: v.exactOptional(frame),
  }),
  eventName: v.strictObject({ eventName: customEventName, properties: templates }),
};

/** The event's own key chooses its schema, so that what is wrong is told of that kind of event. */
const send: v.GenericSchema<unknown, EventTemplate | false> = v.lazy((input) => {
  const has = (key: string) =>
    typeof input === "object" && input !== null && Object.hasOwn(input, key);
  if (has("eventTemplateId")) return byKey.eventTemplateId;
  if (has("eventTypeName")) return byKey.eventTypeName;
  if (has("eventName")) return byKey.eventName;
  return v.literal(
    false,
    "Expected false, or an event: eventTemplateId with tokens, eventTypeName with properties, or " +
      "eventName with properties",
  );
});

/** Schema of a {@linkcode Rule}. */
export const ruleSchema: v.GenericSchema<unknown, Rule> = v.strictObject({
  match: v.exactOptional(v.strictObject({
    type: v.exactOptional(v.string()),
    properties: v.exactOptional(record(v.string(), v.string())),
  })),
  send,
});

/**
 * Makes a mapping of rules: the first that matches decides.
 *
 * @throws {SyntaxError} If a template cannot be read.
 */
export function compileRules(rules: readonly Rule[]): Mapping {
  const compiled = rules.map(({ match = {}, send }) => ({
    match,
    make: send === false ? () => undefined : compileEvent(send),
  }));
  return (activity) => compiled.find(({ match }) => matches(match, activity))?.make(activity);
}

function matches(match: RuleMatch, activity: Activity): boolean {
  if (match.type !== undefined && !matchesGlob(match.type, activity.type)) return false;
  const { properties } = activity;
  return Object.entries(match.properties ?? {}).every(([key, pattern]) =>
    Object.hasOwn(properties, key) && matchesGlob(pattern, String(properties[key]))
  );
}

function compileEvent(event: EventTemplate): (activity: Activity) => HubSpotEvent {
  if ("eventName" in event) {
    const fill = compileRecord(event.properties);
    return (activity) => ({ eventName: event.eventName, properties: fill(activity) });
  }
  const fill = compileRecord("tokens" in event ? event.tokens : event.properties);
  const fillFrame = compileFrame(event.timelineIFrame);
  return (activity) =>
    "eventTemplateId" in event
      ? { eventTemplateId: event.eventTemplateId, tokens: fill(activity), ...fillFrame(activity) }
      : { eventTypeName: event.eventTypeName, properties: fill(activity), ...fillFrame(activity) };
}

function compileRecord(
  texts: Record<string, string>,
): (activity: Activity) => Record<string, string> {
  const entries = Object.entries(texts).map(([key, text]): [string, Template] => [
    key,
    compileTemplate(text),
  ]);
  return (activity) =>
    Object.fromEntries(entries.flatMap(([key, template]) => {
      const value = template.fill(activity);
      return value === undefined ? [] : [[key, value]];
    }));
}

/** A frame needs all its texts and an https address; where one is missing, the event goes without the frame. */
function compileFrame(
  frame: TimelineIFrame | undefined,
): (activity: Activity) => { timelineIFrame?: TimelineIFrame } {
  if (frame === undefined) return () => ({});
  const { width, height } = frame;
  const texts = [frame.linkLabel, frame.headerLabel, frame.url].map(compileTemplate);
  return (activity) => {
    const [linkLabel, headerLabel, url] = texts.map((text) => text.fill(activity));
    if (linkLabel === undefined || headerLabel === undefined || url === undefined) return {};
    if (!isFrameUrl(url)) return {};
    return { timelineIFrame: { linkLabel, headerLabel, url, width, height } };
  };
}
