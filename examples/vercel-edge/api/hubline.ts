import { createClient, defaultMapping, hubSpotRetryPolicy } from "@hubline/timeline";
import { createForwarder, jsonLogger } from "@hubline/timeline/edge";
import { directOutbox } from "@hubline/timeline/outbox/direct";
import { github } from "@hubline/timeline/sources/github";

export const config = { runtime: "edge" };

const client = createClient({
  accessToken: process.env.HUBSPOT_ACCESS_TOKEN ?? "",
  baseUrl: process.env.HUBSPOT_BASE_URL ?? "https://api.hubapi.com",
  // GitHub waits for ten seconds, and for nothing that comes later.
  timeoutMs: 4_000,
  retryPolicy: hubSpotRetryPolicy({ budgetMs: 5_000 }),
});
const forwarder = createForwarder({
  outbox: directOutbox({ client }),
  sources: [{
    path: "/github",
    source: github({ secret: process.env.GITHUB_WEBHOOK_SECRET ?? "" }),
    mapping: defaultMapping({ eventName: process.env.HUBLINE_EVENT_NAME ?? "" }),
    people: { octocat: "octocat@example.com" },
  }],
  events: { token: process.env.HUBLINE_EVENTS_TOKEN ?? "" },
  logger: jsonLogger({ write: console.log }),
});

export default forwarder.fetch;
