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
  const accepted = writeEvent(event, deps);
  const { email } = accepted;
  if (email !== undefined) accepted.email = email.trim();
  return accepted;
}

function writeEvent(event: HubSpotEvent, deps: Pick<Deps, "now" | "uuid">): AcceptedEvent {
  if ("eventName" in event) {
    return {
      ...event,
      properties: writeValues(event.properties),
      uuid: fillId(event.uuid, deps),
      occurredAt: writeTime(event.occurredAt ?? deps.now()),
    };
  }
  const own = { id: fillId(event.id, deps), timestamp: writeTime(event.timestamp ?? deps.now()) };
  // The rest may be of any depth, and has to stay what it is: a getter deep in it could undo the whole batch.
  const accepted: AcceptedEvent = "eventTemplateId" in event
    ? { ...event, tokens: writeValues(event.tokens), ...own }
    : { ...event, properties: writeValues(event.properties), ...own };
  return JSON.parse(JSON.stringify(accepted));
}

/** Makes the id that every attempt carries. */
export function fillId(id: string | undefined, deps: Pick<Deps, "uuid">): string {
  return id === undefined ? deps.uuid() : id.replaceAll("{{uuid}}", () => deps.uuid());
}
