import { CloudEvent, type CloudEventV1, HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";
import { signHubSpot } from "../../src/sources/hubspot_webhooks.ts";
import type { RawRequest } from "../../src/sources/source.ts";

/** When every delivery here is received. */
export const receivedAt = new Date("2026-11-20T12:00:00Z");

/** Token that senders of CloudEvents carry here. */
export const token = "a-long-random-token";

/** Secret that the senders of Standard Webhooks sign with here. */
export const webhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** Client secret of HubSpot's own examples. */
export const clientSecret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";

/** Headers and body as a client would hand them to `fetch`. */
export interface Sent {
  /** By name. */
  headers: Record<string, string>;
  /** What is sent. */
  body: string | Uint8Array;
}

/** Makes a request of what a client sends. */
export function request({ headers, body }: Sent, own: Partial<RawRequest> = {}): RawRequest {
  return {
    method: "POST",
    url: "https://hooks.example.com/source",
    headers: new Headers(headers),
    body: typeof body === "string" ? new TextEncoder().encode(body) : Uint8Array.from(body),
    receivedAt,
    ...own,
  };
}

/** An event as the CloudEvents SDK makes it; single attributes can be replaced. */
export function cloudEvent(own: Partial<CloudEventV1<unknown>> = {}): CloudEvent<unknown> {
  return new CloudEvent<unknown>({
    type: "com.example.order.paid",
    source: "https://shop.example.com/orders",
    id: "order-7",
    time: "2026-11-20T10:00:00Z",
    subject: "Order 7",
    data: { customer: { email: "ada@example.com", name: "Ada" }, total: 5, isGift: true },
    ...own,
  });
}

/** What the CloudEvents SDK sends for events: one in structured or binary mode, or all in a batch. */
export function sendCloudEvents(
  mode: "structured" | "binary" | "batched",
  events: readonly CloudEvent<unknown>[],
): Sent {
  const authorization = `Bearer ${token}`;
  const [event] = events;
  if (mode === "batched" || event === undefined) {
    // The SDK reads batches and writes none: its events say how each of them is written.
    return {
      headers: { authorization, "content-type": "application/cloudevents-batch+json" },
      body: JSON.stringify(events),
    };
  }
  const message = HTTP[mode](event);
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  const { body } = message;
  return {
    headers: { ...Object.fromEntries(headers), authorization },
    body: body instanceof Uint8Array ? body : String(body ?? ""),
  };
}

/** What a sender of Standard Webhooks sends, signed by their own library. */
export function sendStandardWebhook(
  payload: unknown,
  { id = "msg_1", signedAt = receivedAt, secret = webhookSecret, prefix = "webhook" } = {},
): Sent {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return {
    headers: {
      "content-type": "application/json",
      [`${prefix}-id`]: id,
      [`${prefix}-timestamp`]: String(Math.floor(signedAt.getTime() / 1000)),
      [`${prefix}-signature`]: new Webhook(secret).sign(id, signedAt, body),
    },
    body,
  };
}

/** Address that HubSpot calls here. */
export const hubSpotUrl = "https://hooks.example.com/hubspot?from=crm";

/** What HubSpot sends, signed with v3. */
export async function sendHubSpot(
  payload: unknown,
  { signedAt = receivedAt, url = hubSpotUrl } = {},
): Promise<Sent> {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const signature = await signHubSpot(clientSecret, { method: "POST", url, body, signedAt });
  return { headers: { "content-type": "application/json", ...signature }, body };
}

/** A change of a contact as HubSpot tells it; single members can be replaced. */
export function contactChange(own: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventId: 100,
    subscriptionId: 7,
    portalId: 62515,
    appId: 54321,
    occurredAt: Date.parse("2026-11-20T10:00:00Z"),
    subscriptionType: "contact.propertyChange",
    attemptNumber: 0,
    objectId: 123,
    propertyName: "lifecyclestage",
    propertyValue: "customer",
    changeSource: "CRM_UI",
    ...own,
  };
}
