import type { FaultEffect, LocalHubSpot } from "../../src/local/mod.ts";
import { localHubSpot, paths } from "./harness.ts";

/** An app event. */
export const one = { eventTypeName: "t", id: "one", email: "ada@example.com", properties: {} };

/** A Local HubSpot of which something goes wrong. */
export function struckBy(what: FaultEffect, when = {}): LocalHubSpot {
  const hubspot = localHubSpot();
  hubspot.faults.add({ when, what });
  return hubspot;
}

/** The ids of the events that were taken. */
export function ids(hubspot: LocalHubSpot): string[] {
  return hubspot.events().map(({ id }) => id);
}

/** Posts one event and gives back the answer as it is, unread. */
export function send(hubspot: LocalHubSpot, signal?: AbortSignal): Promise<Response> {
  return hubspot.fetch(
    new Request(`http://localhost:8788${paths.app}`, {
      method: "POST",
      headers: { authorization: "Bearer token" },
      body: JSON.stringify(one),
      ...(signal && { signal }),
    }),
  );
}

/** What a connection that a fault breaks rejects with. */
export const reset = {
  name: "TypeError",
  message: "No answer from Local HubSpot: the connection was reset, as a fault demanded",
};
