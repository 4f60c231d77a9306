import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brokenLinks } from "./page_links.ts";

describe("brokenLinks", () => {
  it("names each path that leads nowhere once, without what stands behind it", () => {
    const html = `<a href="..&#x2F;a.html#b">a</a> <a href="c.html?d">c</a> <a href="c.html">c</a>
      <script src="e.js"></script> <a href="#f">f</a> <a href="https://example.com/g">g</a>
      <a href="file:&#x2F;&#x2F;&#x2F;h.ts">h</a>`;
    const asked: string[] = [];
    const leads = (path: string) => asked.push(path) > 0 && path === "e.js";
    assert.deepEqual(brokenLinks(html, leads), ["../a.html", "c.html"]);
    assert.deepEqual(asked, ["../a.html", "c.html", "e.js"]);
  });
});
