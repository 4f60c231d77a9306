import * as v from "valibot";
import { record } from "../validation/record.ts";
import { call } from "./call.ts";
import { connect, type ConnectionOptions } from "./connection.ts";
import type { Json, TimelineIFrame } from "./events.ts";
import { pathPart } from "./path_part.ts";
import type { RequestOptions } from "./request_options.ts";
import { withoutNulls } from "./without_nulls.ts";

/** Which timeline event to read. */
export interface TimelineEventAddress extends RequestOptions {
  /** Id of the event template. */
  eventTemplateId: string;
  /** Id of the event, unique for its template. */
  eventId: string;
}

/** A timeline event as HubSpot has it. */
export interface StoredTimelineEvent {
  /** Id of the event. */
  id: string;
  /** Id of the event template. */
  eventTemplateId: string;
  /** Values of the template's tokens; HubSpot gives numbers back as texts. */
  tokens: Record<string, string>;
  /** Type of the CRM record that the template is for, such as `CONTACT`. */
  objectType?: string;
  /** Id of the CRM record. */
  objectId?: string;
  /** Type of the custom object that the event belongs to. */
  customObjectTypeId?: string;
  /** E-mail address that the event was sent with. */
  email?: string;
  /** Value of the contact's `hubspotutk` cookie. */
  utk?: string;
  /** Web domain. */
  domain?: string;
  /** When it happened, in ISO 8601. */
  timestamp?: string;
  /** HubSpot calls this one unused. */
  createdAt?: string;
  /** What the detail template may show besides tokens. */
  extraData?: Json;
  /** A page to open beside the event. */
  timelineIFrame?: TimelineIFrame;
}

/** Schema of a {@linkcode StoredTimelineEvent}. Fields that are new are left out. */
function storedTimelineEventSchema(): v.GenericSchema<unknown, StoredTimelineEvent> {
  const text = v.exactOptional(v.string());
  return withoutNulls(
    v.object({
      id: v.string(),
      eventTemplateId: v.string(),
      tokens: record(v.string(), v.string()),
      objectType: text,
      objectId: text,
      customObjectTypeId: text,
      email: text,
      utk: text,
      domain: text,
      timestamp: text,
      createdAt: text,
      // Read from JSON, so it is some.
      extraData: v.exactOptional(v.custom<Json>(() => true)),
      timelineIFrame: v.exactOptional(v.object({
        linkLabel: v.string(),
        headerLabel: v.string(),
        url: v.string(),
        width: v.number(),
        height: v.number(),
      })),
    }),
  );
}

/**
 * Reads a timeline event (`v3`). HubSpot has no way to list them, and the other families have none to read one.
 *
 * @throws {HubSpotError} With code `not_found` if there is none of this id, otherwise what a receipt would say.
 * @throws {TypeError} If an id cannot stand in an address.
 * @see https://developers.hubspot.com/docs/api-reference/crm-timeline-v3/events/get-integrators-timeline-v3-events-eventTemplateId-eventId
 *
 * @example
 * ```ts
 * import { getTimelineEvent } from "@hubline/timeline";
 *
 * const stored = { id: "e1", eventTemplateId: "1001", objectType: "CONTACT", tokens: { plan: "team" } };
 * const connection = {
 *   accessToken: "the-token",
 *   // Stands in for HubSpot here; leave it out.
 *   deps: { fetch: () => Promise.resolve(Response.json(stored)) },
 * };
 * const event = await getTimelineEvent(connection, { eventTemplateId: "1001", eventId: "e1" });
 * if (event.tokens.plan !== "team") throw new Error("Expected the token's value");
 * ```
 */
export async function getTimelineEvent(
  connection: ConnectionOptions,
  { eventTemplateId, eventId, signal }: TimelineEventAddress,
): Promise<StoredTimelineEvent> {
  const template = pathPart("eventTemplateId", eventTemplateId);
  const path = `/integrators/timeline/v3/events/${template}/${pathPart("eventId", eventId)}`;
  const request = { operation: "read the timeline event", method: "GET", path } as const;
  const options = { schema: storedTimelineEventSchema(), signal };
  return await call(connect(connection), request, options);
}
