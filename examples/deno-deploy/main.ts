import { createClient, defaultMapping, hubSpotRetryPolicy } from "@hubline/timeline";
import { createForwarder, jsonLogger } from "@hubline/timeline/edge";
import { openPostgresOutbox, startDelivery } from "@hubline/timeline/outbox/postgres";
import { github } from "@hubline/timeline/sources/github";

const client = createClient({
  accessToken: setting("HUBSPOT_ACCESS_TOKEN"),
  baseUrl: setting("HUBSPOT_BASE_URL", "https://api.hubapi.com"),
  // The outbox tries again for hours; until then all waits for a request that hangs.
  retryPolicy: hubSpotRetryPolicy({ budgetMs: 20_000 }),
});
const outbox = await openPostgresOutbox({ database: setting("DATABASE_URL"), client });
const forwarder = createForwarder({
  outbox,
  sources: [{
    path: "/github",
    source: github({ secret: setting("GITHUB_WEBHOOK_SECRET") }),
    mapping: defaultMapping({ eventName: setting("HUBLINE_EVENT_NAME") }),
    people: { octocat: "octocat@example.com" },
  }],
  events: { token: setting("HUBLINE_EVENTS_TOKEN") },
  trustContentLength: true, // The server gives out no more of a body than it says.
  logger: jsonLogger({ write: console.log }),
});
const { onReceipt } = forwarder;
startDelivery(outbox, { onReceipt, onError: console.error });

// Deno Deploy ends an isolate that nobody asks for anything; what waits for its next attempt needs one.
Deno.cron("deliver what is due", "* * * * *", () => forwarder.scheduled());

Deno.serve(forwarder.fetch);

function setting(name: string, fallback?: string): string {
  const value = Deno.env.get(name) || fallback;
  if (value === undefined) throw new Error(`Set the environment variable ${name}`);
  return value;
}
