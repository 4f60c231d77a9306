import {
  createLocalHubSpot,
  type LocalHubSpot,
  type LocalHubSpotOptions,
} from "../../src/local/mod.ts";

/** The moment at which every test happens. */
export const now = "2026-11-22T12:00:00.000Z";

/** The paths of all endpoints that take one event. */
export const paths = {
  timeline: "/integrators/timeline/v3/events",
  timelineBatch: "/integrators/timeline/v3/events/batch/create",
  app: "/integrators/timeline/2026-03/events",
  appBatch: "/integrators/timeline/2026-03/events/batch",
  custom: "/events/2026-03/send",
  customBatch: "/events/2026-03/send/batch",
} as const;

/** A Local HubSpot with a clock that stands and ids that count. */
export function localHubSpot(options: LocalHubSpotOptions = {}): LocalHubSpot {
  let count = 0;
  return createLocalHubSpot({
    ...options,
    deps: { now: () => Date.parse(now), uuid: () => `uuid-${++count}`, ...options.deps },
  });
}

/** What came back, read whole. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body parsed; `undefined` where it is empty. */
  body: unknown;
}

/** Posts JSON with a token. */
export function post(hubspot: LocalHubSpot, path: string, body: unknown): Promise<Answer> {
  return request(hubspot, path, {
    method: "POST",
    headers: { authorization: "Bearer token", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Sends a request to the handler. */
export async function request(
  hubspot: LocalHubSpot,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  const response = await hubspot.fetch(new Request(`http://localhost:8788${path}`, init));
  const text = await response.text();
  const json = response.headers.get("content-type")?.includes("application/json") ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? JSON.parse(text) : undefined,
  };
}

/** Gets a page. */
export async function page(hubspot: LocalHubSpot, path: string): Promise<string> {
  return (await request(hubspot, path)).text;
}
