import type { EventFamily } from "./events.ts";

/** A version of HubSpot's APIs by date, each supported for at least 18 months: `2026-03`. */
export type DatedVersion = `${number}-${number}`;

/** Version of each API that events go to. Moving to the next is a change of one of these. */
export interface ApiVersions {
  /** Timeline events; HubSpot ends `v3` in September 2027. */
  timeline: "v3";
  /** App events; HubSpot ends `v4` on 2027-03-30. */
  app: DatedVersion | "v4";
  /**
   * Custom events; HubSpot ends `v3` in September 2027. `custom/2026-03` is the address that HubSpot's guide gives, its
   * reference has `2026-03`; 2025-09 and 2026-09 have `custom/` in both.
   */
  custom: DatedVersion | `custom/${DatedVersion}` | "v3";
}

/** The versions used where none is set. */
export const defaultVersions: Readonly<ApiVersions> = {
  timeline: "v3",
  app: "2026-03",
  custom: "2026-03",
};

/**
 * Most events in one batch. 500 is HubSpot's figure for custom events, and what integrators use for app events; for `v3`
 * no figure is published, and 100 is the limit of its predecessor and of HubSpot's other batches.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/events/send-event-data/guide
 */
export const batchSizes: Readonly<Record<EventFamily, number>> = {
  timeline: 100,
  app: 500,
  custom: 500,
};

/** Where events of one family are sent. */
export interface Endpoints {
  /** Path that takes one event. */
  single: string;
  /** Path that takes `{"inputs": [...]}`. */
  batch: string;
}

/** Says where a family's events go. */
export function endpointsOf(family: EventFamily, versions: ApiVersions): Endpoints {
  const single = family === "custom"
    ? `/events/${versions.custom}/send`
    : `/integrators/timeline/${versions[family]}/events`;
  return { single, batch: `${single}/batch${family === "timeline" ? "/create" : ""}` };
}

/**
 * Whether a text can be the address of an API. One with a user or a query would show them in messages, and a path could
 * not be put behind it.
 */
export function isBaseUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^@/]+\/[^?#]*$/.test(new URL(text).href);
}
