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
});
