import * as v from "valibot";
import {
  identifier,
  namesSomebody,
  nobody,
  orRequired,
  text,
  timeline,
  type TimelineFields,
  values,
} from "../fields.ts";

/** The body of an app event. */
export interface AppBody extends TimelineFields {
  /** Name of the event type. */
  eventTypeName: string;
  /** Values, each a string. */
  properties: Record<string, string>;
  /** Name of the custom object type. */
  objectTypeFullyQualifiedName?: string;
}

// HubSpot's limits of 2025-03-17 for app events:
// https://developers.hubspot.com/changelog/new-size-limits-for-app-events-and-app-event-properties
const maxAppIdBytes = 500;
const maxAppPropertyBytes = 510 * 1024;
const maxAppEventBytes = 1024 * 1024;

/** Checks an app event, with HubSpot's limits of size. */
export const appBodySchema: v.GenericSchema<unknown, AppBody> = v.pipe(
  v.object({
    ...timeline,
    id: v.exactOptional(
      v.pipe(identifier, v.maxBytes(maxAppIdBytes, `Give at most ${maxAppIdBytes} bytes`)),
    ),
    eventTypeName: text,
    properties: v.pipe(
      values,
      v.record(
        v.string(),
        v.pipe(v.string(), v.maxBytes(maxAppPropertyBytes, "Give at most 510 KB in a property")),
      ),
    ),
    objectTypeFullyQualifiedName: v.exactOptional(text),
  }, orRequired("Give an event")),
  v.check((event) => namesSomebody(event), nobody),
  v.check(
    (event) => new TextEncoder().encode(JSON.stringify(event)).length <= maxAppEventBytes,
    "Give at most 1 MB in an event",
  ),
);
