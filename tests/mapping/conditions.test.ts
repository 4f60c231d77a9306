import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Activity, compileRules, type RuleConditions } from "../../mod.ts";
import { activity } from "../support/activities.ts";

const send = { eventName: "pe1_taken", properties: {} };

describe("RuleConditions", () => {
  const octocat = { login: "octocat", email: "octocat@example.com", name: "Mona Lisa" };
  const pullRequest = activity({
    actor: octocat,
    properties: {
      repository: "Hubline/Timeline",
      number: 7,
      branch: "feature/x",
      base_branch: "main",
      labels: "bug,good first issue,area/Local,Straße",
      draft: false,
    },
  });
  const push = activity({ type: "github.commit.pushed", actor: octocat });
  const bare = activity({ actor: {}, properties: {} });

  const table: [conditions: RuleConditions, of: Activity, holds: boolean][] = [
    [{}, bare, true],
    [{ type: "github.pull_request.*" }, pullRequest, true],
    [{ type: "GitHub.*" }, pullRequest, false],
    [{ type: ["github.issue.*", "*.merged"] }, pullRequest, true],
    [{ type: ["github.issue.*", "*.closed"] }, pullRequest, false],
    [{ repository: "hubline/*" }, pullRequest, true],
    [{ repository: "hubline" }, pullRequest, false],
    [{ branch: "main" }, pullRequest, true],
    [{ branch: "feature/*" }, pullRequest, false],
    [{ properties: { branch: "feature/*" } }, pullRequest, true],
    [{ branch: "main" }, push, true],
    [{ branch: "Main" }, push, false],
    [{ label: "bug" }, pullRequest, true],
    [{ label: "Good First Issue" }, pullRequest, true],
    [{ label: ["docs", "area/*"] }, pullRequest, true],
    [{ label: "good" }, pullRequest, false],
    [{ label: "straße" }, pullRequest, true],
    [{ label: "STRASSE" }, pullRequest, false],
    [{ label: "bug,good first issue" }, pullRequest, false],
    [{ label: "*" }, push, false],
    [{ actor: "OctoCat" }, pullRequest, true],
    [{ actor: "*@EXAMPLE.com" }, pullRequest, true],
    [{ actor: "mona*" }, pullRequest, true],
    [{ actor: ["hubot", "*-bot"] }, pullRequest, false],
    [{ actor: "*" }, bare, false],
    [{ properties: { branch: "Feature/*" } }, pullRequest, false],
    [{ properties: { draft: "false", number: "7" } }, pullRequest, true],
    [{ properties: { draft: "false", number: "8" } }, pullRequest, false],
    [{ properties: { number: ["8", "7"] } }, pullRequest, true],
    [{ properties: { state: "*" } }, pullRequest, false],
    [{ properties: { toString: "*" } }, pullRequest, false],
    [{ type: "*", repository: "*", branch: "*", label: "*", actor: "*" }, pullRequest, true],
    [{ type: "*", repository: "*", branch: "*", label: "x", actor: "*" }, pullRequest, false],
  ];
  for (const [conditions, of, holds] of table) {
    it(`${JSON.stringify(conditions)} ${holds ? "holds" : "does not hold"} of ${of.type}`, () => {
      const taken = compileRules([{ match: conditions, send }])(of);
      assert.deepEqual(taken, holds ? send : undefined);
    });
  }

  it("takes a name that looks like an address for none", () => {
    const impostor = activity({ actor: { login: "x", name: "ceo@customer.example" } });
    const rules = [{ match: { actor: "*@customer.example" }, send }];
    assert.equal(compileRules(rules)(impostor), undefined);
    const customer = activity({ actor: { email: "ceo@customer.example" } });
    assert.deepEqual(compileRules(rules)(customer), send);
  });
});

describe("except", () => {
  const except: RuleConditions = { label: ["wontfix", "chore"], actor: "*-helper" };
  const table: [what: string, of: Activity, taken: boolean][] = [
    ["none of its conditions holds", activity({ properties: { labels: "bug" } }), true],
    ["there is nothing to compare", activity({ actor: {}, properties: {} }), true],
    ["one of two holds", activity({ properties: { labels: "bug,chore" } }), false],
    ["the other holds", activity({ actor: { login: "Release-Helper" } }), false],
    ["match does not hold either", activity({ type: "x", properties: { labels: "chore" } }), false],
  ];
  for (const [what, of, taken] of table) {
    it(`${taken ? "lets the rule take" : "keeps the rule from"} an activity where ${what}`, () => {
      const mapping = compileRules([{ match: { type: "github.*" }, except, send }]);
      assert.deepEqual(mapping(of), taken ? send : undefined);
    });
  }

  it("leaves what it refuses to the next rule", () => {
    const other = { eventName: "pe1_other", properties: {} };
    const mapping = compileRules([{ except: { type: "github.*" }, send }, { send: other }]);
    assert.deepEqual(mapping(activity()), other);
    assert.deepEqual(mapping(activity({ type: "segment.track.Signed Up" })), send);
  });
});
