/**
 * Webhooks that are signed as Standard Webhooks has it, which many products' are, and all that Svix sends: checks the
 * signature and turns each into an activity.
 *
 * ```ts
 * import { standardWebhooks } from "@hubline/timeline/sources/standard_webhooks";
 * import assert from "node:assert/strict";
 * import { Webhook } from "standardwebhooks";
 *
 * const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
 * const source = standardWebhooks({
 *   name: "shop",
 *   secret,
 *   actor: { email: "data.customer.email" },
 *   subject: { title: "data.product" },
 * });
 *
 * const now = new Date();
 * const text = JSON.stringify({
 *   type: "order.paid",
 *   timestamp: "2026-11-20T10:00:00Z",
 *   data: { customer: { email: "ada@example.com" }, product: "A difference engine", total: 5 },
 * });
 * const headers = new Headers({
 *   "webhook-id": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
 *   "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
 *   "webhook-signature": new Webhook(secret).sign("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", now, text),
 * });
 * const body = new TextEncoder().encode(text);
 * const url = "https://hooks.example.com/shop";
 * const request = { method: "POST", url, headers, body, receivedAt: now };
 *
 * await source.verify(request);
 * const { activities } = await source.parse(request);
 *
 * assert.equal(activities[0]?.type, "shop.order.paid");
 * assert.equal(activities[0]?.actor.email, "ada@example.com");
 * assert.equal(activities[0]?.properties.total, 5);
 * ```
 *
 * What changes at the sender is the one line with the endpoint's address, in its settings for webhooks; the secret that
 * they show goes into `secret`.
 *
 * @module
 */
import type { Activity } from "../activity/activity.ts";
import { activityId } from "../activity/id.ts";
import { oneLine } from "../activity/text.ts";
import { invalidPayload, isRecord, parseBody } from "./json_body.ts";
import { checkedCount } from "./option_checks.ts";
import { flatten } from "./payload/flatten.ts";
import { compilePath, type PayloadPath, valuesAt } from "./payload/path.ts";
import { compileReader, type PayloadPaths } from "./payload/reader.ts";
import type { Parsed, RawRequest, Source } from "./source.ts";
import type { StandardWebhooksSecret } from "./standard_webhooks/keys.ts";
import { createSignatureCheck, signedHeaders } from "./standard_webhooks/verification.ts";

export type * from "../activity/activity.ts";
export type { Issue } from "../validation/issues.ts";
export type * from "../validation/json.ts";
export type { PayloadPath } from "./payload/path.ts";
export type { ActorPaths, PayloadPaths, SubjectPaths } from "./payload/reader.ts";
export * from "./source.ts";
export type { StandardWebhooksSecret } from "./standard_webhooks/keys.ts";

/** What {@linkcode standardWebhooks} needs to know; the paths lead through the body. */
export interface StandardWebhooksOptions extends PayloadPaths {
  /**
   * The sender: begins every activity's type and goes into its id, so that two senders with the same message ids stay
   * apart. Lower-case letters, digits and `_`. Default: `standard_webhooks`.
   */
  name?: string;
  /**
   * Secrets as the sender shows them (`whsec_…`, or Base64 alone), their bytes, or the sender's public keys (`whpk_…`,
   * scheme `v1a`). Several while one is being changed: a delivery signed with any of them is taken.
   */
  secret: StandardWebhooksSecret | readonly StandardWebhooksSecret[];
  /** Longest time between signing and receiving, either way, in seconds. Default: 300. */
  toleranceSeconds?: number;
  /** Where the type of the event stands. Default: `type`. */
  type?: PayloadPath;
  /** Largest body taken, in bytes. Default: 1 MiB. */
  maxBodyBytes?: number;
}

const source = "Standard Webhooks";

const defaultMaxBodyBytes = 1024 * 1024;

/** Longest type of an event, in characters. */
const longestType = 200;

const defaultPaths: PayloadPaths = {
  actor: {
    email: [
      "data.email",
      "data.user.email",
      "data.customer.email",
      "data.contact.email",
      "data.object.email",
      "user.email",
      "email",
    ],
    name: ["data.user.name", "data.customer.name", "data.contact.name", "user.name"],
  },
  subject: { title: ["data.title", "title"], url: ["data.url", "url"] },
  time: "timestamp",
};

/**
 * Makes the source for one sender of webhooks that follow Standard Webhooks, with its headers (`webhook-id`,
 * `webhook-timestamp`, `webhook-signature`) or Svix's (`svix-id` and so on).
 *
 * An activity's type is the name, a dot and the payload's type; its id comes from the name and `webhook-id`, which is the
 * same in every attempt. Its time is the payload's, or else that of the signature. Its properties are the flat values of
 * `data`, or of the whole payload where it has no such object.
 *
 * Throws a `TypeError` or `RangeError` for options that break their rule.
 *
 * @see https://www.standardwebhooks.com
 */
export function standardWebhooks(options: StandardWebhooksOptions): Source {
  const { name = "standard_webhooks", maxBodyBytes = defaultMaxBodyBytes } = options;
  if (typeof name !== "string" || !/^[a-z][a-z0-9_]{0,49}$/.test(name)) {
    throw new TypeError(
      `Cannot make the ${source} source: name must be lower-case letters, digits and _, is ${name}`,
    );
  }
  const { secret, toleranceSeconds } = options;
  const check = createSignatureCheck({ source, secret, toleranceSeconds });
  const reader = compileReader(options, defaultPaths);
  const type = compilePath(options.type ?? "type", "type");
  return {
    name,
    maxBodyBytes: checkedCount(maxBodyBytes, { source, name: "maxBodyBytes" }),
    ...check,
    parse,
  };

  async function parse({ headers, body }: RawRequest): Promise<Parsed> {
    const payload = parseBody(body);
    if (!isRecord(payload)) {
      throw invalidPayload([{ path: "", message: "Expected an object" }]);
    }
    const { id, timestamp } = signedHeaders(headers);
    const told = `${name}.${typeOf(payload)}`;
    const activity: Activity = {
      id: await activityId(["standard_webhooks", name, id]),
      type: told,
      time: reader.time(payload) ?? new Date(Number(timestamp) * 1000).toISOString(),
      actor: reader.actor(payload),
      subject: reader.subject(payload, told),
      properties: reader.properties(payload) ??
        flatten(isRecord(payload.data) ? payload.data : payload),
    };
    return { activities: [activity], skipped: [] };
  }

  function typeOf(payload: unknown): string {
    for (const value of valuesAt(payload, type)) {
      const line = typeof value === "string" ? oneLine(value, longestType) : "";
      if (line !== "") return line;
    }
    const path = type[0]?.join(".") ?? "";
    throw invalidPayload([{ path, message: "Expected the type of the event, found none" }]);
  }
}
