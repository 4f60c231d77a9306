import { createClient, defaultMapping, hubSpotRetryPolicy } from "@hubline/timeline";
import { createForwarder, jsonLogger } from "@hubline/timeline/edge";
import { directOutbox } from "@hubline/timeline/outbox/direct";
import { github } from "@hubline/timeline/sources/github";

export const config = { runtime: "edge" };

const client = createClient({
  accessToken: setting("HUBSPOT_ACCESS_TOKEN"),
  baseUrl: setting("HUBSPOT_BASE_URL", "https://api.hubapi.com"),
  // GitHub waits for ten seconds, and for nothing that comes later.
  timeoutMs: 4_000,
  retryPolicy: hubSpotRetryPolicy({ budgetMs: 5_000 }),
});
const forwarder = createForwarder({
  outbox: directOutbox({ client }),
  sources: [{
    path: "/github",
    source: github({ secret: setting("GITHUB_WEBHOOK_SECRET") }),
    mapping: defaultMapping({ eventName: setting("HUBLINE_EVENT_NAME") }),
    people: { octocat: "octocat@example.com" },
  }],
  events: { token: setting("HUBLINE_EVENTS_TOKEN") },
  logger: jsonLogger({ write: console.log }),
});

export default forwarder.fetch;

function setting(name: string, fallback?: string): string {
  const value = process.env[name] || fallback;
  if (value === undefined) throw new Error(`Set the environment variable ${name}`);
  return value;
}
