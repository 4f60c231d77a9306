/**
 * The Worker whose pages are read in workerd_pages.test.ts: an outbox object, and what a forwarder shows of it.
 *
 * @module
 */
import { createClient } from "../../mod.ts";
import { deliveriesPage } from "../../src/edge/deliveries/mod.ts";
import { createForwarder } from "../../src/edge/mod.ts";
import { referencePage } from "../../src/edge/reference/mod.ts";
import {
  durableObjectOutbox,
  type ObjectNamespace,
  outboxObject,
} from "../../src/outbox/durable_object.ts";

/** Opens the deliveries page. */
const password = "correct horse battery";

interface Env {
  OUTBOX: ObjectNamespace;
}

/** An outbox as it is deployed. */
export class TimelineOutbox
  extends outboxObject(() => ({ client: createClient({ accessToken: "pat-na1-worker" }) })) {}

// Workers take their handlers from the default export.
export default {
  async fetch(request: Request, { OUTBOX: namespace }: Env): Promise<Response> {
    const forwarder = createForwarder({
      outbox: durableObjectOutbox({ namespace }),
      events: { token: "events-token" },
      pages: [deliveriesPage({ password }), referencePage()],
    });
    return await forwarder.fetch(request);
  },
};
