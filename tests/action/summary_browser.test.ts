import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { marked } from "marked";
import type { Browser } from "playwright-core";
import { renderSummary } from "../../action/summary.ts";
import { openPage, startBrowser } from "../local/browser.ts";
import { hostileTexts } from "./payloads.ts";
import { outcomes, reportOf, sent } from "./reports.ts";

/** How wide GitHub shows a summary, and how it shows a table that is wider. */
const width = 980;
const style = `
  body { width: ${width}px; margin: 0; font: 16px/1.5 sans-serif; }
  table { display: block; width: max-content; max-width: 100%; overflow: auto; }
  th, td { padding: 6px 13px; border: 1px solid; } code { font: 85% monospace; padding: 3px 6px; }`;

describe("the job summary in a browser", () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  it("shows what strangers wrote as text, runs none of it, and fits the page", async () => {
    const titles = [...hostileTexts, "a".repeat(5_000), "Add a door ".repeat(200)];
    const report = reportOf([
      ...titles.map((title) => sent(title, outcomes.delivered)),
      ...titles.map((title) => sent(title, { ...outcomes.rejected, message: title })),
    ], [{ reason: "no_contact", what: "github.issue.opened", activity: sent("<b>").activity }]);
    const { page, complaints } = await openPage(browser);
    page.on("dialog", (dialog) => complaints.push(dialog.message()));
    // Without what GitHub takes out: even then nothing of it may be markup.
    const body = await marked.parse(renderSummary(report), { gfm: true });
    await page.setContent(`<style>${style}</style>${body}`);
    const counted = await page.evaluate<Record<string, number>>(`({
      tables: document.querySelectorAll("table").length,
      rows: document.querySelectorAll("table:first-of-type td:nth-child(6)").length,
      strangers: document.querySelectorAll("script, img, h1, b, a:not([href^='https://github.com/'])").length,
      widest: Math.max(...[...document.querySelectorAll("table")].map((one) => one.scrollWidth)),
    })`);
    assert.deepEqual({
      ...counted,
      widest: counted.widest !== undefined && counted.widest <= width,
    }, {
      tables: 2,
      rows: 2 * titles.length,
      strangers: 0,
      widest: true,
    });
    const shown = await page.evaluate<string>("document.body.textContent");
    const text = shown.replaceAll("\u200b", "");
    for (const title of ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "`a` | b"]) {
      assert.ok(text.includes(title), title);
    }
    assert.deepEqual(complaints, []);
    await page.close();
  });
});
