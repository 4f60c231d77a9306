import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { firstLine, oneLine } from "../../src/activity/text.ts";

describe("oneLine()", () => {
  const cases: readonly [name: string, text: string, longest: number, line: string][] = [
    ["leaves a line as it is", "Fix the README", 20, "Fix the README"],
    ["keeps a line of just the length", "12345", 5, "12345"],
    ["ends a longer line in an ellipsis", "123456", 5, "1234…"],
    ["leaves no space before the ellipsis", "123 567", 5, "123…"],
    ["leaves out blanks at the beginning, however many", " ".repeat(50) + "abc", 5, "abc"],
    ["takes blanks at the end for no text", `a${" ".repeat(50)}`, 5, "a"],
    ["says that a text goes on behind a long gap", `a${" ".repeat(50)}b`, 5, "a…"],
    ["makes one space of breaks and runs", " a\r\n\tb \u2028 c ", 20, "a b c"],
    ["drops control characters", "a\u0000b\u001b[31m", 20, "a b [31m"],
    ["drops marks that turn the direction", "a\u202egpj.exe", 20, "a gpj.exe"],
    ["does not cut an emoji in two", "👍👍👍", 2, "👍…"],
    ["counts an emoji as one", "👍👍", 2, "👍👍"],
    ["replaces half an emoji", "a\ud83d", 5, "a\ufffd"],
    ["gives nothing for blanks", " \n ", 5, ""],
  ];
  for (const [name, text, longest, line] of cases) {
    it(name, () => assert.equal(oneLine(text, longest), line));
  }

  it("never exceeds the length nor breaks the line", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.integer({ min: 1, max: 30 }),
        (text, longest) => {
          const line = oneLine(text, longest);
          assert.ok([...line].length <= longest);
          assert.doesNotMatch(line, /[\r\n\u2028\u2029\p{Cc}]/u);
        },
      ),
    );
  });
});

describe("firstLine()", () => {
  const cases: readonly [text: string, line: string][] = [
    ["", ""],
    ["one", "one"],
    ["one\ntwo", "one"],
    ["one\r\ntwo", "one"],
    ["\n\n one\ntwo", "one"],
    [" \n ", ""],
  ];
  for (const [text, line] of cases) {
    it(`gives ${JSON.stringify(line)} for ${JSON.stringify(text)}`, () => {
      assert.equal(firstLine(text), line);
    });
  }
});
