import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileRules, describeExplanation, explainRules, type Rule } from "../../mod.ts";
import { activity } from "../support/activities.ts";

const merged: Rule = {
  name: "Merged by customers",
  match: { type: "github.pull_request.*", label: ["bug", "area/*"] },
  except: { actor: "*@hubline.example" },
  send: {
    eventName: "pe1_merged",
    email: "{{actor.email}}",
    properties: { title: "{{subject.title}}", gone: "{{properties.gone}}" },
  },
};
const ofBug = activity({ properties: { labels: "docs,bug", state: "closed" } });

describe("explainRules", () => {
  it("says which rule takes an activity, what it makes, and what each before that missed", () => {
    const rules: Rule[] = [
      { match: { type: "github.*", label: ["feature", "area/*"] }, send: false },
      { match: { properties: { state: "open" } }, send: false },
      { match: { properties: { review: "*" } }, send: false },
      { except: { type: "x", label: "docs" }, send: false },
      merged,
      { send: false },
    ];
    assert.deepEqual(explainRules(rules, ofBug), {
      activity: ofBug,
      passed: [
        {
          number: 1,
          part: "match",
          condition: "label",
          patterns: ["feature", "area/*"],
          found: ["docs", "bug"],
        },
        {
          number: 2,
          part: "match",
          condition: "properties.state",
          patterns: ["open"],
          found: ["closed"],
        },
        { number: 3, part: "match", condition: "properties.review", patterns: ["*"], found: [] },
        {
          number: 4,
          part: "except",
          condition: "label",
          patterns: ["docs"],
          found: ["docs", "bug"],
        },
      ],
      takenBy: { number: 5, name: "Merged by customers" },
      event: {
        eventName: "pe1_merged",
        email: "octocat@example.com",
        properties: { title: "Add a timeline" },
      },
    });
  });

  it("names the rule that leaves an activity out, and makes no event of it", () => {
    assert.deepEqual(explainRules([{ send: false }], ofBug), {
      activity: ofBug,
      passed: [],
      takenBy: { number: 1 },
    });
  });

  it("names no rule where none takes an activity", () => {
    const { takenBy, event, passed } = explainRules([merged], activity());
    assert.deepEqual([takenBy, event, passed.length], [undefined, undefined, 1]);
    assert.deepEqual(explainRules([], activity()), { activity: activity(), passed: [] });
  });

  it("sees actors with the address that people has for them, as a plan does", () => {
    const people = { OCTOCAT: "cat@hubline.example" };
    const { activity: seen, passed } = explainRules([merged], ofBug, { people });
    assert.equal(seen.actor.email, "cat@hubline.example");
    assert.partialDeepStrictEqual(passed, [{
      part: "except",
      condition: "actor",
      found: ["octocat", "cat@hubline.example"],
    }]);
  });

  it("refuses a template that cannot be read, also of a rule behind the one that takes it", () => {
    const broken: Rule = { send: { eventName: "pe1_x", properties: { a: "{{a" } } };
    assert.throws(() => explainRules([merged, broken], ofBug), { name: "SyntaxError" });
    assert.throws(() => compileRules([merged, broken]), { name: "SyntaxError" });
  });
});

describe("describeExplanation", () => {
  it("writes what was passed, what was taken and what is sent, with addresses shortened", () => {
    const rules: Rule[] = [
      { match: { actor: ["*@customer.example", "hubot"] }, send: false },
      { name: "Reviews", match: { properties: { review: "*" } }, send: false },
      { except: { label: "docs" }, send: false },
      merged,
    ];
    assert.deepEqual(describeExplanation(explainRules(rules, ofBug)), [
      "github.pull_request.merged: Add a timeline",
      "  Rule 1 does not take it: match.actor wants ***@customer.example or hubot, found octocat, o***@example.com",
      "  Rule 2 (Reviews) does not take it: match.properties.review wants *, found nothing",
      "  Rule 3 does not take it: except.label refuses docs, found docs, bug",
      "  Rule 4 (Merged by customers) takes it and sends this custom event",
      "    eventName: pe1_merged",
      "    properties.title: Add a timeline",
      "    email: o***@example.com",
    ]);
  });

  it("writes that a rule leaves it out, that none takes it, and that it is for nobody", () => {
    const last = (rules: Rule[]) => describeExplanation(explainRules(rules, activity())).at(-1);
    assert.equal(last([{ send: false }]), "  Rule 1 takes it and leaves it out (send: false)");
    assert.equal(last([]), "  No rule takes it, so nothing is sent");
    const email = "{{properties.customer_email}}";
    assert.equal(
      last([{ send: { eventName: "pe1_x", properties: {}, email } }]),
      "    email: nothing",
    );
  });

  it("lets no value start a line of its own", () => {
    const title = "Harmless\n::error::not so";
    const rule: Rule = {
      name: "a\n::warning::b",
      send: { eventName: "pe1_x", properties: { title: "{{subject.title}}" } },
    };
    const lines = describeExplanation(explainRules([rule], activity({ subject: { title } })));
    assert.deepEqual(lines.filter((line) => line.includes("\n") || line.startsWith("::")), []);
    assert.ok(lines.includes("    properties.title: Harmless ::error::not so"));
  });
});
