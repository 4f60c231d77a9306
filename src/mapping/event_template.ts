import type { Activity } from "../activity/activity.ts";
import { isFrameUrl } from "../hubspot/event_schemas.ts";
import type { EventAssociation, HubSpotEvent, TimelineIFrame } from "../hubspot/events.ts";
import { compileTemplate } from "./template.ts";

/** What templates of all families have in common; each text is a template. */
export interface AssociationTemplate {
  /** E-mail address of the contact. */
  email?: string;
  /** Id of the CRM record. */
  objectId?: string;
  /** Value of the contact's `hubspotutk` cookie. */
  utk?: string;
}

/** What templates of timeline events and app events have in common; each text is a template. */
export interface OccurrenceTemplate extends AssociationTemplate {
  /** Values for the detail template, by name. */
  extraData?: Record<string, string>;
  /** A page to open beside the event; the event goes without it where one of its texts has no value. */
  timelineIFrame?: TimelineIFrame;
}

/** Makes a timeline event. */
export interface TimelineTemplate extends OccurrenceTemplate {
  /** Id of the event template in HubSpot. */
  eventTemplateId: string;
  /** Values for its tokens, each a template. */
  tokens: Record<string, string>;
}

/** Makes an app event. */
export interface AppTemplate extends OccurrenceTemplate {
  /** Fully qualified name of the event type, or its uid. */
  eventTypeName: string;
  /** Values for its properties, each a template. */
  properties: Record<string, string>;
}

/** Makes a custom event. */
export interface CustomTemplate extends AssociationTemplate {
  /** Full name of the event definition, `pe{HubID}_{name}`. */
  eventName: string;
  /** Values for its properties, each a template; 50 at most. */
  properties: Record<string, string>;
}

/**
 * The event that a rule makes, in HubSpot's words. Id and time are the activity's. So is the contact, unless the
 * template says whose timeline it is: then nobody else gets the event, also where that leads nowhere.
 */
export type EventTemplate = TimelineTemplate | AppTemplate | CustomTemplate;

/** Makes an event of an activity. */
export type EventMaker = (activity: Activity) => HubSpotEvent;

/**
 * Reads the templates of an event.
 *
 * @throws {SyntaxError} If one cannot be read.
 */
export function compileEvent(event: EventTemplate): EventMaker {
  const fillAssociation = compileAssociation(event);
  if ("eventName" in event) {
    const fill = compileRecord(event.properties);
    return (activity) => ({
      eventName: event.eventName,
      properties: fill(activity),
      ...fillAssociation(activity),
    });
  }
  const fill = compileRecord("tokens" in event ? event.tokens : event.properties);
  const fillOccurrence = compileOccurrence(event);
  return (activity) => {
    const occurrence = { ...fillAssociation(activity), ...fillOccurrence(activity) };
    return "eventTemplateId" in event
      ? { eventTemplateId: event.eventTemplateId, tokens: fill(activity), ...occurrence }
      : { eventTypeName: event.eventTypeName, properties: fill(activity), ...occurrence };
  };
}

function compileRecord(
  texts: Record<string, string>,
): (activity: Activity) => Record<string, string> {
  const entries = Object.entries(texts).map(([key, text]) => ({
    key,
    template: compileTemplate(text),
  }));
  return (activity) =>
    Object.fromEntries(entries.flatMap(({ key, template }) => {
      const value = template.fill(activity);
      return value === undefined ? [] : [[key, value]];
    }));
}

function compileAssociation(
  { email, objectId, utk }: AssociationTemplate,
): (activity: Activity) => EventAssociation {
  const texts = Object.entries({ email, objectId, utk }).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, text] as const]
  );
  const [first] = texts;
  if (first === undefined) return () => ({});
  const fill = compileRecord(Object.fromEntries(texts));
  // An empty text keeps the actor from being taken for somebody whom the activity does not name.
  const nobody = { [first[0]]: "" };
  return (activity) => {
    const found = fill(activity);
    return Object.values(found).some((value) => value !== "") ? found : nobody;
  };
}

function compileOccurrence(
  { extraData, timelineIFrame }: OccurrenceTemplate,
): (activity: Activity) => { extraData?: Record<string, string>; timelineIFrame?: TimelineIFrame } {
  const fillData = compileRecord(extraData ?? {});
  const fillFrame = compileFrame(timelineIFrame);
  return (activity) => {
    const data = fillData(activity);
    return {
      ...(Object.keys(data).length === 0 ? {} : { extraData: data }),
      ...fillFrame(activity),
    };
  };
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
