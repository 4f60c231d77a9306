/**
 * CloudEvents 1.0 over HTTP, one at a time (structured or binary mode) or many (batched mode): turns each into an
 * activity.
 *
 * ```ts
 * import { cloudEvents } from "@hubline/timeline/sources/cloudevents";
 * import { CloudEvent, HTTP } from "cloudevents";
 * import assert from "node:assert/strict";
 *
 * const source = cloudEvents({
 *   token: "a-long-random-token",
 *   actor: { email: "data.customer.email" },
 * });
 *
 * const event = new CloudEvent({
 *   type: "com.example.order.paid",
 *   source: "https://shop.example.com",
 *   id: "order-7",
 *   time: "2026-11-20T10:00:00Z",
 *   subject: "Order 7",
 *   data: { customer: { email: "ada@example.com" }, total: 5 },
 * });
 * const message = HTTP.structured(event);
 * const request = {
 *   method: "POST",
 *   url: "https://hooks.example.com/cloudevents",
 *   headers: new Headers({
 *     "content-type": "application/cloudevents+json",
 *     authorization: "Bearer a-long-random-token",
 *   }),
 *   body: new TextEncoder().encode(String(message.body)),
 *   receivedAt: new Date(),
 * };
 *
 * await source.verify(request);
 * const { activities } = await source.parse(request);
 *
 * assert.equal(activities[0]?.type, "cloudevents.com.example.order.paid");
 * assert.equal(activities[0]?.actor.email, "ada@example.com");
 * assert.equal(activities[0]?.properties.total, 5);
 * ```
 *
 * What changes at the sender is the one line with the address, and the token as a header:
 *
 * ```ts
 * import { CloudEvent, emitterFor, httpTransport } from "cloudevents";
 *
 * const emit = emitterFor(httpTransport("https://hooks.example.com/cloudevents"));
 * const send = (event: CloudEvent) =>
 *   emit(event, { headers: { authorization: "Bearer a-long-random-token" } });
 * ```
 *
 * @module
 */
import type { Activity, ActivityValue, Skipped } from "../activity/activity.ts";
import { activityId } from "../activity/id.ts";
import { oneLine } from "../activity/text.ts";
import type { Issue, Validated } from "../validation/issues.ts";
import { type AuthenticationOptions, createAuthentication } from "./cloudevents/authentication.ts";
import { type CloudEvent, documentOf } from "./cloudevents/attributes.ts";
import { readBinary } from "./cloudevents/binary.ts";
import { createHandshake, type HandshakeOptions } from "./cloudevents/handshake.ts";
import { modeOf } from "./cloudevents/mode.ts";
import { readStructured } from "./cloudevents/structured.ts";
import { invalidPayload, isRecord, parseBody } from "./json_body.ts";
import { checkedCount } from "./option_checks.ts";
import { flatten, flatValue } from "./payload/flatten.ts";
import { compileReader, type PayloadPaths } from "./payload/reader.ts";
import { readTimestamp } from "./payload/time.ts";
import { type Parsed, type RawRequest, type Source, SourceError } from "./source.ts";

export type * from "../activity/activity.ts";
export type { Issue } from "../validation/issues.ts";
export type * from "../validation/json.ts";
export type { AuthenticationOptions } from "./cloudevents/authentication.ts";
export type { HandshakeOptions } from "./cloudevents/handshake.ts";
export type { PayloadPath } from "./payload/path.ts";
export type { ActorPaths, PayloadPaths, SubjectPaths } from "./payload/reader.ts";
export * from "./source.ts";
export type { StandardWebhooksSecret } from "./standard_webhooks/keys.ts";

/**
 * What {@linkcode cloudEvents} needs to know. The paths lead through the event as its JSON format writes it, whichever way
 * it came: `data.user.email`, `subject`, or the name of an extension attribute.
 */
export interface CloudEventsOptions extends PayloadPaths, AuthenticationOptions, HandshakeOptions {
  /** Largest body taken, in bytes. Default: 1 MiB; CloudEvents asks for 64 KiB at least. */
  maxBodyBytes?: number;
}

const defaultMaxBodyBytes = 1024 * 1024;

/** Most events of one batch. */
const mostEvents = 1_000;

/** Longest type of an activity, in characters. */
const longestType = 250;

const defaultPaths: PayloadPaths = {
  actor: {
    email: [
      "data.email",
      "data.user.email",
      "data.customer.email",
      "data.contact.email",
      "data.actor.email",
      "subject",
    ],
    name: ["data.user.name", "data.customer.name", "data.contact.name", "data.actor.name"],
  },
  subject: { title: ["data.title", "subject"], url: "data.url" },
  time: "time",
};

