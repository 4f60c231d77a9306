import { directOutbox } from "../../../src/outbox/direct.ts";
import { clientOfInstantHubSpot } from "./client.ts";
import { forwarderTo } from "./forwarder.ts";
import type { Handler } from "./handler.ts";

/** Delivers within the request. */
export const handler: Handler = forwarderTo(directOutbox({ client: clientOfInstantHubSpot() }));
