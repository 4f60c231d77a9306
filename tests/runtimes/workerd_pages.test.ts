/**
 * Reads a forwarder's pages as workerd, the runtime of Cloudflare Workers, serves them, with `nodejs_compat` and
 * without. Node runs this file, as miniflare needs it; `deno task test workerd` does so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import document from "../../schema/openapi.json" with { type: "json" };
import { createLocalHubSpot } from "../../src/local/mod.ts";
import { origin, Reader } from "../edge/deliveries/harness.ts";
import { customEvent } from "../support/events.ts";
import { bundleWorker, type MiniflareInstance, startWorker } from "./miniflare.ts";

const limits = { start: 60_000, check: 20_000 };

for (const flags of [[], ["nodejs_compat"]]) {
  describe(`pages in workerd with ${flags.length === 0 ? "no flag" : flags.join(", ")}`, () => {
    const hubspot = createLocalHubSpot();
    let miniflare: MiniflareInstance | undefined;

    const dispatch = async (path: string, init: RequestInit = {}) => {
      assert.ok(miniflare !== undefined, "The Worker runs");
      const { href } = new URL(path, origin);
      return await miniflare.dispatchFetch(href, { redirect: "manual", ...init });
    };
    const typeOf = (response: Response) => response.headers.get("content-type")?.split(";")[0];

    before(async () => {
      miniflare = startWorker({
        script: await bundleWorker("tests/runtimes/page_worker.ts"),
        flags,
        outbound: (request) => hubspot.fetch(request),
        own: { durableObjects: { OUTBOX: { className: "TimelineOutbox", useSQLite: true } } },
      });
      await miniflare.ready;
    }, { timeout: limits.start });

    after(() => miniflare?.dispose(), { timeout: limits.start });

    it("are the document and the page that draws it", { timeout: limits.check }, async () => {
      assert.deepEqual(await (await dispatch("/openapi.json")).json(), document);
      const page = await dispatch("/reference");
      assert.equal(typeOf(page), "text/html");
      assert.match(page.headers.get("content-security-policy") ?? "", /^default-src 'none'/);
      const text = await page.text();
      for (const path of Object.keys(document.paths)) assert.ok(text.includes(path), path);
      const style = await dispatch("/reference/style.css");
      assert.equal(typeOf(style), "text/css");
      assert.match(await style.text(), /\{/);
      const slashed = await dispatch("/reference/");
      assert.deepEqual([slashed.status, slashed.headers.get("location")], [308, "../reference"]);
    });

    it("show, behind the password, what the outbox object delivered", {
      timeout: limits.check,
    }, async () => {
      const answer = await dispatch("/events", {
        method: "POST",
        headers: { authorization: "Bearer events-token", prefer: "wait=20" },
        body: JSON.stringify(customEvent({ uuid: "an-order", email: "grace@example.com" })),
      });
      const { receipts: [receipt] } = await answer.json();
      assert.equal(receipt.outcome, "delivered");
      assert.equal(hubspot.events().length, 1);

      const reader = new Reader(async (request) =>
        await dispatch(request.url, {
          method: request.method,
          headers: [...request.headers],
          ...(request.method === "POST" ? { body: await request.text() } : {}),
        })
      );
      const refused = await reader.get("/deliveries");
      assert.deepEqual([refused.status, refused.headers.get("location")], [
        303,
        "/deliveries/login",
      ]);
      assert.equal(
        (await reader.post("/deliveries/login", { password: "not this one" })).status,
        403,
      );
      await reader.signIn();
      const list = await reader.get("/deliveries?state=delivered");
      assert.equal(list.status, 200);
      assert.match(list.text, /an-order/);
      assert.match(list.text, /Delivered<\/span>/);
      assert.doesNotMatch(list.text, /grace@example\.com/);
      const event = await reader.get("/deliveries/event?family=custom&type=pe1_test&id=an-order");
      assert.equal(event.status, 200);
      assert.match(event.text, /pe1_test/);
      const script = await dispatch("/deliveries/page.js");
      assert.equal(typeOf(script), "text/javascript");
      assert.notEqual(await script.text(), "");
    });
  });
}