/**
 * Makes the source for CloudEvents.
 *
 * An activity's type is `cloudevents.` and the event's; its id comes from `source` and `id`, which together tell an event from
 * every other. Its properties are the flat values of `data`, and the attributes as `ce_source`, `ce_id`, `ce_subject` and so on,
 * extensions included. In a batch, an event that breaks a rule is skipped and named, and the others are taken.
 *
 * CloudEvents itself has no authentication. Taken are the bearer token of its rules for webhooks, which every sender can set,
 * and the signature of Standard Webhooks, which also protects the body. Without TLS, a token is anybody's. A sender that asks by
 * `OPTIONS` before it sends is answered by `allowedOrigins`.
 *
 * Throws a `TypeError` or `RangeError` for options that break their rule.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function cloudEvents(options: CloudEventsOptions): Source {
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  const authentication = createAuthentication(options);
  const reader = compileReader(options, defaultPaths);
  return {
    name: "cloudevents",
    maxBodyBytes: checkedCount(maxBodyBytes, { source: "CloudEvents", name: "maxBodyBytes" }),
    ...authentication,
    permit: createHandshake(options),
    parse,
  };

  async function parse(request: RawRequest): Promise<Parsed> {
    const { events, skipped } = eventsOf(request);
    const receivedAt = request.receivedAt.toISOString();
    const activities: Activity[] = [];
    for (const event of events) activities.push(await activityOf(event, receivedAt));
    return { activities, skipped };
  }

  async function activityOf(event: CloudEvent, receivedAt: string): Promise<Activity> {
    const { id, source, type } = event.attributes;
    const document = documentOf(event);
    const told = oneLine(`cloudevents.${type}`, longestType);
    return {
      id: await activityId(["cloudevents", source, id]),
      type: told,
      time: reader.time(document) ?? readTimestamp(event.attributes.time ?? "") ?? receivedAt,
      actor: reader.actor(document),
      subject: reader.subject(document, told),
      properties: reader.properties(document) ?? propertiesOf(event),
    };
  }
}

/** What a request holds: events, and what should have been some. */
interface Events {
  events: CloudEvent[];
  skipped: Skipped[];
}

function eventsOf(request: RawRequest): Events {
  const mode = modeOf(request.headers);
  if (mode === "structured") return one(readStructured(parseBody(request.body)));
  if (mode === "batched") return batch(parseBody(request.body));
  if (mode === "binary") return one(readBinary(request));
  throw new SourceError(
    "unsupported_media_type",
    "Cannot read the event: expected the content type application/cloudevents+json or " +
      "application/cloudevents-batch+json, or the headers ce-specversion, ce-id, ce-source and ce-type",
  );
}

function one(read: Validated<CloudEvent>): Events {
  if (!read.ok) throw invalidPayload(read.issues);
  return { events: [read.value], skipped: [] };
}

function batch(found: unknown): Events {
  if (!Array.isArray(found) || found.length > mostEvents) {
    throw invalidPayload([{
      path: "",
      message: `Expected a list of at most ${mostEvents} events`,
    }]);
  }
  if (found.length === 0) {
    return { events: [], skipped: [{ reason: "nothing_to_tell", what: "cloudevents" }] };
  }
  const events: CloudEvent[] = [];
  const skipped: (Skipped & { issues: Issue[] })[] = [];
  for (const [index, item] of found.entries()) {
    const read = readStructured(item);
    if (read.ok) events.push(read.value);
    else {
      const issues = read.issues.map(({ path, message }) => ({
        path: path === "" ? `${index}` : `${index}.${path}`,
        message,
      }));
      skipped.push({ reason: "invalid_event", what: `cloudevents.${index}`, issues });
    }
  }
  if (events.length === 0) throw invalidPayload(skipped.flatMap(({ issues }) => issues));
  return { events, skipped };
}

function propertiesOf({ attributes, extensions, data }: CloudEvent): Record<string, ActivityValue> {
  const { id, source, subject, dataschema } = attributes;
  const told = [...extensions, ...Object.entries({ id, source, subject, dataschema })];
  const known = told.flatMap(([name, value]) => {
    const flat = flatValue(value);
    return flat === undefined ? [] : [[`ce_${name}`, flat] as const];
  });
  return { ...flatten(data, isRecord(data) ? "" : "data"), ...Object.fromEntries(known) };
}
