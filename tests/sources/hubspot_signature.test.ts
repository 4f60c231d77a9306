import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, it } from "node:test";
import {
  hubSpotWebhooks,
  type HubSpotWebhooksOptions,
  type RawRequest,
  receive,
  signHubSpot,
} from "../../src/sources/hubspot_webhooks.ts";
import { decodeAddress, givenSignature } from "../../src/sources/hubspot_webhooks/signature.ts";
import { clientSecret, contactChange, receivedAt, request, sendHubSpot } from "./deliveries.ts";

const source = hubSpotWebhooks({ clientSecret });
const older = hubSpotWebhooks({ clientSecret, olderSignatures: ["v1", "v2"] });
const url = "https://hooks.example.com/hubspot?from=crm";

/** Secret, address and body of HubSpot's page on validating requests, and of the tests of its Node client. */
const published = {
  url: "https://www.example.com/webhook_uri",
  v1: {
    body:
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]',
    signature: "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de",
  },
  v2: {
    body: '{"example_field":"example_value"}',
    signature: "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900",
  },
  v2Get: "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e",
};

const v1: RawRequest = request({
  headers: {
    "X-HubSpot-Signature": published.v1.signature,
    "X-HubSpot-Signature-Version": "v1",
  },
  body: published.v1.body,
});

const v2: RawRequest = request({
  headers: {
    "X-HubSpot-Signature": published.v2.signature,
    "X-HubSpot-Signature-Version": "v2",
  },
  body: published.v2.body,
}, { url: published.url });

/** The signature as Node makes it, which shares no line with ours. */
function expectedV3(text: string): string {
  return createHmac("sha256", clientSecret).update(text, "utf8").digest("base64");
}

describe("hubSpotWebhooks() options", () => {
  const refusals: readonly [options: unknown, name: string, rule: string][] = [
    [{ clientSecret: "" }, "RangeError", "clientSecret must not be empty"],
    [{ clientSecret: [] }, "RangeError", "clientSecret must hold at least one, holds none"],
    [{}, "TypeError", "clientSecret must be a string, is undefined"],
    [
      { olderSignatures: ["v3"] },
      "RangeError",
      "olderSignatures must be a list of v1 and v2, holds v3",
    ],
    [
      { toleranceSeconds: 1.5 },
      "RangeError",
      "toleranceSeconds must be a whole number from 1, is 1.5",
    ],
    [{ maxBodyBytes: 0 }, "RangeError", "maxBodyBytes must be a whole number from 1, is 0"],
  ];
  for (const [own, name, rule] of refusals) {
    it(`are refused: ${rule}`, () => {
      const base = rule.startsWith("clientSecret") ? {} : { clientSecret };
      const options: HubSpotWebhooksOptions = JSON.parse(
        JSON.stringify({ ...base, ...Object(own) }),
      );
      assert.throws(() => hubSpotWebhooks(options), {
        name,
        message: `Cannot make the HubSpot source: ${rule}`,
      });
    });
  }
});

