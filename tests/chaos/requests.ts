import type { HubSpotEvent } from "../../mod.ts";
import { signGitHub } from "../../src/sources/github.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { sendStandardWebhook } from "../sources/deliveries.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { strictEvent } from "./definitions.ts";
import { loginOf } from "./rules.ts";
import { secrets } from "./secrets.ts";
import { everybody, type SentEvent, type Shipment } from "./shipments.ts";

/** A request, less the address of the forwarder. */
export interface WrittenRequest {
  /** Path of its route. */
  path: string;
  /** Headers. */
  headers: Record<string, string>;
  /** Body. */
  body: string;
}

const json = { "content-type": "application/json" };

/** When everything that is told of happened. */
const happenedAt = "2026-11-20T10:00:00.000Z";

/** What a request depends on besides its shipment. */
export interface RequestContext {
  /** The time by the forwarder's clock, in milliseconds since 1970. */
  now: number;
  /** Whether the forwarder was told who Segment's users are, and remembers it: then no address is told again. */
  knowsUsers: boolean;
}

/** Writes the request of a shipment, the same each time but for signatures that carry the time. */
export async function writeRequest(
  shipment: Shipment,
  { now, knowsUsers }: RequestContext,
): Promise<WrittenRequest> {
  const { number, way, events } = shipment;
  const bearer = { ...json, authorization: `Bearer ${secrets.events}` };
  const key = { "idempotency-key": `"shipment-${number}"` };
  switch (way) {
    case "one event":
      return {
        path: "/events",
        headers: { ...bearer, ...key },
        body: JSON.stringify(ownOf(events, number)[0]),
      };
    case "array":
      return {
        path: "/events",
        headers: { ...bearer, ...key },
        body: JSON.stringify({ inputs: ownOf(events, number) }),
      };
    case "lines":
      return {
        path: "/events",
        headers: { ...bearer, ...key, "content-type": "application/x-ndjson" },
        body: ownOf(events, number).map((event) => `${JSON.stringify(event)}\n`).join(""),
      };
    case "github":
      return await writeGitHub(shipment);
    case "segment":
      return writeSegment(events.map((event) => trackOf(event, knowsUsers)));
    case "cloudevents":
      return writeCloudEvents(events);
    case "webhook":
      return { path: "/webhooks", ...writeWebhook(shipment, now) };
  }
}

/**
 * HubSpot's own events, of all three families. Those of apps are few: a batch of them of which HubSpot has one already is
 * refused whole, and asking for each of it takes the account's limit for as long as everything else together.
 */
function ownOf(events: readonly SentEvent[], number: number): HubSpotEvent[] {
  return events.map(({ mark, email, isBad }, index): HubSpotEvent => {
    if (isBad) return customEvent({ ...strictEvent, email, properties: { mark, seats: "many" } });
    switch ((number + index) % 5) {
      case 0:
        return appEvent({
          eventTypeName: "ae1_own",
          email,
          properties: { mark },
          timestamp: happenedAt,
        });
      case 1:
      case 2:
        return timelineEvent({
          eventTemplateId: "1002",
          email,
          tokens: { mark },
          timestamp: happenedAt,
        });
      default:
        return customEvent({
          eventName: "pe1_own",
          email,
          properties: { mark },
          occurredAt: happenedAt,
        });
    }
  });
}

async function writeGitHub({ number, events: [event] }: Shipment): Promise<WrittenRequest> {
  const { mark = "", email = "" } = event ?? {};
  const delivery = mergedPullRequest({ login: loginOf(email) });
  const pull = { node_id: `PR_${mark}`, id: number + 1, number: number + 1, title: mark };
  const body = JSON.stringify({
    ...delivery,
    number: pull.number,
    pull_request: {
      ...Object(delivery.pull_request),
      ...pull,
      html_url: `https://github.com/hubline/timeline/pull/${pull.number}`,
    },
  });
  return {
    path: "/github",
    headers: {
      ...json,
      "x-github-event": "pull_request",
      "x-github-delivery": mark,
      "x-hub-signature-256": await signGitHub(secrets.github, body),
    },
    body,
  };
}

/** Tells the forwarder who Segment's users are, once and for all. */
export function writeUsers(): WrittenRequest {
  return writeSegment(everybody.map((email) => ({
    type: "identify",
    messageId: `identify ${email}`,
    userId: loginOf(email),
    traits: { email },
    timestamp: happenedAt,
  })));
}

function trackOf({ mark, email }: SentEvent, knowsUsers: boolean): Record<string, unknown> {
  return {
    type: "track",
    event: "Chaos",
    messageId: mark,
    userId: knowsUsers ? loginOf(email) : email,
    timestamp: happenedAt,
    properties: { mark },
  };
}

function writeSegment(batch: readonly Record<string, unknown>[]): WrittenRequest {
  return {
    path: "/v1/batch",
    headers: { ...json, authorization: `Basic ${btoa(`${secrets.segment}:`)}` },
    body: JSON.stringify({ batch, sentAt: happenedAt }),
  };
}

function writeCloudEvents(events: readonly SentEvent[]): WrittenRequest {
  const batch = events.map(({ mark, email }) => ({
    specversion: "1.0",
    type: "example.chaos",
    source: "https://shop.example.com/orders",
    id: mark,
    time: happenedAt,
    data: { email, mark },
  }));
  return {
    path: "/cloudevents",
    headers: {
      authorization: `Bearer ${secrets.cloudEvents}`,
      "content-type": "application/cloudevents-batch+json",
    },
    body: JSON.stringify(batch),
  };
}

function writeWebhook({ events: [event] }: Shipment, now: number): Omit<WrittenRequest, "path"> {
  const { mark = "", email = "" } = event ?? {};
  const payload = { type: "chaos", timestamp: happenedAt, data: { email, mark } };
  const sent = sendStandardWebhook(payload, {
    id: mark,
    signedAt: new Date(now),
    secret: secrets.webhook,
  });
  return { headers: sent.headers, body: String(sent.body) };
}
