import type { Deps } from "../../transport/deps.ts";
import type { LocalEvent } from "../records.ts";

/** The injected clock's time, ISO 8601 in UTC. */
export function isoNow(deps: Deps): string {
  return new Date(deps.now()).toISOString();
}

/** The id to keep: HubSpot makes one where there is none, and puts one in place of each `{{uuid}}`. */
export function fillId(id: string | undefined, deps: Deps): string {
  return id === undefined ? deps.uuid() : id.replaceAll("{{uuid}}", () => deps.uuid());
}

/** What both timeline families answer of an event; `undefined` is left out of JSON. */
export function asTimelineObject(event: LocalEvent) {
  return {
    id: event.id,
    objectId: event.contactId ?? event.objectId,
    email: event.email,
    utk: event.utk,
    domain: event.domain,
    timestamp: event.time,
    extraData: event.extraData,
    timelineIFrame: event.timelineIFrame,
  };
}
