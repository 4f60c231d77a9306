import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  receive,
  SourceError,
  standardWebhooks,
  type StandardWebhooksOptions,
} from "../../src/sources/standard_webhooks.ts";
import { encodeBase64 } from "../../src/sources/signature.ts";
import { receivedAt, request, sendStandardWebhook, webhookSecret } from "./deliveries.ts";

const secret = webhookSecret;
const source = standardWebhooks({ name: "shop", secret });
const payload = {
  type: "order.paid",
  timestamp: "2026-11-20T10:00:00Z",
  data: { customer: { email: "ada@example.com", name: "Ada" }, title: "Order 7", total: 5 },
};

describe("standardWebhooks() options", () => {
  const refusals: readonly [
    options: Partial<StandardWebhooksOptions>,
    name: string,
    rule: string,
  ][] = [
    [{ name: "My Shop" }, "TypeError", "name must be lower-case letters, digits and _, is My Shop"],
    [{ secret: "" }, "RangeError", "secret must not be empty"],
    [{ secret: [] }, "RangeError", "secret must hold at least one, holds none"],
    [{ secret: new Uint8Array() }, "RangeError", "secret must not be empty"],
    [
      { secret: "whsec_no-base64!" },
      "TypeError",
      "secret must be Base64, with or without whsec_ before it",
    ],
    [{ secret: JSON.parse("[null]") }, "TypeError", "secret must be a string or bytes, is object"],
    [{ secret: "whpk_AAAA" }, "RangeError", "secret must hold 32 bytes after whpk_"],
    [
      { toleranceSeconds: -1 },
      "RangeError",
      "toleranceSeconds must be a whole number from 1, is -1",
    ],
    [{ maxBodyBytes: NaN }, "RangeError", "maxBodyBytes must be a whole number from 1, is NaN"],
  ];
  for (const [own, name, rule] of refusals) {
    it(`are refused: ${rule}`, () => {
      assert.throws(() => standardWebhooks({ secret, ...own }), {
        name,
        message: `Cannot make the Standard Webhooks source: ${rule}`,
      });
    });
  }

  it("give the source its name and its largest body", () => {
    assert.equal(source.name, "shop");
    assert.equal(standardWebhooks({ secret }).name, "standard_webhooks");
    assert.equal(source.maxBodyBytes, 1_048_576);
  });
});

