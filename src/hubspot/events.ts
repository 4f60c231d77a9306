import type { Json } from "../validation/json.ts";

export type { Json } from "../validation/json.ts";

/** A value of a token or property, before it becomes the string that HubSpot takes. */
export type EventValue = string | number | boolean | Date;

/** A point in time: ISO 8601 with a zone, milliseconds since 1970, or a `Date`. */
export type EventTime = string | number | Date;

/** The three families of HubSpot event APIs. An event's own key says which one it is for. */
export type EventFamily = "timeline" | "app" | "custom";

/** A page that HubSpot opens in a frame beside the event. All five are required by HubSpot. */
export interface TimelineIFrame {
  /** Text of the link that opens the frame. */
  linkLabel: string;
  /** Heading above the frame. */
  headerLabel: string;
  /** Page to show; `https:`, or `http:` on this machine. */
  url: string;
  /** Width in pixels, a whole number. */
  width: number;
  /** Height in pixels, a whole number. */
  height: number;
}

/**
 * Whose timeline an event goes on; at least one is needed. Where they disagree, timeline and app events go by
 * `objectId`, then `utk`, then `email`; custom events by `objectId`, then `email`, then `utk`. Only an e-mail address
 * brings a contact into being.
 */
export interface EventAssociation {
  /** E-mail address of the contact, who is created when unknown. */
  email?: string;
  /** Id of the CRM record; required where the record is no contact. */
  objectId?: string;
  /** Value of the contact's `hubspotutk` cookie. */
  utk?: string;
}

/** What timeline events and app events have in common. */
export interface TimelineOccurrence extends EventAssociation {
  /**
   * Unique for template or type; of an app event 500 bytes at most. Default: a fresh UUID; `{{uuid}}` in it is replaced
   * by one.
   */
  id?: string;
  /** Web domain of a company, beside `objectId`. */
  domain?: string;
  /** When it happened. Default: the moment of acceptance. */
  timestamp?: EventTime;
  /** Any JSON, 64 levels deep at most, for the detail template only. */
  extraData?: Json;
  /** A page to open beside the event. */
  timelineIFrame?: TimelineIFrame;
}

/**
 * An event of the timeline API `v3`, which shows on the timeline by a template.
 *
 * Only apps that already had templates may still use it, and HubSpot ends it in September 2027.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-timeline-v3/events/post-integrators-timeline-v3-events
 */
export interface TimelineEvent extends TimelineOccurrence {
  /** Id of the event template. */
  eventTemplateId: string;
  /** Values for the template's tokens. */
  tokens: Record<string, EventValue>;
  /** Type of the custom object that the event belongs to. */
  customObjectTypeId?: string;
}

/**
 * An app event (`2026-03` or `v4`), the successor of {@linkcode TimelineEvent}; its type is declared in the
 * app's developer project.
 *
 * @see https://developers.hubspot.com/docs/apps/developer-platform/add-features/app-events/send-event-occurrences
 */
export interface AppEvent extends TimelineOccurrence {
  /** Fully qualified name of the event type, or its uid. */
  eventTypeName: string;
  /** Values for the event type's properties. */
  properties: Record<string, EventValue>;
  /** Name of the custom object type, for event types that support custom objects. */
  objectTypeFullyQualifiedName?: string;
}

/**
 * An occurrence of a custom event (`2026-03` or `v3`), whose definition lives in the HubSpot account.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/events/send-event-data/guide
 */
export interface CustomEvent extends EventAssociation {
  /** Full name of the event definition, `pe{HubID}_{name}`. */
  eventName: string;
  /** Values for the definition's properties, 50 at most. */
  properties: Record<string, EventValue>;
  /** Unique for the event definition. Default: a fresh UUID; `{{uuid}}` in it is replaced by one. */
  uuid?: string;
  /** When it happened. Default: the moment of acceptance. */
  occurredAt?: EventTime;
}

/** An event in HubSpot's own words, for any of its three event APIs. */
export type HubSpotEvent = TimelineEvent | AppEvent | CustomEvent;

/** A {@linkcode TimelineEvent} with its id, its time and every value as HubSpot takes it. */
export interface AcceptedTimelineEvent extends TimelineEvent {
  /** Values, each a string. */
  tokens: Record<string, string>;
  /** The id that every attempt carries. */
  id: string;
  /** ISO 8601, UTC. */
  timestamp: string;
}

/** An {@linkcode AppEvent} with its id, its time and every value as HubSpot takes it. */
export interface AcceptedAppEvent extends AppEvent {
  /** Values, each a string. */
  properties: Record<string, string>;
  /** The id that every attempt carries. */
  id: string;
  /** ISO 8601, UTC. */
  timestamp: string;
}

/** A {@linkcode CustomEvent} with its id, its time and every value as HubSpot takes it. */
export interface AcceptedCustomEvent extends CustomEvent {
  /** Values, each a string. */
  properties: Record<string, string>;
  /** The id that every attempt carries. */
  uuid: string;
  /** ISO 8601, UTC. */
  occurredAt: string;
}

/**
 * An event ready for its first attempt, and the same for every later one. It is exactly the JSON that HubSpot
 * is sent, so it can be stored and sent again without thought.
 */
export type AcceptedEvent = AcceptedTimelineEvent | AcceptedAppEvent | AcceptedCustomEvent;

/** What tells one event from every other: ids are unique for a family and type. */
export interface EventKey {
  /** Which API it is for. */
  family: EventFamily;
  /** `eventTemplateId`, `eventTypeName` or `eventName`. */
  type: string;
  /** `id`, or `uuid` of a custom event. */
  id: string;
}

/** As a record, so that the compiler asks for a family that is missing. */
const families: Readonly<Record<EventFamily, true>> = { timeline: true, app: true, custom: true };

/** Whether a text from outside names a family. */
export function isEventFamily(text: unknown): text is EventFamily {
  return typeof text === "string" && Object.hasOwn(families, text);
}

/** Says which API an event is for, by its own key. */
export function familyOf(event: HubSpotEvent): EventFamily {
  if ("eventTemplateId" in event) return "timeline";
  return "eventTypeName" in event ? "app" : "custom";
}

/** Says what tells an accepted event from every other. */
export function keyOf(event: AcceptedEvent): EventKey {
  if ("eventTemplateId" in event) {
    return { family: "timeline", type: event.eventTemplateId, id: event.id };
  }
  if ("eventTypeName" in event) {
    return { family: "app", type: event.eventTypeName, id: event.id };
  }
  return { family: "custom", type: event.eventName, id: event.uuid };
}
