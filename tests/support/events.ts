import type { AppEvent, CustomEvent, TimelineEvent } from "../../mod.ts";

/** Events of each family, complete enough to be sent; single members can be replaced. */
export function customEvent(own: Partial<CustomEvent> = {}): CustomEvent {
  return { eventName: "pe1_test", email: "ada@example.com", properties: { plan: "team" }, ...own };
}

export function appEvent(own: Partial<AppEvent> = {}): AppEvent {
  return {
    eventTypeName: "ae1_test",
    email: "ada@example.com",
    properties: { plan: "team" },
    ...own,
  };
}

export function timelineEvent(own: Partial<TimelineEvent> = {}): TimelineEvent {
  return {
    eventTemplateId: "1001298",
    email: "ada@example.com",
    tokens: { petName: "Art3mis" },
    ...own,
  };
}