describe("standardWebhooks() of what the library signs", () => {
  it("makes an activity", async () => {
    assert.deepEqual(await receive(source, request(sendStandardWebhook(payload))), {
      activities: [{
        id: "ce42d6d1-c628-5897-9986-d6d29ba94b5c",
        type: "shop.order.paid",
        time: "2026-11-20T10:00:00.000Z",
        actor: { email: "ada@example.com", emailSource: "payload", name: "Ada" },
        subject: { title: "Order 7" },
        properties: {
          title: "Order 7",
          total: 5,
          customer_email: "ada@example.com",
          customer_name: "Ada",
        },
      }],
      skipped: [],
    });
  });

  it("takes the names of Svix's headers", async () => {
    const raw = request(sendStandardWebhook(payload, { prefix: "svix" }));
    source.admit?.(raw.headers);
    assert.equal((await receive(source, raw)).activities.length, 1);
  });

  it("takes any of several secrets, with and without prefix and as bytes", async () => {
    const bare = secret.slice("whsec_".length);
    const bytes = Uint8Array.from(atob(bare), (character) => character.charCodeAt(0));
    const other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    for (const secrets of [secret, bare, bytes, [other, secret], [bytes, other]]) {
      const rotating = standardWebhooks({ secret: secrets });
      assert.equal(
        (await receive(rotating, request(sendStandardWebhook(payload)))).skipped.length,
        0,
      );
    }
  });

  it("takes any of several signatures", async () => {
    const sent = sendStandardWebhook(payload);
    const old = sendStandardWebhook(payload, { secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD" });
    const own = sent.headers["webhook-signature"];
    const other = old.headers["webhook-signature"];
    for (const both of [`${own} ${other}`, `${other} ${own}`, `v2,AAAA ${own}`, `junk ${own}`]) {
      const headers = { ...sent.headers, "webhook-signature": both };
      assert.equal((await receive(source, request({ ...sent, headers }))).activities.length, 1);
    }
  });

  it("fits the published vector", async () => {
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/go/webhook_test.go
    const raw = request({
      headers: {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
      body: '{"test": 2432232314}',
    }, { receivedAt: new Date(1_614_265_330_000) });
    await source.verify(raw);
  });
});

describe("standardWebhooks() with a public key", () => {
  const signed = async () => {
    const keys = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    assert.ok("privateKey" in keys);
    const sent = sendStandardWebhook(payload);
    const text = `msg_1.${sent.headers["webhook-timestamp"]}.${sent.body}`;
    const bytes = new TextEncoder().encode(text);
    const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", keys.privateKey, bytes));
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
    return {
      sent,
      publicKey: `whpk_${encodeBase64(raw)}`,
      signature: `v1a,${encodeBase64(signature)}`,
    };
  };

  it("takes the asymmetric signature", async () => {
    const { sent, publicKey, signature } = await signed();
    const headers = { ...sent.headers, "webhook-signature": `v1,AAAA ${signature}` };
    const open = standardWebhooks({ secret: publicKey });
    assert.equal((await receive(open, request({ ...sent, headers }))).activities.length, 1);
  });

  it("takes none of another scheme or body for it", async () => {
    const { sent, publicKey, signature } = await signed();
    const open = standardWebhooks({ secret: publicKey });
    const renamed = { ...sent.headers, "webhook-signature": signature.replace("v1a", "v1") };
    for (
      const wrong of [
        sent,
        { ...sent, headers: renamed },
        { headers: { ...sent.headers, "webhook-signature": signature }, body: `${sent.body} ` },
        { ...sent, headers: { ...sent.headers, "webhook-signature": "v1a,AAAA" } },
        { ...sent, headers: { ...sent.headers, "webhook-signature": "v1a,A" } },
      ]
    ) {
      await assert.rejects(receive(open, request(wrong)), { code: "unauthorized" });
    }
  });
});

describe("standardWebhooks().verify()", () => {
  const sent = sendStandardWebhook(payload);
  const unfit = "webhook-signature does not fit the id, the time, the body and a secret";
  const refusals: readonly [header: string, value: string | undefined, found: string][] = [
    ["webhook-id", undefined, "webhook-id is missing"],
    ["webhook-id", "", "webhook-id is missing"],
    ["webhook-id", "msg_2", unfit],
    ["webhook-timestamp", undefined, "webhook-timestamp is missing"],
    ["webhook-timestamp", "soon", "webhook-timestamp must be the seconds since 1970, in digits"],
    ["webhook-timestamp", "1e9", "webhook-timestamp must be the seconds since 1970, in digits"],
    ["webhook-timestamp", String(receivedAt.getTime() / 1000 + 1), unfit],
    ["webhook-signature", undefined, "webhook-signature is missing"],
    [
      "webhook-signature",
      "v1,",
      "webhook-signature must hold v1, a comma and a signature in Base64",
    ],
    [
      "webhook-signature",
      "v2,AAAA",
      "webhook-signature must hold v1, a comma and a signature in Base64",
    ],
    [
      "webhook-signature",
      `x${sent.headers["webhook-signature"]}`,
      "webhook-signature must hold v1, a comma and a signature in Base64",
    ],
    [
      "webhook-signature",
      `${sent.headers["webhook-signature"]}!`,
      "webhook-signature must hold v1, a comma and a signature in Base64",
    ],
    ["webhook-signature", "v1,AAAA", unfit],
    ["webhook-signature", `v1,${btoa("\0".repeat(32))}`, unfit],
  ];
  for (const [header, value, found] of refusals) {
    it(`refuses ${header} ${value ?? "not there"}`, async () => {
      const { [header]: _, ...others } = sent.headers;
      const headers: Record<string, string> = value === undefined
        ? others
        : { ...others, [header]: value };
      await assert.rejects(receive(source, request({ ...sent, headers })), {
        name: "SourceError",
        code: "unauthorized",
        message: `Cannot verify the delivery: ${found}`,
      });
    });
  }

  const times: readonly [seconds: number, tolerance: number, found: string | undefined][] = [
    [300, 300, undefined],
    [-300, 300, undefined],
    [301, 300, "301 seconds old, at most 300 are taken; check the clocks of both sides"],
    [-301, 300, "301 seconds in the future, at most 300 are taken; check the clocks of both sides"],
    [10, 10, undefined],
    [11, 10, "11 seconds old, at most 10 are taken; check the clocks of both sides"],
  ];
  for (const [age, toleranceSeconds, found] of times) {
    it(`${found === undefined ? "takes" : "refuses"} ${age} of ${toleranceSeconds} seconds`, async () => {
      const signedAt = new Date(receivedAt.getTime() - age * 1000);
      const strict = standardWebhooks({ secret, toleranceSeconds });
      for (const prefix of ["webhook", "svix"]) {
        const verified = strict.verify(request(sendStandardWebhook(payload, { signedAt, prefix })));
        if (found === undefined) await verified;
        else {
          await assert.rejects(verified, {
            code: "unauthorized",
            message: `Cannot verify the delivery: ${prefix}-timestamp is ${found}`,
          });
        }
      }
    });
  }

  it("looks at twenty signatures at most", async () => {
    const own = sent.headers["webhook-signature"];
    const flood = (count: number) => {
      const headers = { ...sent.headers, "webhook-signature": `${"v1,AAAA ".repeat(count)}${own}` };
      return receive(source, request({ ...sent, headers }));
    };
    assert.equal((await flood(19)).activities.length, 1);
    await assert.rejects(flood(20), { code: "unauthorized" });
  });

  it("lets nobody without the headers send a body", () => {
    source.admit?.(new Headers(sent.headers));
    assert.throws(() => source.admit?.(new Headers()), { code: "unauthorized" });
  });
});

describe("standardWebhooks().parse()", () => {
  const parse = async (
    own: unknown,
    options: Partial<StandardWebhooksOptions> = {},
    id = "msg_1",
  ) => {
    const { activities } = await receive(
      standardWebhooks({ name: "shop", secret, ...options }),
      request(sendStandardWebhook(own, { id })),
    );
    const [activity] = activities;
    assert.ok(activity !== undefined);
    return activity;
  };

  it("makes the id of the sender's name and the message's id", async () => {
    const { id } = await parse(payload);
    assert.equal((await parse({ ...payload, type: "other" })).id, id);
    assert.notEqual((await parse(payload, {}, "msg_2")).id, id);
    assert.notEqual((await parse(payload, { name: "store" })).id, id);
  });

  it("reads by the paths that it is given", async () => {
    const activity = await parse(
      { event: { kind: "made", at: 1_795_168_800 }, who: { id: 5 }, what: ["A page"], flag: false },
      {
        type: "event.kind",
        time: "event.at",
        actor: { login: "who.id" },
        subject: { title: "what.0" },
        properties: { flag: "flag", count: "what.length" },
      },
    );
    assert.equal(activity.type, "shop.made");
    assert.equal(activity.time, "2026-11-20T10:00:00.000Z");
    assert.deepEqual(activity.actor, { login: "5" });
    assert.deepEqual(activity.subject, { title: "A page" });
    assert.deepEqual(activity.properties, { flag: false, count: 1 });
  });

  it("takes the time of the signature where the payload has none", async () => {
    assert.equal((await parse({ ...payload, timestamp: "later" })).time, receivedAt.toISOString());
  });

  it("flattens the whole payload where it has no object data", async () => {
    const { properties, actor } = await parse({ type: "a", data: 5, email: "ada@example.com" });
    assert.deepEqual(properties, { type: "a", data: 5, email: "ada@example.com" });
    assert.equal(actor.email, "ada@example.com");
  });

  const refusals: readonly [body: unknown, code: string, message: string][] = [
    ["", "invalid_json", "Cannot parse the body: not JSON"],
    ["{", "invalid_json", "Cannot parse the body: not JSON"],
    ["[]", "invalid_payload", "Cannot read the payload: Expected an object"],
    ["5", "invalid_payload", "Cannot read the payload: Expected an object"],
    [
      {},
      "invalid_payload",
      "Cannot read the payload: type: Expected the type of the event, found none",
    ],
    [
      { type: 5 },
      "invalid_payload",
      "Cannot read the payload: type: Expected the type of the event, found none",
    ],
    [
      { type: " " },
      "invalid_payload",
      "Cannot read the payload: type: Expected the type of the event, found none",
    ],
  ];
  for (const [body, code, message] of refusals) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      await assert.rejects(parse(body), { name: "SourceError", code, message });
    });
  }

  it("refuses a body that is not UTF-8", async () => {
    // Their library signs nothing but text, so this goes past the check of the signature.
    const { headers } = sendStandardWebhook(payload);
    await assert.rejects(source.parse(request({ headers, body: Uint8Array.of(0xff) })), {
      code: "invalid_json",
      message: "Cannot parse the body: not UTF-8",
    });
  });

  it("throws nothing but SourceError, whatever the payload", async () => {
    const names = fc.constantFrom(
      ...["type", "timestamp", "data", "email", "user", "__proto__", "constructor", "title", "url"],
    );
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.dictionary(names, fc.jsonValue({ maxDepth: 4 })).map((own) => ({ type: "a", ...own })),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (one) => {
        const raw = request(sendStandardWebhook(JSON.stringify(one)));
        const parsed = await receive(source, raw).catch((error) => error);
        assert.ok(parsed instanceof SourceError || parsed.activities.length === 1, String(parsed));
      }),
      { numRuns: 200 },
    );
  });
});
