import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { cloudEvents } from "../../src/sources/cloudevents.ts";
import { hubSpotWebhooks, signHubSpot } from "../../src/sources/hubspot_webhooks.ts";
import { type RawRequest, receive, type Source, SourceError } from "../../src/sources/source.ts";
import { standardWebhooks } from "../../src/sources/standard_webhooks.ts";
import {
  clientSecret,
  hubSpotUrl as url,
  receivedAt,
  request,
  token,
  webhookSecret,
} from "./deliveries.ts";

/** A source, and how its sender signs a body. */
interface Signed {
  source: Source;
  sign(body: string): Promise<RawRequest>;
}

function signStandard(body: string, headers: Record<string, string> = {}): Promise<RawRequest> {
  const signature = new Webhook(webhookSecret).sign("1", receivedAt, body);
  const timestamp = String(receivedAt.getTime() / 1000);
  const own = { "webhook-id": "1", "webhook-timestamp": timestamp, "webhook-signature": signature };
  return Promise.resolve(request({ headers: { ...headers, ...own }, body }));
}

const signed: Readonly<Record<string, Signed>> = {
  "standardWebhooks()": { source: standardWebhooks({ secret: webhookSecret }), sign: signStandard },
  "cloudEvents() with a secret": {
    source: cloudEvents({ secret: webhookSecret }),
    sign: (body) => signStandard(body, { "content-type": "application/cloudevents+json" }),
  },
  "hubSpotWebhooks()": {
    source: hubSpotWebhooks({ clientSecret }),
    async sign(body) {
      const headers = await signHubSpot(clientSecret, {
        method: "POST",
        url,
        body,
        signedAt: receivedAt,
      });
      return request({ headers, body }, { url });
    },
  },
};

for (const [name, { source, sign }] of Object.entries(signed)) {
  describe(`${name}, whoever sends`, () => {
    it("refuses a body changed in any byte", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: "grapheme", minLength: 1, maxLength: 100 }),
          fc.nat(),
          fc.integer({ min: 1, max: 255 }),
          async (text, where, flip) => {
            const raw = await sign(text.toWellFormed());
            await source.verify(raw);
            const body = raw.body.slice();
            const at = where % body.length;
            body[at] = (body[at] ?? 0) ^ flip;
            await assert.rejects(receive(source, { ...raw, body }), {
              name: "SourceError",
              code: "unauthorized",
            });
          },
        ),
        { numRuns: 100 },
      );
    });

    it("verifies before it parses", async () => {
      const raw = await sign("{");
      await assert.rejects(receive(source, raw), { code: "invalid_json" });
      const broken = { ...raw, body: new TextEncoder().encode("[") };
      await assert.rejects(receive(source, broken), { code: "unauthorized" });
    });
  });
}

const everyone: readonly Source[] = [
  ...Object.values(signed).map(({ source }) => source),
  cloudEvents({ token, tokenInAddress: true }),
  hubSpotWebhooks({ clientSecret, olderSignatures: ["v1", "v2"] }),
];

describe("Every source", () => {
  it("throws nothing but SourceError, whatever the request", async () => {
    const names = fc.constantFrom(
      ...["authorization", "content-type", "ce-id", "ce-source", "ce-specversion", "ce-type"],
      ...["webhook-id", "webhook-timestamp", "webhook-signature", "svix-signature", "svix-id"],
      ...["x-hubspot-signature", "x-hubspot-signature-version", "x-hubspot-signature-v3"],
      "x-hubspot-request-timestamp",
    );
    const values = fc.oneof(
      fc.constantFrom(
        `Bearer ${token}`,
        "v1",
        "v2",
        "1.0",
        "v1,AAAA",
        "1795176000",
        "0".repeat(64),
      ),
      fc.constantFrom(`${"A".repeat(43)}=`, "%", "%ff", '"', "application/cloudevents+json", ","),
      // Headers take these and trim them.
      fc.string({
        unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
      }),
    );
    const requests = fc.record({
      method: fc.constantFrom("POST", "GET", ""),
      url: fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.constant(`https://a.example/?access_token=${token}`),
      ),
      headers: fc.dictionary(names, values),
      body: fc.uint8Array({ maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(requests, async ({ method, url, headers, body }) => {
        const raw = request({ headers, body }, { method, url });
        for (const source of everyone) {
          const outcomes = [
            await Promise.resolve().then(() => source.admit?.(raw.headers)).catch((error) => error),
            await receive(source, raw).catch((error) => error),
          ];
          for (const outcome of outcomes) {
            if (outcome instanceof Error) {
              assert.ok(outcome instanceof SourceError, String(outcome));
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("parses nothing that it did not verify, whatever the body", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (body) => {
        for (const source of everyone) {
          const raw = request({ headers: {}, body });
          await assert.rejects(receive(source, raw), { name: "SourceError", code: "unauthorized" });
        }
      }),
      { numRuns: 100 },
    );
  });
});
