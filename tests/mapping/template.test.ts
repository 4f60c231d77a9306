import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileTemplate } from "../../src/mapping/template.ts";
import { activity } from "../support/activities.ts";

describe("compileTemplate", () => {
  const filled: [string, string | undefined][] = [
    ["plain", "plain"],
    ["", ""],
    ["{{subject.title}}", "Add a timeline"],
    ["{{ subject.title }}", "Add a timeline"],
    ["#{{properties.number}} in {{properties.repository}}", "#7 in o/r"],
    ["{{properties.draft}}", "false"],
    ["{{properties.missing}}", undefined],
    ["a {{properties.missing}} b", undefined],
    ["{{properties.constructor}}", undefined],
    ["{ single }", "{ single }"],
  ];
  for (const [text, expected] of filled) {
    it(`fills ${text || "nothing"} in as ${expected}`, () => {
      assert.equal(compileTemplate(text).fill(activity()), expected);
    });
  }

  it("never reads a value as a template", () => {
    const title = "{{actor.email}} {{nonsense";
    const template = compileTemplate("{{subject.title}}");
    assert.equal(template.fill(activity({ subject: { title } })), title);
  });

  for (
    const text of ["{{}}", "{{ 1 + 1 }}", "{{a..b}}", "{{a b}}", "{{open", "close}}", "{{a}}}}"]
  ) {
    it(`refuses ${text}`, () => {
      assert.throws(() => compileTemplate(text), {
        name: "SyntaxError",
        message: /^Cannot read the template: /,
      });
    });
  }
});
