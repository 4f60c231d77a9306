import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileRules } from "../../mod.ts";
import { activity } from "../support/activities.ts";

const send = {
  eventName: "pe1_merged",
  properties: { title: "{{subject.title}}", gone: "{{properties.x}}" },
};

describe("compileRules", () => {
  it("makes the event of the first rule that matches", () => {
    const mapping = compileRules([
      { match: { type: "github.issue.*" }, send: { eventName: "pe1_issue", properties: {} } },
      { match: { type: "github.pull_request.*", properties: { branch: "ma*" } }, send },
      { send: { eventName: "pe1_other", properties: {} } },
    ]);
    assert.deepEqual(mapping(activity()), {
      eventName: "pe1_merged",
      properties: { title: "Add a timeline" },
    });
    assert.deepEqual(mapping(activity({ type: "github.repo.starred" })), {
      eventName: "pe1_other",
      properties: {},
    });
  });

  it("makes nothing where no rule matches, or the one that does says so", () => {
    const only = { match: { type: "github.pull_request.*" } };
    assert.equal(compileRules([])(activity()), undefined);
    assert.equal(compileRules([{ ...only, send: false }, { send }])(activity()), undefined);
    assert.equal(
      compileRules([{ match: { properties: { branch: "x" } }, send }])(activity()),
      undefined,
    );
    assert.equal(
      compileRules([{ match: { properties: { x: "*" } }, send }])(activity()),
      undefined,
    );
  });

  it("fills in the events of all families, and a frame", () => {
    const timelineIFrame = {
      linkLabel: "Open",
      headerLabel: "{{subject.title}}",
      url: "{{subject.url}}",
      width: 800,
      height: 600,
    };
    const [timeline, app] = [
      compileRules([{
        send: { eventTemplateId: "1", tokens: { n: "{{properties.number}}" }, timelineIFrame },
      }]),
      compileRules([{ send: { eventTypeName: "ae1_x", properties: {}, timelineIFrame } }]),
    ];
    const script = { url: "javascript:alert(1)", title: "Not a page" };
    assert.deepEqual(app(activity({ subject: script })), {
      eventTypeName: "ae1_x",
      properties: {},
    });
    const frame = {
      ...timelineIFrame,
      headerLabel: "Add a timeline",
      url: "https://github.com/o/r/pull/7",
    };
    assert.deepEqual(timeline(activity()), {
      eventTemplateId: "1",
      tokens: { n: "7" },
      timelineIFrame: frame,
    });
    assert.deepEqual(app(activity({ subject: { title: "No page" } })), {
      eventTypeName: "ae1_x",
      properties: {},
    });
  });
});
