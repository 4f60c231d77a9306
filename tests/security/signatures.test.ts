import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { describe, it } from "node:test";
import { defaultMapping } from "../../mod.ts";
import type { Source } from "../../src/sources/source.ts";
import { cloudEvents } from "../../src/sources/cloudevents.ts";
import { github } from "../../src/sources/github.ts";
import { hubSpotWebhooks } from "../../src/sources/hubspot_webhooks.ts";
import { segment } from "../../src/sources/segment.ts";
import { standardWebhooks } from "../../src/sources/standard_webhooks.ts";
import { start } from "../edge/harness.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

const secret = "a-secret-of-thirty-two-bytes-or-so";
const webhookSecret = `whsec_${btoa(secret)}`;
const origin = "http://localhost";
type Headers = Record<string, string>;

function hmac(algorithm: string, text: string, key = secret) {
  return createHmac(algorithm, key).update(text);
}

/** A sender, what they send, and how it is signed. */
interface Sender {
  source: Source;
  /** Where they send it. Default: the source's route. */
  path?: string;
  body: string;
  /** Headers that are not signed. */
  kind: Headers;
  /** Signs as the sender does, with whatever secret, at a time in milliseconds. */
  sign(body: string, by: { key: string; at: number }): Headers;
  /** Whether a time is signed with it. */
  isTimed: boolean;
  /** Proofs that are weaker than the sender's own, and that nobody asked for. */
  downgrades: Record<string, (body: string, at: number) => Headers>;
}

function signWebhook(
  body: string,
  { key, at }: { key: string; at: number },
  id = "msg_1",
): Headers {
  const seconds = String(Math.floor(at / 1_000));
  const signature = hmac("sha256", `${id}.${seconds}.${body}`, key).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": `v1,${signature}`,
  };
}

const event = {
  specversion: "1.0",
  id: "1",
  source: "/shop",
  type: "paid",
  data: { email: "ada@example.com" },
};

const senders: Readonly<Record<string, Sender>> = {
  "GitHub": {
    source: github({ secret }),
    body: JSON.stringify(mergedPullRequest()),
    kind: { "x-github-event": "pull_request" },
    sign: (body, { key }) => ({
      "x-hub-signature-256": `sha256=${hmac("sha256", body, key).digest("hex")}`,
    }),
    isTimed: false,
    downgrades: {
      "SHA-1 alone": (body) => ({
        "x-hub-signature": `sha1=${hmac("sha1", body).digest("hex")}`,
      }),
      "SHA-1 in the place of SHA-256": (body) => ({
        "x-hub-signature-256": `sha1=${hmac("sha1", body).digest("hex")}`,
      }),
      "a digest without the secret": (body) => ({
        "x-hub-signature-256": `sha256=${createHash("sha256").update(body).digest("hex")}`,
      }),
      "a digest cut short": (body) => ({
        "x-hub-signature-256": `sha256=${hmac("sha256", body).digest("hex").slice(0, 8)}`,
      }),
    },
  },
  "Standard Webhooks": {
    source: standardWebhooks({ secret: webhookSecret }),
    body: JSON.stringify({ type: "paid", data: { email: "ada@example.com" } }),
    kind: {},
    sign: signWebhook,
    isTimed: true,
    downgrades: {
      "the version of another key": (body, at) => {
        const signed = signWebhook(body, { key: secret, at });
        return {
          ...signed,
          "webhook-signature": String(signed["webhook-signature"]).replace("v1,", "v1a,"),
        };
      },
      "no version": (body, at) => {
        const signed = signWebhook(body, { key: secret, at });
        return { ...signed, "webhook-signature": String(signed["webhook-signature"]).slice(3) };
      },
      "a signature without the id": (body, at) => {
        const { "webhook-id": _, ...signed } = signWebhook(body, { key: secret, at }, "");
        return signed;
      },
      "an id that was not signed": (body, at) => ({
        ...signWebhook(body, { key: secret, at }),
        "webhook-id": "msg_2",
      }),
      "a time that was not signed": (body, at) => ({
        ...signWebhook(body, { key: secret, at: at - 60_000 }),
        "webhook-timestamp": String(Math.floor(at / 1_000)),
      }),
    },
  },
  "CloudEvents with a secret": {
    source: cloudEvents({ secret: webhookSecret }),
    body: JSON.stringify(event),
    kind: { "content-type": "application/cloudevents+json" },
    sign: signWebhook,
    isTimed: true,
    downgrades: {
      "the secret as a bearer token": () => ({ authorization: `Bearer ${webhookSecret}` }),
      "binary mode, whose attributes nobody signed": (body, at) => ({
        ...signWebhook(body, { key: secret, at }),
        "content-type": "application/json",
        "ce-specversion": "1.0",
        "ce-id": "1",
        "ce-source": "/shop",
        "ce-type": "paid",
      }),
    },
  },
  "CloudEvents with a token": {
    source: cloudEvents({ token: secret }),
    body: JSON.stringify(event),
    kind: { "content-type": "application/cloudevents+json" },
    sign: (_, { key }) => ({ authorization: `Bearer ${key}` }),
    isTimed: false,
    downgrades: {
      "Basic authentication": () => ({ authorization: `Basic ${btoa(`:${secret}`)}` }),
      "the beginning of the token": () => ({ authorization: `Bearer ${secret.slice(0, -1)}` }),
      "the token without its scheme": () => ({ authorization: secret }),
      "the token as a cookie": () => ({ cookie: `access_token=${secret}` }),
    },
  },
  "HubSpot": {
    source: hubSpotWebhooks({ clientSecret: secret }),
    body: JSON.stringify({ vid: 5, email: "ada@example.com" }),
    kind: {},
    sign: (body, { key, at }) => ({
      "x-hubspot-request-timestamp": String(at),
      "x-hubspot-signature-v3": hmac("sha256", `POST${origin}/in${body}${at}`, key).digest(
        "base64",
      ),
    }),
    isTimed: true,
    downgrades: {
      "version 1": (body) => ({
        "x-hubspot-signature-version": "v1",
        "x-hubspot-signature": createHash("sha256").update(secret + body).digest("hex"),
      }),
      "version 2": (body) => ({
        "x-hubspot-signature-version": "v2",
        "x-hubspot-signature": createHash("sha256").update(`${secret}POST${origin}/in${body}`)
          .digest("hex"),
      }),
      "another address": (body, at) => ({
        "x-hubspot-request-timestamp": String(at),
        "x-hubspot-signature-v3": hmac("sha256", `POST${origin}/out${body}${at}`).digest("base64"),
      }),
      "a time that was not signed": (body, at) => ({
        "x-hubspot-request-timestamp": String(at),
        "x-hubspot-signature-v3": hmac("sha256", `POST${origin}/in${body}${at - 1}`).digest(
          "base64",
        ),
      }),
    },
  },
  "Segment": {
    source: segment({ writeKey: secret }),
    path: "/in/track",
    body: JSON.stringify({ event: "x", userId: "ada@example.com", messageId: "m" }),
    kind: {},
    sign: (_, { key }) => ({ authorization: `Basic ${btoa(`${key}:`)}` }),
    isTimed: false,
    downgrades: {
      "the key as a password": () => ({ authorization: `Basic ${btoa(`:${secret}`)}` }),
      "the key as a bearer token": () => ({ authorization: `Bearer ${secret}` }),
      "the key in the address": () => ({ referer: `${origin}/in/track?writeKey=${secret}` }),
    },
  },
};

