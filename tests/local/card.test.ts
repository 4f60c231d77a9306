import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { activityName, cardOf } from "../../src/local/page/card.ts";
import { safeUrl } from "../../src/local/page/safe_url.ts";
import type { LocalEvent } from "../../src/local/mod.ts";

const event: LocalEvent = {
  family: "custom",
  type: "pe123_trial_started",
  id: "one",
  properties: {},
  time: "2026-11-22T12:00:00.000Z",
  sequence: 1,
  createdAt: "2026-11-22T12:00:00.000Z",
};

const github = {
  activity: "github.pull_request.merged",
  title: "Make it calm",
  url: "https://github.com/octo/hello/pull/12",
  repository: "octo/hello",
  email_source: "payload",
};

describe("activityName", () => {
  const names: [string, string][] = [
    ["github.pull_request.merged", "GitHub · pull request merged"],
    ["github.push", "GitHub · push"],
    ["segment.track.Order Completed", "Segment · track Order Completed"],
    ["shop.order_paid", "Shop · order paid"],
    ["alone", "Alone"],
    ["", ""],
  ];
  for (const [activity, name] of names) {
    it(`turns "${activity}" into "${name}"`, () => assert.equal(activityName(activity), name));
  }
});

describe("cardOf", () => {
  it("says an activity's kind above its title, and lists the rest", () => {
    assert.deepEqual(cardOf({ ...event, properties: github }), {
      kicker: "GitHub · pull request merged",
      heading: "Make it calm",
      url: "https://github.com/octo/hello/pull/12",
      icon: "merge",
      fields: [
        { label: "Repository", value: "octo/hello" },
        { label: "Email source", value: "payload" },
      ],
    });
  });

  it("lists an address that must not be linked", () => {
    const card = cardOf({ ...event, properties: { title: "x", url: "javascript:alert(1)" } });
    assert.equal(card.url, undefined);
    assert.deepEqual(card.fields, [{ label: "URL", value: "javascript:alert(1)" }]);
  });

  const headings: [string, Partial<LocalEvent>, string, string][] = [
    [
      "an activity without a title",
      { properties: { activity: "github.push" } },
      "Custom event",
      "GitHub · push",
    ],
    ["a blank title", { properties: { title: " " } }, "Custom event", "Trial started"],
    ["a custom event", {}, "Custom event", "Trial started"],
    ["a custom event with a prefix alone", { type: "pe123_" }, "Custom event", "pe123_"],
    [
      "a timeline event",
      { family: "timeline", type: "1001298" },
      "Timeline event",
      "Template 1001298",
    ],
    ["an app event", { family: "app", type: "ae0_webinar" }, "App event", "ae0_webinar"],
  ];
  for (const [what, change, kicker, heading] of headings) {
    it(`names ${what}`, () => {
      const card = cardOf({ ...event, ...change });
      assert.deepEqual([card.kicker, card.heading], [kicker, heading]);
    });
  }

  it("gives the frame's link only where it may be followed", () => {
    const frame = { linkLabel: "Open", headerLabel: "h", width: 1, height: 1 };
    const linked = cardOf({ ...event, timelineIFrame: { ...frame, url: "https://example.com/a" } });
    assert.deepEqual(linked.frame, { label: "Open", url: "https://example.com/a" });
    const unlinked = cardOf({ ...event, timelineIFrame: { ...frame, url: "http://example.com/" } });
    assert.equal(unlinked.frame, undefined);
  });

  it("writes out extraData", () => {
    assert.equal(
      cardOf({ ...event, extraData: { a: [1] } }).extraData,
      '{\n  "a": [\n    1\n  ]\n}',
    );
  });
});

describe("safeUrl", () => {
  const addresses: [string | undefined, string | undefined][] = [
    ["https://example.com/a?b=c#d", "https://example.com/a?b=c#d"],
    ["http://localhost:3000/", "http://localhost:3000/"],
    ["http://127.0.0.1/", "http://127.0.0.1/"],
    ["http://[::1]:8/", "http://[::1]:8/"],
    ["http://example.com/", undefined],
    ["http://localhost.example.com/", undefined],
    ["https://github.com@evil.example/", undefined],
    ["https://:secret@evil.example/", undefined],
    ["javascript:alert(1)", undefined],
    ["JaVaScRiPt:alert(1)", undefined],
    [" javascript:alert(1)", undefined],
    ["java\nscript:alert(1)", undefined],
    ["data:text/html,<script>alert(1)</script>", undefined],
    ["vbscript:x", undefined],
    ["//example.com/", undefined],
    ["/relative", undefined],
    ["", undefined],
    [undefined, undefined],
  ];
  for (const [address, linked] of addresses) {
    it(`${linked === undefined ? "leaves" : "links"} ${JSON.stringify(address)}`, () => {
      assert.equal(safeUrl(address), linked);
    });
  }
});
