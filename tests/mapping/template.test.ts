import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileTemplate } from "../../src/mapping/template.ts";
import type { Activity } from "../../mod.ts";
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

  it("knows no value that is inherited", () => {
    const properties: Record<string, string> = Object.create({ plan: "x" });
    assert.equal(compileTemplate("{{properties.plan}}").fill(activity({ properties })), undefined);
  });

  it("has no value where plain JavaScript left a part out, or put something else there", () => {
    const odd: Activity = JSON.parse('{"actor":null,"properties":{"list":[1],"none":null}}');
    Object.assign(odd, { subject: undefined });
    for (const path of ["actor.email", "subject.title", "properties.list", "properties.none"]) {
      assert.equal(compileTemplate(`{{${path}}}`).fill(odd), undefined, path);
    }
  });

  it("never reads a value as a template", () => {
    const title = "{{actor.email}} {{nonsense";
    const template = compileTemplate("{{subject.title}}");
    assert.equal(template.fill(activity({ subject: { title } })), title);
  });

  const filters: [text: string, value: string, expected: string | undefined][] = [
    ["first_line", "  \n One \r\nTwo", "One"],
    ["lower", "ÄB C", "äb c"],
    ["truncate 5", "abcde", "abcde"],
    ["truncate 5", "abcdef", "abcd…"],
    ["truncate 5", "abc😀def", "abc…"],
    ["truncate 5", "😀abcdef", "😀ab…"],
    ["truncate 1", "ab", "…"],
    ["truncate 12", "abcdefghijklm", "abcdefghijk…"],
    ["truncate 65536", "a".repeat(10), "a".repeat(10)],
    ['join "; "', "bug, docs,,area/x", "bug; docs; area/x"],
    ['join ""', "a,b", "ab"],
    ["join ' | '", "a,b", "a | b"],
    ['join " }} "', "a,b", "a }} b"],
    ["date year", "2026-11-20T10:00:00.000Z", "2026"],
    ["date month", "2026-11-20T10:00:00.000Z", "2026-11"],
    ["date day", "2026-11-20T23:30:00-02:00", "2026-11-21"],
    ["date minute", "2026-11-20T10:05:59+0000", "2026-11-20 10:05"],
    ["date iso", "2026-11-20", "2026-11-20T00:00:00.000Z"],
    ["date ms", "2026-11-20T10:00:00.000Z", "1795168800000"],
    ["date iso", "2026-11-20T10:00Z", "2026-11-20T10:00:00.000Z"],
    ["date iso", " 2026-11-20 ", "2026-11-20T00:00:00.000Z"],
    ["date iso", "1795168800000", "2026-11-20T10:00:00.000Z"],
    ["date day", "2026-11-20T10:00:00", undefined],
    ["date day", "2026", undefined],
    ["date day", "2026-13-40", undefined],
    ["date day", "999999999999999", undefined],
    ["date day", "9999-12-31T23:59:59-12:00", undefined],
    ["date day", "soon", undefined],
    ["date day", "on 2026-11-20", undefined],
    ["date day", "17951688000000000000", undefined],
    ["date day", "-1795168800000", undefined],
    ["date day", "1795168800000.5", undefined],
    ["date minute", "soon", undefined],
    ["date ms", "soon", undefined],
    ['date day | default "soon"', "soon", "soon"],
    ['default "none"', "", "none"],
    ['default "none"', "  ", "none"],
    ['default "none"', "some", "some"],
    ["first_line | truncate 4 | lower", "ABCDE\nF", "abc…"],
    ["lower|truncate 2", "ABC", "a…"],
  ];
  for (const [text, value, expected] of filters) {
    it(`makes ${expected} of ${JSON.stringify(value)} by ${text}`, () => {
      const filled = compileTemplate(`{{properties.x | ${text}}}`).fill(
        activity({ properties: { x: value } }),
      );
      assert.equal(filled, expected);
    });
  }

  const missing: [text: string, expected: string | undefined][] = [
    ['{{properties.gone | default "none"}}', "none"],
    ['{{properties.gone | default ""}}', ""],
    ['{{properties.gone | lower | truncate 3 | default "NONE" | lower}}', "none"],
    ['a {{properties.gone | default "b"}} {{subject.title}}', "a b Add a timeline"],
    ["{{properties.gone | first_line}}", undefined],
    ['{{properties.gone | join ", "}}', undefined],
    ["{{properties.gone | date day}}", undefined],
    ['{{properties.gone | default "{{actor.email}}"}}', "{{actor.email}}"],
  ];
  for (const [text, expected] of missing) {
    it(`fills ${text} in as ${expected}`, () => {
      assert.equal(compileTemplate(text).fill(activity()), expected);
    });
  }

  const refused: [text: string, message: RegExp][] = [
    ["{{}}", /: expected properties\.\{name\} or one of id, .*, subject\.url, found nothing$/],
    ["{{ 1 + 1 }}", /: expected \{\{path\}\} or .*, found \{\{ 1 \+ 1 \}\}$/],
    ["{{a..b}}", /, found a\.\.b$/],
    ["{{actor.mail}}", /, found actor\.mail; did you mean actor\.email\?$/],
    ["{{properties.a.b}}", /, found properties\.a\.b$/],
    ["{{x.properties.a}}", /, found x\.properties\.a$/],
    ["{{actor}}", /, found actor$/],
    ["{{a b}}", /: expected \{\{path\}\} or/],
    ['{{"id"}}', /: expected \{\{path\}\} or/],
    ["{{id |}}", /: expected \{\{path\}\} or/],
    ["{{id | | lower}}", /: expected \{\{path\}\} or/],
    ['{{id | "lower"}}', /: expected \{\{path\}\} or/],
    ["{{id | truncate 1 2}}", /: expected \{\{path\}\} or/],
    ["{{open", /: braces or quotes do not match in \{\{open$/],
    ["close}}", /: braces do not match in close\}\}$/],
    ["{{id}}}}", /: braces do not match in \{\{id\}\}\}\}$/],
    ["{{{id}}}", /: braces or quotes do not match in/],
    ['{{id | default "x}}', /: braces or quotes do not match in/],
    [
      "{{id | loewr}}",
      /: expected a filter \(first_line, lower, .*\), found loewr; did you mean lower\?$/,
    ],
    ["{{id | toString}}", /: expected a filter \(/],
    ["{{id | lower x}}", /: expected lower, found lower x$/],
    ["{{id | first_line 2}}", /: expected first_line, found first_line 2$/],
    ["{{id | truncate}}", /: expected truncate N \(1 to 65536\), found truncate$/],
    ["{{id | truncate 0}}", /, found truncate 0$/],
    ["{{id | truncate 65537}}", /, found truncate 65537$/],
    ["{{id | truncate 5x}}", /, found truncate 5x$/],
    ["{{id | truncate x5}}", /, found truncate x5$/],
    ["{{id | truncate -1}}", /, found truncate -1$/],
    ['{{id | truncate "5"}}', /, found truncate "5"$/],
    ["{{id | date}}", /: expected date year\|month\|day\|minute\|iso\|ms, found date$/],
    ["{{id | date YYYY}}", /, found date YYYY$/],
    ["{{id | default none}}", /: expected default "text", found default none$/],
    ["{{id | default}}", /: expected default "text", found default$/],
    ["{{id | join}}", /: expected join "separator", found join$/],
    ["{{id | join ,}}", /: expected join "separator", found join ,$/],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => {
      assert.throws(() => compileTemplate(text), (error) => {
        assert.ok(error instanceof SyntaxError);
        assert.match(error.message, /^Cannot read the template: /);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
