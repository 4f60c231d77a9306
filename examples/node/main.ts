import { serve } from "@hono/node-server";
import { createClient, defaultMapping, hubSpotRetryPolicy } from "@hubline/timeline";
import { createForwarder, jsonLogger } from "@hubline/timeline/edge";
import { openPostgresOutbox, startDelivery } from "@hubline/timeline/outbox/postgres";
import { github } from "@hubline/timeline/sources/github";
import process from "node:process";

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
const delivery = startDelivery(outbox, { onReceipt, onError: console.error });

const server = serve({
  fetch: forwarder.fetch,
  hostname: setting("HOST", "127.0.0.1"),
  port: Number(setting("PORT", "8787")),
}, ({ address, port }) => console.log(`Hubline listens on http://${address}:${port}`));

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await new Promise((resolve) => server.close(resolve));
    await delivery.stop(5_000);
    await outbox.close();
  });
}

function setting(name: string, fallback?: string): string {
  const value = process.env[name] || fallback;
  if (value === undefined) throw new Error(`Set the environment variable ${name}`);
  return value;
}
