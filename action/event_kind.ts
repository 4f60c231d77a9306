import type { EventValue, HubSpotEvent } from "../src/hubspot/events.ts";

/** Which of HubSpot's events activities become: a custom event, an app event, or a timeline event. */
export type EventKind =
  | { eventName: string }
  | { eventTypeName: string }
  | { eventTemplateId: string };

/** Makes an event of a kind. */
export function eventOf(kind: EventKind, values: Record<string, EventValue>): HubSpotEvent {
  return "eventTemplateId" in kind ? { ...kind, tokens: values } : { ...kind, properties: values };
}
