import { sign } from "@octokit/webhooks-methods";
import { Analytics } from "@segment/analytics-node";
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from "cloudevents";
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Webhook } from "standardwebhooks";
import { activityId } from "../../src/activity/id.ts";
import { listen, type Listener } from "../../src/local/listen.ts";
import { createLocalHubSpot, type LocalEvent, type LocalHubSpot } from "../../src/local/mod.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { type HublineProcess, Workplace } from "../support/hubline_process.ts";

const publicUrl = "https://hooks.example.com/hubline";
const secrets = {
  GITHUB_WEBHOOK_SECRET: "the-secret-of-the-webhook",
  CLOUDEVENTS_TOKEN: "the-token-of-cloudevents",
  WEBHOOK_SECRET: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
  SHOP_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  HUBSPOT_CLIENT_SECRET: "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
  SEGMENT_WRITE_KEY: "the-next-write-key,a-write-key-of-ours",
};
const configuration = `
people:
  octocat: octocat@example.com
cloudevents:
  actor: { email: data.buyer }
webhooks:
  - name: shop
    secretEnv: SHOP_SECRET
    type: event
    actor: { email: data.buyer }
    subject: { title: data.product }
`;

/** The clients that senders have already, as they install them, against the forwarder that `start` runs. */
describe("deno task start, of what the senders' own clients send", () => {
  let workplace: Workplace;
  let hubSpot: LocalHubSpot;
  let listener: Listener;
  let hubline: HublineProcess;
  let url: string;

  before(async () => {
    workplace = new Workplace();
    writeFileSync(join(workplace.folder, "hubline.yml"), configuration);
    hubSpot = createLocalHubSpot({ contacts: [{ id: "123456", email: "mark@lumon.example" }] });
    listener = await listen(hubSpot.fetch, { host: "127.0.0.1", port: 0 });
    await open();
  });
  after(async () => {
    await workplace.close();
    await listener.close(0);
  });

  async function open(): Promise<void> {
    hubline = workplace.start({
      HUBSPOT_ACCESS_TOKEN: "pat-na1-test",
      HUBSPOT_BASE_URL: listener.url,
      HUBLINE_EVENT_NAME: "pe1_activity",
      HUBLINE_PUBLIC_URL: publicUrl,
      ...secrets,
    });
    url = await hubline.url();
  }

  /** Posts what a client has signed; gives the status and the ids of the answer. */
  async function post(path: string, body: string, headers: Record<string, string>) {
    const response = await fetch(url + path, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });
    const { ids = [] } = await response.json();
    return { status: response.status, ids };
  }

  /** Waits until HubSpot has an event; gives it, and the address of the contact on whose timeline it shows. */
  async function shown(id: string): Promise<[event: LocalEvent, email: string | undefined]> {
    await hubline.printed(new RegExp(`(?:delivered|duplicate) +pe1_activity ${id}`));
    const events = hubSpot.events().filter((event) => event.id === id);
    const [event] = events;
    assert.ok(event !== undefined && events.length === 1, `${events.length} events`);
    const contact = hubSpot.contacts().find((one) => one.id === event.contactId);
    return [event, contact?.email];
  }

  it("@octokit/webhooks-methods: a delivery and its redelivery are one event of its author", async () => {
    const body = JSON.stringify(mergedPullRequest());
    const headers = {
      "x-github-event": "pull_request",
      "x-hub-signature-256": await sign(secrets.GITHUB_WEBHOOK_SECRET, body),
    };
    const first = await post("/github", body, headers);
    assert.equal(first.status, 202);
    const [event, email] = await shown(first.ids[0]);
    assert.equal(email, "octocat@example.com");
    assert.equal(event.properties.activity, "github.pull_request.merged");
    assert.deepEqual(await post("/github", body, headers), first);
    await shown(first.ids[0]);
    assert.equal((await post("/github", `${body} `, headers)).status, 401);
  });

  for (const mode of [Mode.STRUCTURED, Mode.BINARY]) {
    it(`cloudevents: emitterFor in ${mode} mode`, async () => {
      const emit = emitterFor(httpTransport(`${url}/cloudevents`), { binding: HTTP, mode });
      const source = "https://shop.example.com/orders";
      const event = new CloudEvent({
        type: "com.example.order.paid",
        source,
        id: `order-${mode}`,
        time: "2026-11-20T10:00:00Z",
        data: { buyer: `${mode}@example.com`, total: 5 },
      });
      const headers = { authorization: `Bearer ${secrets.CLOUDEVENTS_TOKEN}` };
      const id = await activityId(["cloudevents", source, `order-${mode}`]);
      assert.deepEqual(JSON.parse((await answerOf(emit(event, { headers }))).body), { ids: [id] });
      const [taken, email] = await shown(id);
      assert.equal(email, `${mode}@example.com`);
      assert.equal(taken.time, "2026-11-20T10:00:00.000Z");
      assert.equal(taken.properties.activity, "cloudevents.com.example.order.paid");
      const refused = await answerOf(emit(event, { headers: { authorization: "Bearer another" } }));
      assert.equal(JSON.parse(refused.body).error.code, "unauthorized");
    });
  }

  const senders: [path: string, name: string, secret: string, payload: Record<string, unknown>][] =
    [
      [
        "/webhooks",
        "standard_webhooks",
        secrets.WEBHOOK_SECRET,
        { type: "order.paid", data: { email: "usual@example.com" } },
      ],
      [
        "/webhooks/shop",
        "shop",
        secrets.SHOP_SECRET,
        { event: "order.paid", data: { buyer: "shop@example.com", product: "An engine" } },
      ],
    ];
  for (const [path, name, secret, payload] of senders) {
    it(`standardwebhooks: what it signs, to ${path}`, async () => {
      const body = JSON.stringify(payload);
      const now = new Date();
      const headers = (signedWith: string) => ({
        "webhook-id": "msg_1",
        "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
        "webhook-signature": new Webhook(signedWith).sign("msg_1", now, body),
      });
      const id = await activityId(["standard_webhooks", name, "msg_1"]);
      assert.deepEqual(await post(path, body, headers(secret)), { status: 202, ids: [id] });
      const [event, email] = await shown(id);
      assert.equal(email, name === "shop" ? "shop@example.com" : "usual@example.com");
      assert.equal(event.properties.activity, `${name}.order.paid`);
      const another = secret === secrets.SHOP_SECRET ? secrets.WEBHOOK_SECRET : secrets.SHOP_SECRET;
      assert.equal((await post(path, body, headers(another))).status, 401);
    });
  }

  it("HubSpot's signature v3 over the public address: an event of the record that changed", async () => {
    const body = JSON.stringify([{
      eventId: 100,
      subscriptionId: 7,
      portalId: 62515,
      appId: 54321,
      occurredAt: Date.parse("2026-11-20T10:00:00Z"),
      subscriptionType: "contact.propertyChange",
      attemptNumber: 0,
      objectId: 123456,
      propertyName: "lifecyclestage",
      propertyValue: "customer",
    }]);
    const timestamp = String(Date.now());
    const headers = (address: string) => ({
      "x-hubspot-request-timestamp": timestamp,
      "x-hubspot-signature-v3": createHmac("sha256", secrets.HUBSPOT_CLIENT_SECRET)
        .update(`POST${address}${body}${timestamp}`).digest("base64"),
    });
    const answer = await post("/hubspot", body, headers(`${publicUrl}/hubspot`));
    assert.equal(answer.status, 202);
    const [event, email] = await shown(answer.ids[0]);
    assert.deepEqual([event.contactId, email], ["123456", "mark@lumon.example"]);
    assert.equal(event.properties.title, "lifecyclestage: customer");
    assert.equal((await post("/hubspot", body, headers(`${url}/hubspot`))).status, 401);
  });

  it("@segment/analytics-node: whom identify told of is known after a kill -9", async () => {
    const client = () => new Analytics({ writeKey: "a-write-key-of-ours", host: url });
    const first = client();
    first.identify({ userId: "u1", traits: { email: "ada@example.com" } });
    await first.closeAndFlush();
    await hubline.printed(/200 POST \/v1\/batch skipped nothing_to_tell/);
    await hubline.end("SIGKILL");
    await open();
    const second = client();
    second.track({ userId: "u1", event: "Order Completed", messageId: "message-1" });
    await second.closeAndFlush();
    const [event, email] = await shown(await activityId(["segment", "message", "message-1"]));
    assert.equal(email, "ada@example.com");
    assert.equal(event.properties.activity, "segment.track.Order Completed");
    assert.equal(event.properties.email_source, "remembered");
  });
});

/** The SDK says of its transport's answer nothing but that there is one. */
async function answerOf(sent: Promise<unknown>): Promise<{ body: string }> {
  const answer = await sent;
  assert.ok(typeof answer === "object" && answer !== null && "body" in answer);
  return { body: String(answer.body) };
}
