import { env } from "cloudflare:workers";
import { createClient, defaultMapping, hubSpotRetryPolicy } from "@hubline/timeline";
import { createForwarder } from "@hubline/timeline/edge";
import { cloudflareQueueOutbox } from "@hubline/timeline/outbox/cloudflare_queue";
import { durableObjectOutbox, outboxObject } from "@hubline/timeline/outbox/durable_object";
import { github } from "@hubline/timeline/sources/github";

const client = createClient({
  accessToken: env.HUBSPOT_ACCESS_TOKEN,
  baseUrl: env.HUBSPOT_BASE_URL ?? "https://api.hubapi.com",
  // The outbox tries again for hours; until then all waits for a request that hangs.
  retryPolicy: hubSpotRetryPolicy({ budgetMs: 20_000 }),
});

/** Keeps what was not delivered at once, and tries it again. */
export class TimelineOutbox extends outboxObject(() => ({ client, onError: console.error })) {}

export default createForwarder({
  outbox: cloudflareQueueOutbox({
    queue: env.EVENTS,
    outbox: durableObjectOutbox({ namespace: env.OUTBOX }),
    client,
  }),
  sources: [{
    path: "/github",
    source: github({ secret: env.GITHUB_WEBHOOK_SECRET }),
    mapping: defaultMapping({ eventName: env.HUBLINE_EVENT_NAME }),
    people: { octocat: "octocat@example.com" },
  }],
  events: { token: env.HUBLINE_EVENTS_TOKEN },
  onError: console.error,
});
