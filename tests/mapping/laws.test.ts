import fc from "fast-check";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stringify } from "yaml";
import {
  type Activity,
  compileRules,
  describeExplanation,
  explainRules,
  type Rule,
} from "../../mod.ts";
import { ConfigError, parseConfig } from "../../src/mapping/config.ts";
import { compileTemplate } from "../../src/mapping/template.ts";
import { activity } from "../support/activities.ts";

const runs = { numRuns: 200 };

/** Text out of what templates are made of, so that many are almost one. */
const templateText = fc.array(
  fc.oneof(
    fc.constantFrom(
      "{{",
      "}}",
      "|",
      " ",
      '"',
      "'",
      "{",
      "}",
      "id",
      "subject.title",
      "properties.x",
    ),
    fc.constantFrom("lower", "truncate", "5", "default", "join", "date", "day", "first_line"),
    fc.string({ unit: "binary", maxLength: 5 }),
  ),
  { maxLength: 15 },
).map((parts) => parts.join(""));

/** Text out of what configurations are made of. */
const configText = fc.array(
  fc.oneof(
    fc.constantFrom(
      "rules:",
      "people:",
      "match:",
      "send:",
      "false",
      "type",
      "\n",
      "\n  ",
      "\n    ",
    ),
    fc.constantFrom(
      "- ",
      "? ",
      ": ",
      "{",
      "}",
      "[",
      "]",
      ",",
      "&a ",
      "*a",
      "!b ",
      "|\n",
      "---\n",
      "%",
    ),
    fc.string({ unit: "binary", maxLength: 5 }),
  ),
  { maxLength: 30 },
).map((parts) => parts.join(""));

const word = fc.constantFrom("bug", "docs", "main", "octocat", "o/r", "github.issue.opened");
const pattern = fc.oneof(word, fc.constantFrom("*", "b*", "*o*", "github.*", "o/*"));
const patterns = fc.oneof(pattern, fc.array(pattern, { minLength: 1, maxLength: 3 }));
const conditions = fc.record({
  type: patterns,
  repository: patterns,
  branch: patterns,
  label: patterns,
  actor: patterns,
  properties: fc.dictionary(fc.constantFrom("state", "labels"), patterns),
}, { requiredKeys: [] });

const rule: fc.Arbitrary<Rule> = fc.record({
  match: conditions,
  except: conditions,
  send: fc.constantFrom(
    false as const,
    {
      eventName: "pe1_x",
      properties: { title: "{{subject.title}}", state: "{{properties.state}}" },
    },
    { eventTypeName: "ae1_x", properties: {}, email: "{{properties.state}}" },
  ),
}, { requiredKeys: ["send"] });

const happened: fc.Arbitrary<Activity> = fc.record({
  type: word,
  login: word,
  title: fc.string({ unit: "binary" }),
  properties: fc.dictionary(
    fc.constantFrom("state", "labels", "branch", "base_branch", "repository"),
    fc.oneof(
      word,
      fc.boolean(),
      fc.nat(),
      fc.array(word, { maxLength: 3 }).map((all) => all.join(",")),
    ),
  ),
}).map(({ type, login, title, properties }) =>
  activity({ type, actor: { login }, subject: { title }, properties })
);

describe("compileTemplate", () => {
  it("throws nothing but SyntaxError, and fills in nothing but text, whatever it is given", () => {
    fc.assert(
      fc.property(templateText, fc.string({ unit: "binary" }), (text, title) => {
        const template = attempt(() => compileTemplate(text), SyntaxError);
        const filled = template?.fill(activity({ subject: { title }, properties: { x: title } }));
        assert.ok(filled === undefined || typeof filled === "string");
      }),
      { numRuns: 300 },
    );
  });

  it("puts a value in as it is, whatever template it looks like", () => {
    fc.assert(
      fc.property(templateText, fc.string(), (title, around) => {
        const literal = around.replace(/[{}]/g, "");
        const template = compileTemplate(`${literal}{{subject.title}}${literal}`);
        assert.equal(template.fill(activity({ subject: { title } })), literal + title + literal);
      }),
      runs,
    );
  });

  it("never puts in a value that the template does not name", () => {
    const secret = "s3cret@example.com";
    fc.assert(
      fc.property(templateText, (title) => {
        const text =
          '{{subject.title | first_line | lower | truncate 200 | join ", " | default "x"}}';
        const of = activity({ subject: { title }, actor: { email: secret } });
        assert.ok(!compileTemplate(text).fill(of)?.includes(secret));
      }),
      runs,
    );
  });
});

describe("parseConfig", () => {
  it("throws nothing but ConfigError with a place for each problem, whatever it is given", () => {
    fc.assert(
      fc.property(fc.oneof(configText, fc.string({ unit: "binary" })), (text) => {
        try {
          parseConfig(text, "f.yml");
        } catch (error) {
          assert.ok(error instanceof ConfigError, String(error));
          assert.match(error.message, /^Cannot read f\.yml:[1-9]\d*:[1-9]\d*: ./);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("reads rules back from the YAML and the JSON that say them", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), (rules) => {
        const config = { rules: structuredClone(rules) };
        const plain: unknown = JSON.parse(JSON.stringify(config));
        assert.deepEqual(toPlain(parseConfig(JSON.stringify(config), "f.json")), plain);
        const yaml = stringify(config, { aliasDuplicateObjects: false });
        assert.deepEqual(toPlain(parseConfig(yaml, "f.yml")), plain);
      }),
      runs,
    );
  });
});

describe("explainRules", () => {
  it("makes what the mapping makes, and names the first rule that takes the activity", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), happened, (rules, of) => {
        const { event, takenBy, passed } = explainRules(rules, of);
        assert.deepEqual(event, compileRules(rules)(of));
        assert.deepEqual(passed.map(({ number }) => number), passed.map((_, index) => index + 1));
        assert.equal(takenBy?.number ?? rules.length + 1, passed.length + 1);
        for (const { number } of passed) {
          const own = rules.slice(number - 1, number).map((one) => ({ ...one, send: always }));
          assert.equal(compileRules(own)(of), undefined);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is described in lines, whatever the activity says", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), happened, (rules, of) => {
        const lines = describeExplanation(explainRules(rules, of));
        assert.ok(lines.length >= 2);
        assert.deepEqual(lines.filter((line) => /[\r\n]/.test(line)), []);
      }),
      runs,
    );
  });
});

const always = { eventName: "pe1_always", properties: {} };

/** Gives what a function makes; nothing where it throws the one error that it may. */
function attempt<T>(make: () => T, allowed: new () => Error): T | undefined {
  try {
    return make();
  } catch (error) {
    assert.ok(error instanceof allowed, String(error));
    return undefined;
  }
}

/** Records of Valibot and of fast-check differ in their prototype alone. */
function toPlain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
