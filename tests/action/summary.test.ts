import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderSummary } from "../../action/summary.ts";
import { hostileTexts } from "./payloads.ts";
import { outcomes, reportOf, sent } from "./reports.ts";

const { delivered, rejected } = outcomes;

/** All markup that the summary may have. */
const markup =
  /<\/?(?:h2|p|ul|li|strong|table|tr|th|td|code|br)>|<a href="https:\/\/[^"<>\s]+">|<\/a>|&(?:amp|lt|gt|quot|#39|#8203);/g;

describe("renderSummary", () => {
  it("shows the counts and each event with its subject", () => {
    assert.equal(
      renderSummary(reportOf([sent("Add a door", delivered)])),
      [
        "<h2>HubSpot timeline: push</h2>",
        "<p>1 delivered, 0 already there, 0 rejected, 0 deferred, 0 skipped</p>",
        "<table>",
        "<tr><th>Outcome</th><th>Activity</th><th>Subject</th><th>Person</th><th>Address from</th>" +
        "<th>Detail</th></tr>",
        "<tr><td>delivered</td><td><code>github.commit.pushed</code></td>" +
        '<td><a href="https://github.com/octo/hello/commit/1">Add a door</a></td>' +
        "<td>ada, a***@example.com</td><td>payload</td><td><code>id-1</code></td></tr>",
        "</table>",
        "",
        "",
      ].join("\n"),
    );
  });

  it("puts what needs somebody first, and says once what to do", () => {
    const summary = renderSummary(
      reportOf([sent("a", delivered), sent("b", rejected), sent("c", rejected)]),
    );
    assert.ok(summary.indexOf("<td>rejected</td>") < summary.indexOf("<td>delivered</td>"));
    assert.match(
      summary,
      /<ul>\n<li><strong>Event rejected: refused<\/strong>: .* at most 256 \(2 events\)<br>Compare input event/,
    );
    assert.equal(summary.split("Compare input event").length, 2);
    assert.match(summary, /at most 256 \(status 400\) \[correlation id c-1\]<\/td>/);
  });

  it("lists ten problems and how many more there are", () => {
    const each = Array.from({ length: 13 }, (_, n) => ({ ...rejected, message: `Wrong ${n}` }));
    const summary = renderSummary(reportOf(each.map((one) => sent("a", one))));
    assert.equal(summary.split("<li><strong>Event rejected").length - 1, 10);
    assert.ok(summary.includes("<li>and 3 more</li>"));
  });

  it("shortens long titles and lets long words break", () => {
    const summary = renderSummary(reportOf([sent(`${"&".repeat(90)} ${"b".repeat(90)}`)]));
    const [, title = ""] = /commit\/1">(.*)<\/a>/.exec(summary) ?? [];
    const piece = `${"&amp;".repeat(20)}&#8203;`;
    assert.equal(title, `${piece.repeat(4)}${"&amp;".repeat(10)} bbbbbbbb…`);
  });

  it("says why something was skipped, and of whom", () => {
    const { activity } = sent("A door");
    const nobody = { ...activity, actor: { login: "ada" } };
    const summary = renderSummary(reportOf([], [
      { reason: "no_contact", what: activity.type, activity: nobody },
      { reason: "unsupported_event", what: "schedule" },
    ]));
    assert.match(summary, />A door<\/a><\/td><td>ada<\/td><td>no e-mail address is known: add/);
    assert.match(
      summary,
      /<code>schedule<\/code><\/td><td><\/td><td><\/td><td>tells of nothing by itself/,
    );
  });

  it("shows 100 rows and how many more there are", () => {
    const summary = renderSummary(
      reportOf(Array.from({ length: 130 }, () => sent("a", delivered))),
    );
    assert.equal(summary.split("<td>delivered</td>").length - 1, 100);
    assert.ok(summary.includes("<p>and 30 more</p>"));
  });

  it("stays below GitHub's 1 MiB with long texts everywhere", () => {
    const long = "€&".repeat(2_000);
    const { activity, event } = sent(long);
    const actor = { login: long };
    const url = `https://github.com/${"&".repeat(1_900)}`;
    const everywhere = { ...activity, type: long, actor, subject: { title: long, url } };
    const issues = [{ path: long, message: long }];
    const one = {
      activity: everywhere,
      event,
      receipt: { index: 0, ...rejected, message: long, issues },
    };
    const other = { reason: "invalid_event", what: long, activity: everywhere, issues } as const;
    const summary = renderSummary(
      reportOf(Array.from({ length: 99 }, () => one), Array.from({ length: 99 }, () => other)),
    );
    assert.ok(new TextEncoder().encode(summary).byteLength < 1_024 * 1_024);
    assert.match(summary, /<p>and \d\d more<\/p>/);
  });

  it("links nothing but web pages", () => {
    const { activity, ...one } = sent("A door", delivered);
    const subject = { title: "A door", url: "javascript:alert(1)" };
    const summary = renderSummary(reportOf([{ ...one, activity: { ...activity, subject } }]));
    assert.ok(!summary.includes("<a ") && !summary.includes("javascript:"));
  });

  for (const where of ["?mail=ada@example.com", "?mail=ada%40example.com", "ada@example.com/"]) {
    it(`links no page whose address shows somebody's: ${where}`, () => {
      const { activity, ...one } = sent("A door", delivered);
      const subject = { title: "A door", url: `https://ci.example/${where}` };
      const summary = renderSummary(reportOf([{ ...one, activity: { ...activity, subject } }]));
      assert.ok(summary.includes("<td>A door</td>") && !/ada(@|%40)/.test(summary), summary);
    });
  }

  it("links a page whose address holds line breaks without them", () => {
    const { activity, ...one } = sent("A door", delivered);
    const subject = { title: "A door", url: 'https://github.com/a\n\n<b>"b' };
    const summary = renderSummary(reportOf([{ ...one, activity: { ...activity, subject } }]));
    assert.ok(summary.includes('<a href="https://github.com/a%3Cb%3E%22b">A door</a>'));
  });

  for (const [index, hostile] of hostileTexts.entries()) {
    it(`makes no markup and no address of hostile text ${index}`, () => {
      const { activity, event } = sent(hostile);
      const one = {
        activity: { ...activity, type: hostile, actor: { login: hostile } },
        event: { ...event, uuid: hostile },
      };
      const receipt = { index: 0, ...rejected, message: hostile };
      const issues = [{ path: hostile, message: hostile }];
      const summary = renderSummary({
        ...reportOf([{ ...one, receipt }, one], [{
          reason: "invalid_event",
          what: hostile,
          activity: one.activity,
          issues,
        }]),
        eventName: hostile,
      });
      const left = summary.replaceAll(markup, "");
      assert.ok(!/[<>&"']/.test(left), left);
      assert.ok(!summary.trimEnd().includes("\n\n"), "An empty line would end the block");
      assert.ok(!/[\w]{2,}@example\.com/.test(summary));
    });
  }
});
