// What somebody writes who has nothing but Web APIs: every entry that promises to need no more, imported and used.
import { createClient, defaultMapping, type Receipt } from "@hubline/timeline";
import { deliveriesPage } from "@hubline/timeline/deliveries";
import { createForwarder } from "@hubline/timeline/edge";
import { openTelemetryHooks } from "@hubline/timeline/opentelemetry";
import { cloudflareQueueOutbox } from "@hubline/timeline/outbox/cloudflare_queue";
import { directOutbox } from "@hubline/timeline/outbox/direct";
import { durableObjectOutbox, outboxObject } from "@hubline/timeline/outbox/durable_object";
import { referencePage } from "@hubline/timeline/reference";
import { cloudEvents } from "@hubline/timeline/sources/cloudevents";
import { github, signGitHub } from "@hubline/timeline/sources/github";
import { hubSpotWebhooks } from "@hubline/timeline/sources/hubspot_webhooks";
import { segment } from "@hubline/timeline/sources/segment";
import { standardWebhooks } from "@hubline/timeline/sources/standard_webhooks";

const secret = "a-secret-that-nobody-else-knows";
const star = JSON.stringify({
  action: "created",
  starred_at: "2026-11-20T10:00:00Z",
  repository: { id: 99, full_name: "ada/engine", html_url: "https://github.com/ada/engine" },
  sender: { id: 1, login: "ada", type: "User" },
});

/** Sends one event by the client and one delivery of GitHub's through a forwarder; says what became of them. */
export async function sendBoth(fetch: (url: string, init: RequestInit) => Promise<Response>) {
  const hooks = openTelemetryHooks({});
  const client = createClient({ accessToken: "any", deps: { fetch }, hooks });
  const receipt: Receipt = await client.send({
    eventName: "pe1_signed_up",
    email: "ada@example.com",
    properties: { plan: "team", seats: 5, trial: false },
  });
  const mapping = defaultMapping({ eventName: "pe1_activity" });
  const forwarder = createForwarder({
    outbox: directOutbox({ client }),
    sources: [
      { path: "/github", source: github({ secret }), mapping, people: { ada: "ada@example.com" } },
      { path: "/v1", source: segment({ writeKey: secret }), mapping },
      { path: "/cloudevents", source: cloudEvents({ token: secret }), mapping },
      { path: "/webhooks", source: standardWebhooks({ secret: `whsec_${btoa(secret)}` }), mapping },
      { path: "/hubspot", source: hubSpotWebhooks({ clientSecret: secret }), mapping },
    ],
    pages: [referencePage()],
  });
  const answer = await forwarder.fetch(
    new Request("https://hooks.example.com/github", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-event": "star",
        "x-hub-signature-256": await signGitHub(secret, star),
      },
      body: star,
    }),
  );
  return { outcome: receipt.outcome, status: answer.status, reference: await page() };

  async function page(): Promise<number> {
    const request = new Request("https://hooks.example.com/reference");
    return (await forwarder.fetch(request)).status;
  }
}

/** What needs a platform or a journal is there, too. */
export const others = [cloudflareQueueOutbox, deliveriesPage, durableObjectOutbox, outboxObject];
