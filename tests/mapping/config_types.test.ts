import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseConfig } from "../../src/mapping/config.ts";

describe("parseConfig, of GitHub's activity types", () => {
  const activityTypes = ["github.pull_request.merged", "github.issue.opened"];
  const types: [string, string, RegExp][] = [
    [
      "a type that there is not",
      "people: {}\ngithub:\n  types:\n    - github.issue.*\n    - github.nothing\n",
      /^Cannot read f\.yml:5:7: github\.types\.1: Expected an activity type, or a pattern like github\.pull_request\.\*, found "github\.nothing", which fits none$/,
    ],
    [
      "one that is misspelt",
      "github: { types: [github.issue.open] }\n",
      /^Cannot read f\.yml:1:19: github\.types\.0: .* found "github\.issue\.open", which fits none; did you mean github\.issue\.opened\?$/,
    ],
    [
      "such a type beside what is wrong elsewhere",
      "github: { types: [x] }\npeople: { a: b }\n",
      /^Cannot read f\.yml:1:19: github\.types\.0: .*\nCannot read f\.yml:2:14: people\.a: /,
    ],
    [
      "a misspelt type that a rule asks for",
      "rules:\n  - match: { type: github.pull_request.mergd }\n    send: false\n",
      /^Cannot read f\.yml:2:20: rules\.0\.match\.type: Expected an activity type, or a pattern like github\.pull_request\.\*, found "github\.pull_request\.mergd", which fits none; did you mean github\.pull_request\.merged\?$/,
    ],
    [
      "one among several, and one that a rule does not want",
      "rules:\n  - match: { type: [github.issue.*, github.isue.*] }\n    except: { type: [github.nothing] }\n    send: false\n",
      /^Cannot read f\.yml:2:37: rules\.0\.match\.type\.1: .* found "github\.isue\.\*", which fits none[^\n]*\nCannot read f\.yml:3:22: rules\.0\.except\.type\.0: .* found "github\.nothing", which fits none$/,
    ],
    [
      "such a type in a rule beside what is wrong with the rule",
      "rules:\n  - match: { type: github.nothing }\n    sent: false\n",
      /rules\.0\.match\.type: .* found "github\.nothing", which fits none\n.*rules\.0/,
    ],
    [
      "what is no list of types for that alone",
      "github: { types: x }\n",
      /^Cannot read f\.yml:1:18: github\.types: [^\n]*$/,
    ],
  ];
  for (const [what, text, message] of types) {
    it(`refuses, where it knows them, ${what}`, () => {
      assert.throws(() => parseConfig(text, "f.yml", { activityTypes }), {
        name: "ConfigError",
        message,
      });
    });
  }

  it("takes any text for one where it does not know them", () => {
    const config = { github: { types: ["x"] } };
    assert.deepEqual(parseConfig(JSON.stringify(config), "f.json"), config);
    const known = { github: { types: ["*.merged"] } };
    assert.deepEqual(parseConfig(JSON.stringify(known), "f.json", { activityTypes }), known);
  });

  const taken: [what: string, config: object][] = [
    ["patterns that fit some", { rules: [{ match: { type: "github.*.merged" }, send: false }] }],
    ["other sources' types", { rules: [{ match: { type: ["shop.*", "*.paid"] }, send: false }] }],
    [
      "types of a sender that is called github",
      {
        webhooks: [{ name: "github", secretEnv: "SECRET" }],
        rules: [{ match: { type: "github.sponsors.paid" }, send: false }],
      },
    ],
  ];
  for (const [what, config] of taken) {
    it(`takes in rules ${what}`, () => {
      assert.deepEqual(parseConfig(JSON.stringify(config), "f.json", { activityTypes }), config);
    });
  }
});
