import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Webhook } from "standardwebhooks";
import { cloudEvents, type CloudEventsOptions, receive } from "../../src/sources/cloudevents.ts";
import {
  cloudEvent,
  receivedAt,
  request,
  sendCloudEvents,
  type Sent,
  token,
  webhookSecret,
} from "./deliveries.ts";

describe("cloudEvents() options", () => {
  const refusals: readonly [options: CloudEventsOptions, name: string, message: string][] = [
    [{}, "TypeError", "it needs token or secret, neither is there"],
    [{ token, secret: webhookSecret }, "TypeError", "it needs token or secret, both are there"],
    [{ token: "" }, "RangeError", "token must not be empty"],
    [{ token: [] }, "RangeError", "token must hold at least one, holds none"],
    [{ token: [token, "two words"] }, "TypeError", "token must be one word, holds white space"],
    [{ secret: "whsec_" }, "RangeError", "secret must not be empty"],
    [
      { secret: webhookSecret, toleranceSeconds: 0 },
      "RangeError",
      "toleranceSeconds must be a whole number from 1, is 0",
    ],
    [
      { token, allowedOrigins: ["https://eventgrid.azure.net"] },
      "RangeError",
      'allowedOrigins must hold names such as eventgrid.azure.net, holds "https://eventgrid.azure.net"',
    ],
    [
      { token, allowedOrigins: [""] },
      "RangeError",
      'allowedOrigins must hold names such as eventgrid.azure.net, holds ""',
    ],
    [
      { token, maxBodyBytes: 0.5 },
      "RangeError",
      "maxBodyBytes must be a whole number from 1, is 0.5",
    ],
  ];
  for (const [options, name, message] of refusals) {
    it(`are refused: ${message}`, () => {
      assert.throws(() => cloudEvents(options), {
        name,
        message: `Cannot make the CloudEvents source: ${message}`,
      });
    });
  }

  it("are refused with a path that is none", () => {
    assert.throws(() => cloudEvents({ token, actor: { email: "data..email" } }), {
      name: "TypeError",
      message: 'Cannot read actor.email: expected a path like data.user.email, found "data..email"',
    });
  });
});

describe("cloudEvents() with a token", () => {
  const source = cloudEvents({ token: ["the-next-token", token] });
  const sent = sendCloudEvents("binary", [cloudEvent()]);
  const carrying = (authorization: string | undefined, url?: string) => {
    const { authorization: _, ...headers } = sent.headers;
    const all: Record<string, string> = authorization === undefined
      ? headers
      : { ...headers, authorization };
    return request({ ...sent, headers: all }, url === undefined ? {} : { url });
  };

  for (const authorization of [`Bearer ${token}`, `bearer  ${token}`, "BEARER the-next-token"]) {
    it(`takes ${authorization}`, async () => {
      assert.equal((await receive(source, carrying(authorization))).activities.length, 1);
    });
  }

  const expected =
    "Cannot verify the event: Expected the header Authorization: Bearer with the token";
  const refusals: readonly [authorization: string | undefined, message: string][] = [
    [undefined, expected],
    ["", expected],
    [token, expected],
    [`Basic ${btoa(`user:${token}`)}`, expected],
    [`Bearer ${token} ${token}`, expected],
    [`Bearer ${token}x`, "Cannot verify the event: The token is not the expected one"],
    [`Bearer ${token.slice(1)}`, "Cannot verify the event: The token is not the expected one"],
  ];
  for (const [authorization, message] of refusals) {
    it(`refuses ${authorization ?? "no header"}`, async () => {
      const error = { name: "SourceError", code: "unauthorized", message };
      await assert.rejects(receive(source, carrying(authorization)), error);
    });
  }

  it("lets nobody without a bearer token send a body", () => {
    assert.throws(() => source.admit?.(new Headers()), { code: "unauthorized", message: expected });
    source.admit?.(new Headers({ authorization: "Bearer whatever" }));
  });

  it("takes one in the address only where that is allowed", async () => {
    const url = `https://hooks.example.com/cloudevents?a=b&access_token=${token}`;
    await assert.rejects(receive(source, carrying(undefined, url)), { code: "unauthorized" });
    const open = cloudEvents({ token, tokenInAddress: true });
    open.admit?.(new Headers());
    assert.equal((await receive(open, carrying(undefined, url))).activities.length, 1);
    await assert.rejects(receive(open, carrying(undefined, `${url}x`)), { code: "unauthorized" });
    await assert.rejects(receive(open, carrying(undefined)), { code: "unauthorized" });
    await assert.rejects(receive(open, carrying(undefined, "no address")), {
      code: "unauthorized",
    });
    assert.equal((await receive(open, carrying(`Bearer ${token}`))).activities.length, 1);
  });

  it("looks at it before the event", async () => {
    const broken = request({
      headers: { "content-type": "application/cloudevents+json", authorization: "Bearer wrong" },
      body: "{",
    });
    await assert.rejects(receive(source, broken), { code: "unauthorized" });
  });
});

describe("cloudEvents() with a secret", () => {
  const source = cloudEvents({ secret: webhookSecret });
  const sign = ({ headers, body }: Sent): Sent => ({
    headers: {
      ...headers,
      "webhook-id": "1",
      "webhook-timestamp": String(receivedAt.getTime() / 1000),
      "webhook-signature": new Webhook(webhookSecret).sign("1", receivedAt, String(body)),
    },
    body,
  });

  it("takes signed events in structured and batched mode", async () => {
    for (const mode of ["structured", "batched"] as const) {
      const raw = request(sign(sendCloudEvents(mode, [cloudEvent()])));
      source.admit?.(raw.headers);
      assert.equal((await receive(source, raw)).activities.length, 1);
    }
  });

  it("takes a structured event that has its attributes in headers, too", async () => {
    const sent = sign(sendCloudEvents("structured", [cloudEvent()]));
    const headers = { ...sent.headers, "ce-id": "another" };
    const { activities } = await receive(source, request({ ...sent, headers }));
    assert.equal(activities[0]?.properties.ce_id, "order-7");
  });

  it("refuses binary mode, whose attributes nobody signed", async () => {
    const raw = request(sign(sendCloudEvents("binary", [cloudEvent()])));
    const error = {
      code: "unauthorized",
      message:
        "Cannot verify the event: Its attributes are in headers, which the signature does not cover; " +
        "send it in structured mode",
    };
    assert.throws(() => source.admit?.(raw.headers), error);
    await assert.rejects(receive(source, raw), error);
  });

  it("refuses a token in place of a signature", async () => {
    await assert.rejects(
      receive(source, request(sendCloudEvents("structured", [cloudEvent()]))),
      { code: "unauthorized", message: "Cannot verify the delivery: webhook-id is missing" },
    );
  });
});
