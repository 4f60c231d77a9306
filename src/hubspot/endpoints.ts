import type { EventFamily } from "./events.ts";

/** Version of each event API. HubSpot's dated versions are supported for at least 18 months each. */
export interface ApiVersions {
  /** Timeline events; HubSpot ends `v3` in September 2027. */
  timeline: "v3";
  /** App events; HubSpot ends `v4` on 2027-03-30. */
  app: "2026-03" | "v4";
  /** Custom events; HubSpot ends `v3` in September 2027. */
  custom: "2026-03" | "v3";
}

/** The versions used where none is set. */
export const defaultVersions: Readonly<ApiVersions> = {
  timeline: "v3",
  app: "2026-03",
  custom: "2026-03",
};

/** Where events of one family are sent. */
export interface Endpoints {
  /** Path that takes one event. */
  single: string;
  /** Path that takes `{"inputs": [...]}`. */
  batch: string;
  /** Most events that one batch may hold. */
  batchSize: number;
}

/**
 * Says where a family's events go.
 *
 * The batch sizes: 500 is HubSpot's figure for custom events, and what integrators use for app events; for `v3`
 * no figure is published, and 100 is the limit of its predecessor and of HubSpot's other batches.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/events/send-event-data/guide
 */
export function endpointsOf(family: EventFamily, versions: ApiVersions): Endpoints {
  switch (family) {
    case "timeline": {
      const path = `/integrators/timeline/${versions.timeline}/events`;
      return { single: path, batch: `${path}/batch/create`, batchSize: 100 };
    }
    case "app": {
      const path = `/integrators/timeline/${versions.app}/events`;
      return { single: path, batch: `${path}/batch`, batchSize: 500 };
    }
    case "custom": {
      const path = `/events/${versions.custom}/send`;
      return { single: path, batch: `${path}/batch`, batchSize: 500 };
    }
  }
}

/**
 * Whether a text can be the address of an API. One with a user or a query would show them in messages, and a path could
 * not be put behind it.
 */
export function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}
