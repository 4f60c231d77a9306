import type { Deps } from "../transport/deps.ts";
import { writeTime, writeValues } from "./event_values.ts";
import type { AcceptedEvent, HubSpotEvent } from "./events.ts";

/**
 * Makes an event ready for its first attempt: it gets its id and its time now, once, so that every later
 * attempt is the same event. `{{uuid}}` in an id is filled in here, because HubSpot would fill in another one at
 * each attempt and so make each retry a new event. Blanks around an address are left out.
 */
export function acceptEvent(
  event: HubSpotEvent,
  deps: Pick<Deps, "now" | "uuid">,
): AcceptedEvent {
  const { email } = event;
  const whose = email === undefined ? {} : { email: email.trim() };
  if ("eventName" in event) {
    return {
      ...event,
      ...whose,
      properties: writeValues(event.properties),
      uuid: fillId(event.uuid, deps),
      occurredAt: writeTime(event.occurredAt ?? deps.now()),
    };
  }
  const own = { id: fillId(event.id, deps), timestamp: writeTime(event.timestamp ?? deps.now()) };
  return "eventTemplateId" in event
    ? { ...event, ...whose, tokens: writeValues(event.tokens), ...own }
    : { ...event, ...whose, properties: writeValues(event.properties), ...own };
}

function fillId(id: string | undefined, deps: Pick<Deps, "uuid">): string {
  return id === undefined ? deps.uuid() : id.replaceAll("{{uuid}}", () => deps.uuid());
}
