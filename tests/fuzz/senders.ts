import { cloudEvents } from "../../src/sources/cloudevents.ts";
import { github, signGitHub, type Source } from "../../src/sources/github.ts";
import { hubSpotWebhooks } from "../../src/sources/hubspot_webhooks.ts";
import { segment } from "../../src/sources/segment.ts";
import { decodeBase64, encodeBase64, hmacSha256, joinBytes } from "../../src/sources/signature.ts";
import { standardWebhooks } from "../../src/sources/standard_webhooks.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import {
  clientSecret,
  cloudEvent,
  contactChange,
  token,
  webhookSecret,
} from "../sources/deliveries.ts";
import { everything, examples } from "../sources/github_examples.ts";
import { writeKey } from "../sources/segment_requests.ts";

/** What a proof is made of. */
export interface Unsigned {
  /** Address that is called. */
  url: string;
  /** Body, as it is signed. */
  bytes: Uint8Array<ArrayBuffer>;
  /** When, in milliseconds since 1970. */
  now: number;
}

/** Bodies that are sent with the same headers. */
export interface Truths {
  /** Headers that say what the body is. */
  kind: Readonly<Record<string, string>>;
  /** The bodies, as JSON values. */
  bodies: readonly unknown[];
}

/** Somebody who sends to a forwarder, and how to pass for them. */
export interface Sender {
  /** Paths that they send to. */
  paths: readonly string[];
  /** What they send. */
  truths: readonly Truths[];
  /** Headers that prove who sends. */
  prove(unsigned: Unsigned): Promise<Record<string, string>>;
}

/** Sender that has a source. */
export interface SourceSender extends Sender {
  /** Path of the route. */
  route: string;
  /** The source. */
  source: Source;
}

/** Token of `POST /events`. */
export const eventsToken = "the-token-of-events";
const gitHubSecret = "It's a Secret to Everybody";

/** The latest example of each event and action, which are some hundred. */
const deliveries = [
  ...new Map(examples.map((one) => [keyOf(one.event, one.payload), one])).values(),
];

async function signWebhook({ bytes, now }: Unsigned): Promise<Record<string, string>> {
  const key = decodeBase64(webhookSecret.slice("whsec_".length)) ?? new Uint8Array();
  const timestamp = String(Math.floor(now / 1_000));
  const signature = encodeBase64(await hmacSha256(key, joinBytes([`msg_1.${timestamp}.`, bytes])));
  return {
    "webhook-id": "msg_1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}

const json = { "content-type": "application/json" };
const paid = { email: "ada@example.com", total: 5, items: [{ name: "Tea", price: 1.5 }] };
const track = {
  type: "track",
  event: "Order Completed",
  userId: "u1",
  anonymousId: "a1",
  messageId: "m1",
  timestamp: "2026-11-20T10:00:00.000Z",
  sentAt: "2026-11-20T10:00:01.000Z",
  context: { traits: { email: "ada@example.com" }, page: { url: "https://shop.example.com/" } },
  properties: { total: 5, products: [{ name: "Tea" }] },
};
const identify = { type: "identify", userId: "u1", traits: { email: "ada@example.com" } };

/** Everybody who has a source of their own. */
export const sourceSenders: readonly SourceSender[] = [
  {
    route: "/github",
    source: github({ ...everything, secret: gitHubSecret }),
    paths: ["/github"],
    truths: [...Map.groupBy(deliveries, ({ event }) => event)].map(([event, all]) => ({
      kind: { ...json, "x-github-event": event },
      bodies: all.map(({ payload }) => payload),
    })),
    prove: async ({ bytes }) => ({ "x-hub-signature-256": await signGitHub(gitHubSecret, bytes) }),
  },
  {
    route: "/cloudevents",
    source: cloudEvents({ token, tokenInAddress: true, actor: { email: "data.customer.email" } }),
    paths: ["/cloudevents"],
    truths: [
      { kind: { "content-type": "application/cloudevents+json" }, bodies: [cloudEvent().toJSON()] },
      {
        kind: { "content-type": "application/cloudevents-batch+json; charset=utf-8" },
        bodies: [[cloudEvent().toJSON(), cloudEvent({ id: "order-8" }).toJSON()]],
      },
      {
        kind: { ...json, "ce-specversion": "1.0", "ce-type": "a", "ce-source": "/b", "ce-id": "c" },
        bodies: [{ customer: paid }],
      },
    ],
    prove: () => Promise.resolve({ authorization: `Bearer ${token}` }),
  },
  {
    route: "/webhooks",
    source: standardWebhooks({ secret: webhookSecret }),
    paths: ["/webhooks"],
    truths: [{
      kind: json,
      bodies: [{ type: "order.paid", timestamp: "2026-11-20T10:00:00Z", data: paid }],
    }],
    prove: signWebhook,
  },
  {
    route: "/hubspot",
    source: hubSpotWebhooks({ clientSecret }),
    paths: ["/hubspot", "/hubspot?from=crm"],
    truths: [{
      kind: json,
      bodies: [
        [contactChange(), contactChange({ subscriptionType: "deal.creation" })],
        { vid: 123, properties: { email: { value: "ada@example.com" }, stage: { value: "lead" } } },
      ],
    }],
    async prove({ url, bytes, now }) {
      const signed = joinBytes([`POST${url}`, bytes, String(now)]);
      return {
        "x-hubspot-request-timestamp": String(now),
        "x-hubspot-signature-v3": encodeBase64(await hmacSha256(clientSecret, signed)),
      };
    },
  },
  {
    route: "/v1",
    source: segment({ writeKey, include: ["identify", "group", "alias"] }),
    paths: ["track", "page", "screen", "identify", "group", "alias", "batch", "import", "t", "b"]
      .map((
        name,
      ) => `/v1/${name}`),
    truths: [{
      kind: json,
      bodies: [
        track,
        identify,
        { type: "alias", userId: "u2", previousId: "u1" },
        { type: "group", userId: "u1", groupId: "g1", traits: { name: "Lumon" } },
        { batch: [track, identify, { ...track, type: "page", name: "Home" }], writeKey },
      ],
    }],
    prove: () => Promise.resolve({ authorization: `Basic ${btoa(`${writeKey}:`)}` }),
  },
];

const ownEvents: readonly unknown[] = [
  customEvent({ uuid: "c1", occurredAt: "2026-11-20T10:00:00Z" }),
  appEvent({
    id: "a-{{uuid}}",
    timestamp: 1_763_632_800_000,
    extraData: { list: [{ a: 1 }] },
    timelineIFrame: {
      linkLabel: "Open",
      headerLabel: "Order",
      url: "https://shop.example.com/7",
      width: 800,
      height: 600,
    },
  }),
  timelineEvent({ id: "t1", domain: "example.com", utk: "cookie" }),
  { inputs: [customEvent({ uuid: "c2" }), appEvent({ id: "a2" }), timelineEvent({ id: "t2" })] },
];

/** Whoever sends HubSpot's own events. */
export const eventsSender: Sender = {
  paths: ["/events"],
  truths: [
    { kind: json, bodies: ownEvents },
    { kind: { "content-type": "application/x-ndjson" }, bodies: ownEvents.slice(0, 3) },
  ],
  prove: () => Promise.resolve({ authorization: `Bearer ${eventsToken}` }),
};

function keyOf(event: string, payload: unknown): string {
  return `${event}.${String(Reflect.get(Object(payload), "action"))}`;
}
