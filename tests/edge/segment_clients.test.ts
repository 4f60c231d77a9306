import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import browserDispatcher from "@segment/analytics-next/dist/cjs/plugins/segmentio/fetch-dispatcher.js";
import { Analytics } from "@segment/analytics-node";
import { defaultMapping } from "../../mod.ts";
import { listen, type Listener } from "../../src/local/listen.ts";
import { segment } from "../../src/sources/segment.ts";
import { compress } from "./bodies.ts";
import { start } from "./harness.ts";

const writeKey = "a-write-key-of-ours";
const email = "ada@example.com";

/** Segment's own client libraries, as their users install them, against a forwarder that listens. */
describe("segment() behind the forwarder", () => {
  let running: ReturnType<typeof start>;
  let listener: Listener;

  before(async () => {
    listener = await listen((request) => running.forwarder.fetch(request), {
      host: "127.0.0.1",
      port: 0,
    });
  });
  after(() => listener.close(0));
  beforeEach(() => {
    running = start({
      sources: [{
        path: "/v1",
        source: segment({ writeKey }),
        mapping: defaultMapping({ eventName: "pe1_activity" }),
      }],
      deps: {},
    });
  });

  const shown = () =>
    running.kept.map((event) => [
      event.email,
      "eventName" in event && event.properties.activity,
      "eventName" in event && event.properties.email_source,
    ]);

  describe("@segment/analytics-node", () => {
    let analytics: Analytics;
    let failures: unknown[];

    beforeEach(() => {
      failures = [];
      analytics = new Analytics({ writeKey, host: listener.url });
      analytics.on("error", (error) => failures.push(error));
    });
    afterEach(() => analytics.closeAndFlush());

    it("sends what people do, and is told that it arrived", async () => {
      const statuses: number[] = [];
      analytics.on("http_response", ({ status }) => statuses.push(status));
      analytics.track({
        userId: "u1",
        event: "Order Completed",
        properties: { total: 27.5 },
        context: { traits: { email } },
      });
      analytics.page({ userId: email, name: "Docs" });
      analytics.screen({ userId: email, name: "Cart" });
      await analytics.closeAndFlush();
      assert.deepEqual(shown(), [
        [email, "segment.track.Order Completed", "payload"],
        [email, "segment.page.Docs", "payload"],
        [email, "segment.screen.Cart", "payload"],
      ]);
      assert.deepEqual(statuses, [200]);
      assert.deepEqual(failures, []);
    });

    it("identifies somebody whose later events name no address", async () => {
      analytics.identify({ userId: "u1", traits: { email } });
      await analytics.flush();
      analytics.alias({ userId: "u2", previousId: "u1" });
      analytics.track({ userId: "u1", event: "Signed In" });
      analytics.track({ userId: "u2", event: "Signed In" });
      await analytics.closeAndFlush();
      assert.deepEqual(shown(), [
        [email, "segment.track.Signed In", "remembered"],
        [email, "segment.track.Signed In", "remembered"],
      ]);
      assert.deepEqual(failures, []);
    });

    it("takes the time that its caller states", async () => {
      const timestamp = new Date("2024-02-29T10:00:00Z");
      analytics.track({ userId: email, event: "Imported", timestamp });
      await analytics.closeAndFlush();
      assert.partialDeepStrictEqual(running.kept, [{ occurredAt: "2024-02-29T10:00:00.000Z" }]);
    });

    it("is told of a wrong key, and does not try again", async () => {
      const stranger = new Analytics({ writeKey: "another", host: listener.url });
      stranger.on("error", (error) => failures.push(error));
      stranger.track({ userId: email, event: "x" });
      await stranger.closeAndFlush();
      assert.equal(running.handled.length, 1);
      assert.equal(running.handled[0]?.outcome, "unauthorized");
      assert.equal(failures.length, 1);
    });
  });

  /**
   * The part of the browser's library that sends, with a message as the whole library wrote it in Chromium: everything
   * before it needs a page.
   */
  describe("@segment/analytics-next", () => {
    const message = {
      timestamp: new Date().toISOString(),
      integrations: { "Segment.io": true },
      event: "Order Completed",
      type: "track",
      properties: { total: 3 },
      context: {
        page: { path: "/", referrer: "", search: "", title: "Home", url: "https://shop.example/" },
        traits: { email },
        library: { name: "analytics.js", version: "next-1.84.3" },
      },
      messageId: "ajs-next-1795359831330-3663e2ff-94e4-4d97-926b-5dad14223bda",
      anonymousId: "ee623663-e2ff-44e4-bd97-126b5dad1422",
      writeKey,
      sentAt: new Date().toISOString(),
      _metadata: { bundled: ["Segment.io"], unbundled: [], bundledIds: [] },
    };
    // What a CommonJS module exports by default differs between runtimes.
    const createDispatcher = typeof browserDispatcher === "function"
      ? browserDispatcher
      : browserDispatcher.default;

    it("sends one message at a time", async () => {
      await createDispatcher().dispatch(`${listener.url}/v1/t`, message);
      assert.deepEqual(shown(), [[email, "segment.track.Order Completed", "payload"]]);
    });

    it("is told of a wrong key", async () => {
      const wrong = { ...message, writeKey: "another" };
      await assert.rejects(createDispatcher().dispatch(`${listener.url}/v1/t`, wrong), {
        name: "NonRetryableError",
        message: "Non-retryable error: 401",
      });
    });

    it("sends as its first versions did, with the key in the body alone", async () => {
      const response = await fetch(`${listener.url}/v1/t`, {
        method: "POST",
        headers: { "content-type": "text/plain" },
        body: JSON.stringify(message),
      });
      assert.equal(response.headers.get("access-control-allow-origin"), "*");
      assert.deepEqual([response.status, await response.json()], [200, { success: true }]);
      assert.equal(running.kept.length, 1);
    });
  });

  describe("other libraries", () => {
    const batch = [{ type: "track", userId: email, event: "x", messageId: "m1" }];
    const compressed: [library: string, path: string][] = [
      ["Python's", "/v1/batch"],
      ["Java's", "/v1/import/"],
      ["Android's and iOS's", "/v1/import"],
      ["Kotlin's and Swift's", "/v1/b"],
    ];
    for (const [library, path] of compressed) {
      it(`send batches compressed with gzip, to ${library} path ${path}`, async () => {
        const response = await fetch(listener.url + path, {
          method: "POST",
          headers: {
            authorization: `Basic ${btoa(`${writeKey}:`)}`,
            "content-type": "application/json",
            "content-encoding": "gzip",
          },
          body: await compress(JSON.stringify({ batch, writeKey }), "gzip"),
        });
        assert.deepEqual([response.status, await response.json()], [200, { success: true }]);
        assert.deepEqual(shown(), [[email, "segment.track.x", "payload"]]);
      });
    }
  });
});
