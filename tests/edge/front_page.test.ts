import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { frontPage } from "../../src/edge/front_page.ts";
import { referencePage } from "../../src/edge/reference/mod.ts";
import { delivered } from "../support/client_stand_in.ts";
import { startJournaled } from "./journaled.ts";

const links = [
  { title: "Deliveries", href: "/deliveries" },
  { title: "Timelines in Local HubSpot", href: "http://127.0.0.1:8788/" },
];

async function ask(path: string, { method = "GET", publicUrl = "" } = {}) {
  const { forwarder } = startJournaled(() => delivered, {
    pages: [referencePage(), frontPage(links)],
    ...(publicUrl === "" ? {} : { publicUrl }),
  });
  const response = await forwarder.fetch(new Request(`http://localhost${path}`, { method }));
  return { response, text: await response.text() };
}

describe("frontPage", () => {
  it("leads to what is open", async () => {
    const { response, text } = await ask("/");
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(text, /<a href="\/deliveries">Deliveries<\/a>/);
    assert.match(text, /<a href="http:\/\/127\.0\.0\.1:8788\/">Timelines in Local HubSpot<\/a>/);
  });

  it("loads nothing from elsewhere, and lets no other site frame it", async () => {
    const { response, text } = await ask("/");
    const policy = response.headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; style-src 'self'.*frame-ancestors 'none'$/);
    assert.doesNotMatch(text, /<script|style=|<style/);
    const [, style = ""] = /rel="stylesheet" href="([^"]+)"/.exec(text) ?? [];
    assert.equal((await ask(style)).response.status, 200);
  });

  it("puts the path before its links that a proxy takes off", async () => {
    const { text } = await ask("/", { publicUrl: "https://hooks.example.com/hubline/" });
    assert.match(text, /<a href="\/hubline\/deliveries">/);
    assert.match(text, /href="\/hubline\/reference\/style\.css"/);
    assert.match(text, /<a href="http:\/\/127\.0\.0\.1:8788\/">/);
  });

  it("takes GET and HEAD alone, and no path below", async () => {
    assert.equal((await ask("/", { method: "HEAD" })).response.status, 200);
    const { response } = await ask("/", { method: "POST" });
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET, HEAD"]);
    for (const path of ["/nothing", "/index.html"]) {
      assert.equal((await ask(path)).response.status, 404, path);
    }
  });
});
