/**
 * A Worker as it is deployed: the forwarder with HubSpot's own events and GitHub's webhook, over an outbox in a Durable
 * Object.
 *
 * @module
 */
import type { Forwarder } from "../../../src/edge/mod.ts";
import {
  durableObjectOutbox,
  type ObjectNamespace,
  outboxObject,
} from "../../../src/outbox/durable_object.ts";
import { clientOfInstantHubSpot } from "../handlers/client.ts";
import { forwarderTo } from "../handlers/forwarder.ts";

/** The Durable Object. */
export class TimelineOutbox extends outboxObject(() => ({
  client: clientOfInstantHubSpot(),
})) {}

let forwarder: Forwarder | undefined;

// Workers take their handlers from the default export.
export default {
  fetch(request: Request, env: { OUTBOX: ObjectNamespace }): Promise<Response> {
    forwarder ??= forwarderTo(durableObjectOutbox({ namespace: env.OUTBOX }));
    return forwarder.fetch(request);
  },
};
