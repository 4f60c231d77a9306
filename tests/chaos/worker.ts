/**
 * The Worker whose outbox is a Durable Object, with all sources, and a route for whoever runs it here: the dead letters.
 *
 * @module
 */
import { createClient } from "../../mod.ts";
import { createForwarder } from "../../src/edge/mod.ts";
import {
  durableObjectOutbox,
  type ObjectNamespace,
  outboxObject,
} from "../../src/outbox/durable_object.ts";
import { readDeadLetters } from "./accounts.ts";
import { routes } from "./routes.ts";
import { secrets } from "./secrets.ts";

interface Env {
  HUBSPOT_BASE_URL: string;
  OUTBOX: ObjectNamespace;
}

/** Eight attempts as elsewhere, and within a minute, because the platform's clock cannot be moved. */
const schedule = { delaysMs: [200, 500, 1_000, 2_000, 5_000, 10_000, 10_000] };

/** The outbox. */
export class ChaosOutbox extends outboxObject(({ HUBSPOT_BASE_URL: baseUrl }: Env) => ({
  client: createClient({ accessToken: secrets.hubspot, baseUrl }),
  schedule,
})) {}

// Workers take their handlers from the default export.
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const outbox = durableObjectOutbox({ namespace: env.OUTBOX });
    const { pathname } = new URL(request.url);
    if (pathname === "/chaos/dead") return Response.json(await readDeadLetters(outbox));
    return await createForwarder({
      outbox,
      sources: routes(),
      events: { token: secrets.events },
      metrics: { token: secrets.metrics },
    }).fetch(request);
  },
};
