import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeFault, problemsOf } from "../../action/problems.ts";
import { outcomes, reportOf, sent } from "./reports.ts";

const { delivered, duplicate, rejected, deferred } = outcomes;

describe("problemsOf", () => {
  it("finds none where everything arrived or was left out", () => {
    const report = reportOf([sent("a", delivered), sent("b", duplicate), sent("c")], [
      { reason: "no_contact", what: "github.issue.opened" },
    ]);
    assert.deepEqual(problemsOf(report), []);
  });

  it("gathers events with the same reason, each with what to do", () => {
    const report = reportOf([sent("a", deferred), sent("b", rejected), sent("c", deferred)]);
    assert.deepEqual(problemsOf(report), [
      {
        title: "Event deferred: unauthorized",
        message: "No such token",
        fix: "Put a current access token of the HubSpot account that owns the event into the " +
          "secret behind input hubspot-token",
        count: 2,
      },
      {
        title: "Event rejected: refused",
        message: "Property title is too long for ada@example.com: properties.title: at most 256",
        fix: "Compare input event-name, or the event and property names of the rule, with the " +
          "event definition in HubSpot",
        count: 1,
      },
    ]);
  });

  it("counts an event that its rule made unusable", () => {
    const issues = [{ path: "tokens", message: "Expected a text" }];
    const report = reportOf([], [{ reason: "invalid_event", what: "github.issue.opened", issues }]);
    assert.deepEqual(problemsOf(report), [{
      title: "Event not sent",
      message: "github.issue.opened: The event breaks a rule of its API: tokens: Expected a text",
      fix:
        "Change what makes this event: a rule in input config or config-file, or inputs email and properties",
      count: 1,
    }]);
  });
});

describe("describeFault", () => {
  it("says what HubSpot said, with its reference", () => {
    assert.equal(
      describeFault({ index: 0, ...rejected }),
      "Property title is too long for ada@example.com: properties.title: at most 256 " +
        "(status 400) [correlation id c-1]",
    );
  });

  it("says nothing of what arrived", () => {
    assert.equal(describeFault({ index: 0, ...delivered }), "");
    assert.equal(describeFault({ index: 0, ...duplicate }), "");
  });
});
