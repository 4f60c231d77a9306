import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { receive, segment, SourceError } from "../../src/sources/segment.ts";
import { request, writeKey } from "./segment_requests.ts";

const names = [
  ...["type", "event", "name", "userId", "anonymousId", "previousId", "messageId", "timestamp"],
  ...["sentAt", "context", "traits", "properties", "integrations", "batch", "email", "writeKey"],
  ...["hubspotutk", "All", "HubSpot", "page", "url", "__proto__", "constructor", "toString"],
];
const values = fc.oneof(
  fc.constantFrom<unknown>("track", "page", "identify", "alias", "ada@example.com", "", null, 0),
  fc.jsonValue(),
);
/** Objects with Segment's names and anybody's values, three deep. */
const inner = fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 5 });
const middle = fc.dictionary(fc.constantFrom(...names), fc.oneof(values, inner), { maxKeys: 5 });
const fields = fc.dictionary(
  fc.constantFrom(...names),
  fc.oneof(values, middle, fc.array(middle, { maxLength: 3 })),
  { maxKeys: 8 },
);
const bodies = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fields.map((value) => JSON.stringify(value)),
  fc.array(fields, { maxLength: 4 }).map((batch) => JSON.stringify({ batch })),
  fc.string(),
);
const paths = fc.constantFrom(
  "track",
  "t",
  "page",
  "identify",
  "i",
  "alias",
  "group",
  "b",
  "x",
  "",
);

describe("segment(), of any input", () => {
  it("throws nothing but its typed error", async () => {
    const source = segment({ writeKey, include: ["identify", "group", "alias"] });
    await fc.assert(
      fc.asyncProperty(paths, bodies, async (path, body) => {
        try {
          const { activities } = await receive(source, request(path, body));
          for (const { id, time, subject } of activities) {
            assert.match(id, /^[0-9a-f-]{36}$/);
            assert.equal(new Date(time).toISOString(), time);
            assert.notEqual(subject.title, "");
          }
        } catch (error) {
          assert.ok(error instanceof SourceError, String(error));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("throws nothing else for bytes that are no text, and addresses that are none", async () => {
    const source = segment({ writeKey });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.string(), async (bytes, url) => {
        const raw = { ...request("track", ""), body: new Uint8Array(bytes), url };
        await assert.rejects(receive(source, raw), { name: "SourceError" });
      }),
      { numRuns: 100 },
    );
  });

  it("reads nothing of a message before its key is found good", async () => {
    await fc.assert(
      fc.asyncProperty(
        paths,
        bodies,
        fc.string({ unit: "grapheme-ascii" }),
        async (path, body, key) => {
          fc.pre(key.split(":", 1)[0] !== writeKey);
          let isParsed = false;
          const source = segment({ writeKey });
          const spied = {
            ...source,
            parse: () => {
              isParsed = true;
              return Promise.resolve({ activities: [], skipped: [] });
            },
          };
          const error = { name: "SourceError", code: "unauthorized" };
          await assert.rejects(receive(spied, request(path, body, key)), error);
          assert.equal(isParsed, false);
        },
      ),
      { numRuns: 100 },
    );
  });
});