for (const [name, sender] of Object.entries(senders)) {
  describe(`deliveries in the name of ${name}`, () => {
    function open() {
      const clock = new VirtualClock();
      const running = start({
        sources: [{
          path: "/in",
          source: sender.source,
          mapping: defaultMapping({ eventName: "pe1_activity" }),
          people: { octocat: "octocat@example.com" },
        }],
        deps: { now: clock.now, sleep: clock.sleep, uuid: () => "fresh" },
      });
      const send = (headers: Headers, body = sender.body) =>
        running.post(sender.path ?? "/in", body, { ...sender.kind, ...headers });
      return { ...running, clock, send };
    }
    const signed = (at: number, body = sender.body, key = secret) => sender.sign(body, { key, at });

    it("are taken with the sender's own proof", async () => {
      const { clock, kept, send } = open();
      const { status } = await send(signed(clock.now()));
      assert.ok([200, 202].includes(status), String(status));
      assert.equal(kept.length, 1);
    });

    it("are refused when forged: with another secret, a changed one, or none", async () => {
      const { clock, kept, send } = open();
      const at = clock.now();
      for (const key of ["x", `${secret}x`, secret.toUpperCase(), secret.slice(1)]) {
        assert.equal((await send(signed(at, sender.body, key))).status, 401, key);
      }
      for (const headers of [{}, withoutValues(signed(at))]) {
        assert.equal((await send(headers)).status, 401);
      }
      assert.deepEqual(kept, []);
    });

    for (const [weaker, prove] of Object.entries(sender.downgrades)) {
      it(`are refused when downgraded: ${weaker}`, async () => {
        const { clock, kept, send } = open();
        const { status } = await send(prove(sender.body, clock.now()));
        assert.equal(status, 401);
        assert.deepEqual(kept, []);
      });
    }

    it(
      sender.isTimed
        ? "make no second event when replayed, and are refused once five minutes have passed"
        : "make no second event when replayed",
      async () => {
        const { clock, kept, send } = open();
        const headers = signed(clock.now());
        for (let turn = 0; turn < 3; turn++) await send(headers);
        // One id is one event, in the outbox as at HubSpot.
        const ids = new Set(kept.map((one) => "uuid" in one ? one.uuid : ""));
        assert.equal(ids.size, 1);
        assert.ok(!ids.has("fresh"));
        await clock.advance(5 * 60_000 + 1_000);
        const { status } = await send(headers);
        if (sender.isTimed) assert.equal(status, 401);
        else assert.ok([200, 202].includes(status));
        const ahead = signed(clock.now() + 10 * 60_000);
        if (sender.isTimed) assert.equal((await send(ahead)).status, 401);
      },
    );
  });
}

function withoutValues(headers: Headers): Headers {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, ""]));
}