describe("hubSpotWebhooks() with v3", () => {
  it("takes a signature that another implementation made", async () => {
    const body = JSON.stringify([contactChange({ propertyValue: "Zoë 😀" })]);
    const timestamp = String(receivedAt.getTime());
    const headers = {
      "X-HubSpot-Signature-v3": expectedV3(`POST${url}${body}${timestamp}`),
      "X-HubSpot-Request-Timestamp": timestamp,
    };
    const { activities } = await receive(source, request({ headers, body }, { url }));
    assert.equal(activities.length, 1);
  });

  it("signs the address as HubSpot decodes it", async () => {
    const encoded =
      "https://hooks.example.com/a%2fb%3Ac?x=%40%21%24%27%28%29%2A%2C%3B%3F&y=%20%25%C3%A9";
    const plain = "https://hooks.example.com/a/b:c?x=@!$'()*,;?&y=%20%25%C3%A9";
    assert.equal(decodeAddress(encoded), plain);
    const headers = {
      "X-HubSpot-Signature-v3": expectedV3(`POST${plain}[]${receivedAt.getTime()}`),
      "X-HubSpot-Request-Timestamp": String(receivedAt.getTime()),
    };
    await source.verify(request({ headers, body: "[]" }, { url: encoded }));
  });

  it("takes any of several secrets", async () => {
    const rotating = hubSpotWebhooks({ clientSecret: ["the-next-one", clientSecret] });
    await rotating.verify(request(await sendHubSpot([contactChange()]), { url }));
  });

  it("covers method, address, body and time", async () => {
    const sent = await sendHubSpot([contactChange()]);
    const good = request(sent, { url });
    await source.verify(good);
    const later = { ...sent.headers, "X-HubSpot-Request-Timestamp": `${receivedAt.getTime() + 1}` };
    const changes: readonly Partial<RawRequest>[] = [
      { method: "PUT" },
      { url: `${url}&more` },
      { url: url.replace("https", "http") },
      { body: new TextEncoder().encode(`${sent.body} `) },
      { headers: new Headers(later) },
    ];
    for (const change of changes) {
      await assert.rejects(source.verify({ ...good, ...change }), {
        name: "SourceError",
        code: "unauthorized",
        message:
          "Cannot verify the delivery: X-HubSpot-Signature-v3 does not fit the method, the address, the body and " +
          "the client secret; behind a proxy, the forwarder has to know its public address",
      });
    }
  });

  const times: readonly [milliseconds: number, found: string | undefined][] = [
    [300_000, undefined],
    [-300_000, undefined],
    [301_000, "301 seconds old, at most 300 are taken; check the clocks of both sides"],
    [-301_000, "301 seconds in the future, at most 300 are taken; check the clocks of both sides"],
  ];
  for (const [age, found] of times) {
    it(`${found === undefined ? "takes" : "refuses"} what was signed ${age} ms ago`, async () => {
      const signedAt = new Date(receivedAt.getTime() - age);
      const verified = source.verify(request(await sendHubSpot([], { signedAt }), { url }));
      if (found === undefined) return await verified;
      await assert.rejects(verified, {
        code: "unauthorized",
        message: `Cannot verify the delivery: X-HubSpot-Request-Timestamp is ${found}`,
      });
    });
  }

  const digits = "X-HubSpot-Request-Timestamp must be the milliseconds since 1970, in digits";
  const length = "X-HubSpot-Signature-v3 must be 32 bytes in Base64";
  const malformed: readonly [own: Record<string, string>, found: string][] = [
    [{ "X-HubSpot-Request-Timestamp": "" }, digits],
    [{ "X-HubSpot-Request-Timestamp": "now" }, digits],
    [{ "X-HubSpot-Request-Timestamp": "1e12" }, digits],
    [{ "X-HubSpot-Signature-v3": "" }, length],
    [{ "X-HubSpot-Signature-v3": "AAAA" }, length],
    [{ "X-HubSpot-Signature-v3": "?" }, length],
  ];
  for (const [own, found] of malformed) {
    it(`refuses ${JSON.stringify(own)}`, async () => {
      const sent = await sendHubSpot([]);
      const raw = request({ ...sent, headers: { ...sent.headers, ...own } }, { url });
      const error = { code: "unauthorized", message: `Cannot verify the delivery: ${found}` };
      assert.throws(() => source.admit?.(raw.headers), error);
      await assert.rejects(source.verify(raw), error);
    });
  }
});

