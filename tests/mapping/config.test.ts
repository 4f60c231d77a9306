import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseConfig } from "../../src/mapping/config.ts";

describe("parseConfig", () => {
  it("reads people and rules from YAML, and from JSON", () => {
    const config = {
      people: { octocat: "octocat@example.com" },
      rules: [{
        match: { type: "github.*" },
        send: { eventName: "pe1_x", properties: { t: "{{subject.title}}" } },
      }],
    };
    const yaml = `
people:
  octocat: octocat@example.com
rules:
  - match: { type: "github.*" }
    send:
      eventName: pe1_x
      properties: { t: "{{subject.title}}" }
`;
    assert.deepEqual(parseConfig(yaml, "hubline.yml"), config);
    assert.deepEqual(parseConfig(JSON.stringify(config), "hubline.json"), config);
  });

  it("takes an empty file", () => assert.deepEqual(parseConfig("# nothing\n", "hubline.yml"), {}));

  const refused: [string, string, RegExp][] = [
    [
      "an unknown key",
      "people: {}\npeeple: {}\n",
      /^Cannot read f\.yml:\d+:\d+: peeple: Expected no field/,
    ],
    [
      "no address",
      "people:\n  octocat: nobody\n",
      /^Cannot read f\.yml:2:12: people\.octocat: Expected an e-mail address, found "nobody"/,
    ],
    [
      "a broken template",
      'rules:\n  - send:\n      eventName: pe1_x\n      properties:\n        t: "{{1+1}}"\n',
      /^Cannot read f\.yml:5:12: rules\.0\.send\.properties\.t: Cannot read the template/,
    ],
    [
      "a login that would be lost",
      "people: { constructor: x@example.com }\n",
      /^Cannot read f\.yml:1:\d+: people: Expected an object of values, none of them named/,
    ],
    [
      "an event's name that can be none",
      "rules:\n  - send:\n      eventName: Bad Name\n      properties: {}\n",
      /^Cannot read f\.yml:3:18: rules\.0\.send\.eventName: Expected the full name of a custom event/,
    ],
    [
      "a value that is no text",
      "rules:\n  - send:\n      eventName: pe1_x\n      properties:\n        t: 5\n",
      /^Cannot read f\.yml:5:12: rules\.0\.send\.properties\.t: /,
    ],
    [
      "a field too many",
      "rules:\n  - send: { eventTypeName: ae1_x, properties: {}, email: x }\n",
      /^Cannot read f\.yml:2:\d+: rules\.0\.send\.email: Expected no field of this name/,
    ],
    [
      "a misspelt key",
      "rules:\n  - send: { eventNam: pe1_x, properties: {} }\n",
      /^Cannot read f\.yml:2:11: rules\.0\.send: Expected false, or an event/,
    ],
    [
      "a rule that sends nothing",
      "rules:\n  - match: { type: x }\n",
      /^Cannot read f\.yml:2:5: rules\.0\.send: Expected this field/,
    ],
    ["what is no YAML", "people: [\n", /^Cannot read f\.yml:2:1: /],
    ["a list", "- a\n", /^Cannot read f\.yml:1:1: Expected people and rules, found a list$/],
    ["aliases that multiply", "a: &a [x]\nb: [*a, *a]\n", /^Cannot read f\.yml: Alias/],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses ${what}, with file, line and column`, () => {
      assert.throws(() => parseConfig(text, "f.yml"), { name: "ConfigError", message });
    });
  }
});
