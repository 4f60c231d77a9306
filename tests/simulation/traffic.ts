import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { HubSpotEvent } from "../../mod.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { markerOf } from "./marker.ts";

/** Where a request comes from. */
export type TrafficSource =
  | "github"
  | "event"
  | "events"
  | "lines"
  | "segment"
  | "webhook"
  | "cloudevents";

/** A request that somebody sends, again and again until it is acknowledged. */
export interface Arrival {
  /** Which of the forwarder's routes it is for, and how it is written. */
  source: TrafficSource;
  /** Number of the first event in it; the others follow. */
  first: number;
  /** How many events are in it. */
  count: number;
  /** Family of HubSpot's own events, for `/events`. */
  family: "custom" | "app" | "timeline" | "mixed";
  /** What makes a repeat the same, for `/events`: the events' own ids, an Idempotency-Key, or nothing. */
  ids: "own" | "key" | "none";
  /** How long before the first sending it happened, in milliseconds. */
  agoMs: number;
  /** Whether events for `/events` say when they happened. */
  isTimed: boolean;
  /** How often it is sent at most while it is not acknowledged; what nothing makes the same is sent once. */
  tries: number;
  /** Sent once more after it was acknowledged, so many milliseconds later. Default: it is not. */
  againAfterMs?: number;
}

/** Secrets that senders and forwarder share. */
export const secrets = {
  github: "the webhook's secret",
  events: "the-token-of-events",
  segment: "a-write-key",
  webhook: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  cloudevents: "the-token-of-cloudevents",
} as const;

const json = "application/json";

/** Writes the request of one attempt, at a time in milliseconds since 1970 by the sender's clock. */
export function requestOf(
  arrival: Arrival,
  times: Times,
): { url: string; method: string; headers: Record<string, string>; body: string } {
  const { path, ...rest } = writers[arrival.source](arrival, times);
  return { url: `http://forwarder${path}`, method: "POST", ...rest };
}

interface Written {
  path: string;
  headers: Record<string, string>;
  body: string;
}

interface Times {
  /** When it happened. */
  happened: number;
  /** The time of this attempt. */
  now: number;
}

const writers: Record<TrafficSource, (arrival: Arrival, times: Times) => Written> = {
  github({ first }, { happened }) {
    const time = wholeSeconds(happened);
    const delivery = mergedPullRequest();
    const pullRequest = {
      ...(delivery.pull_request as Record<string, unknown>),
      id: first,
      node_id: `PR_${first}`,
      number: first,
      title: markerOf(first),
      merged_at: time,
      closed_at: time,
      updated_at: time,
    };
    const body = JSON.stringify({ ...delivery, number: first, pull_request: pullRequest });
    const signature = createHmac("sha256", secrets.github).update(body).digest("hex");
    return {
      path: "/github",
      headers: { "x-github-event": "pull_request", "x-hub-signature-256": `sha256=${signature}` },
      body,
    };
  },
  event: (arrival, times) =>
    toEvents(arrival, json, JSON.stringify(eventOf(arrival, arrival.first, times))),
  events: (arrival, times) =>
    toEvents(arrival, json, JSON.stringify({ inputs: eventsOf(arrival, times) })),
  lines: (arrival, times) =>
    toEvents(
      arrival,
      "application/x-ndjson",
      eventsOf(arrival, times).map((event) => JSON.stringify(event)).join("\n"),
    ),
  segment(arrival, { happened, now }) {
    const batch = numbersOf(arrival).map((number) => ({
      type: "track",
      event: markerOf(number),
      messageId: `message-${number}`,
      timestamp: new Date(happened).toISOString(),
      context: { traits: { email: "ada@example.com" } },
    }));
    return {
      path: "/v1/batch",
      headers: { authorization: `Basic ${btoa(`${secrets.segment}:`)}`, "content-type": json },
      body: JSON.stringify({ batch, sentAt: new Date(now).toISOString() }),
    };
  },
  webhook({ first }, { happened, now }) {
    const body = JSON.stringify({
      type: "order.paid",
      timestamp: new Date(happened).toISOString(),
      data: { title: markerOf(first), email: "ada@example.com" },
    });
    const id = `message-${first}`;
    return {
      path: "/webhook",
      headers: {
        "content-type": json,
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now / 1_000)),
        "webhook-signature": new Webhook(secrets.webhook).sign(id, new Date(now), body),
      },
      body,
    };
  },
  cloudevents(arrival, { happened }) {
    const events = numbersOf(arrival).map((number) => ({
      specversion: "1.0",
      id: `event-${number}`,
      source: "https://shop.example.com/orders",
      type: "com.example.order.paid",
      time: new Date(happened).toISOString(),
      data: { title: markerOf(number), email: "ada@example.com" },
    }));
    return {
      path: "/cloudevents",
      headers: {
        authorization: `Bearer ${secrets.cloudevents}`,
        "content-type": "application/cloudevents-batch+json",
      },
      body: JSON.stringify(events),
    };
  },
};

/** Numbers of the events of an arrival. */
export function numbersOf({ first, count }: Arrival): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** When an event will be shown to have happened, where its sender says so; of GitHub's times the seconds are whole. */
export function statedTime({ source, isTimed }: Arrival, happened: number): number | undefined {
  if (source === "github") return Date.parse(wholeSeconds(happened));
  const isOwn = source === "event" || source === "events" || source === "lines";
  return isOwn && !isTimed ? undefined : happened;
}

function toEvents({ ids, first }: Arrival, type: string, body: string): Written {
  return {
    path: "/events",
    headers: {
      authorization: `Bearer ${secrets.events}`,
      "content-type": type,
      ...(ids === "key" ? { "idempotency-key": `"request-${first}"` } : {}),
    },
    body,
  };
}

function eventsOf(arrival: Arrival, times: Times): HubSpotEvent[] {
  return numbersOf(arrival).map((number) => eventOf(arrival, number, times));
}

function eventOf(
  { family, ids, isTimed }: Arrival,
  number: number,
  { happened }: Times,
): HubSpotEvent {
  const id = ids === "own" ? `own-${number}` : undefined;
  const time = isTimed ? new Date(happened).toISOString() : undefined;
  const values = { title: markerOf(number) };
  const ofTimeline = {
    ...(id === undefined ? {} : { id }),
    ...(time === undefined ? {} : { timestamp: time }),
  };
  const choice = family === "mixed" ? families[number % families.length] : family;
  if (choice === "app") return appEvent({ properties: values, ...ofTimeline });
  if (choice === "timeline") return timelineEvent({ tokens: values, ...ofTimeline });
  return customEvent({
    properties: values,
    ...(id === undefined ? {} : { uuid: id }),
    ...(time === undefined ? {} : { occurredAt: time }),
  });
}

const families = ["custom", "app", "timeline"] as const;

function wholeSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