describe("hubSpotWebhooks() with v1 and v2", () => {
  it("fits the published vectors", async () => {
    await older.verify(v1);
    await older.verify(v2);
    await older.verify({
      ...v2,
      method: "GET",
      body: new Uint8Array(),
      headers: new Headers({
        "X-HubSpot-Signature": published.v2Get,
        "X-HubSpot-Signature-Version": "v2",
      }),
    });
  });

  it("refuses another body, and for v2 another address", async () => {
    const body = new TextEncoder().encode("[]");
    await assert.rejects(older.verify({ ...v1, body }), {
      code: "unauthorized",
      message:
        "Cannot verify the delivery: X-HubSpot-Signature does not fit the body and the client secret",
    });
    await older.verify({ ...v1, url: "https://elsewhere.example" });
    await assert.rejects(older.verify({ ...v2, body }), { code: "unauthorized" });
    await assert.rejects(older.verify({ ...v2, url: "https://elsewhere.example" }), {
      code: "unauthorized",
    });
  });

  it("takes neither unless it is allowed", async () => {
    const onlyV2 = hubSpotWebhooks({ clientSecret, olderSignatures: ["v2"] });
    await onlyV2.verify(v2);
    for (
      const [strict, raw, version] of [[source, v1, "v1"], [source, v2, "v2"], [
        onlyV2,
        v1,
        "v1",
      ]] as const
    ) {
      const error = {
        code: "unauthorized",
        message:
          `Cannot verify the delivery: A signature ${version} is not taken here; the option olderSignatures allows it`,
      };
      assert.throws(() => strict.admit?.(raw.headers), error);
      await assert.rejects(strict.verify(raw), error);
    }
  });

  it("knows no time of theirs, which they do not carry", () => {
    const { timestamp, version } = givenSignature(v1.headers, new Set(["v1"]));
    assert.deepEqual([version, timestamp], ["v1", ""]);
  });

  it("lets v3 decide alone where it is there", async () => {
    const headers = new Headers(v1.headers);
    const timestamp = String(receivedAt.getTime());
    headers.set("X-HubSpot-Request-Timestamp", timestamp);
    headers.set("X-HubSpot-Signature-v3", expectedV3(`POST${v1.url}forged${timestamp}`));
    await assert.rejects(older.verify({ ...v1, headers }), { code: "unauthorized" });
  });

  const malformed: readonly [headers: Record<string, string>, found: string][] = [
    [{}, "X-HubSpot-Signature-v3 is missing"],
    [
      { "X-HubSpot-Signature": published.v1.signature },
      "X-HubSpot-Signature-Version must be v1 or v2 where X-HubSpot-Signature-v3 is missing",
    ],
    [
      { "X-HubSpot-Signature": published.v1.signature, "X-HubSpot-Signature-Version": "v3" },
      "X-HubSpot-Signature-Version must be v1 or v2 where X-HubSpot-Signature-v3 is missing",
    ],
    [
      { "X-HubSpot-Signature": "g".repeat(64), "X-HubSpot-Signature-Version": "v1" },
      "X-HubSpot-Signature must be 64 hexadecimal digits",
    ],
    [
      { "X-HubSpot-Signature": "00", "X-HubSpot-Signature-Version": "v1" },
      "X-HubSpot-Signature must be 64 hexadecimal digits",
    ],
  ];
  for (const [headers, found] of malformed) {
    it(`refuses ${JSON.stringify(headers)}`, async () => {
      await assert.rejects(older.verify({ ...v1, headers: new Headers(headers) }), {
        code: "unauthorized",
        message: `Cannot verify the delivery: ${found}`,
      });
    });
  }
});

describe("signHubSpot()", () => {
  it("gives the headers that another implementation would", async () => {
    const signed = { method: "POST", url, body: "[]", signedAt: receivedAt };
    assert.deepEqual(await signHubSpot(clientSecret, signed), {
      "X-HubSpot-Signature-v3": expectedV3(`POST${url}[]${receivedAt.getTime()}`),
      "X-HubSpot-Request-Timestamp": String(receivedAt.getTime()),
    });
  });

  it("refuses an empty secret", async () => {
    await assert.rejects(signHubSpot("", { method: "POST", url, body: "", signedAt: receivedAt }), {
      name: "RangeError",
      message: "Cannot sign: the secret must not be empty",
    });
  });
});
