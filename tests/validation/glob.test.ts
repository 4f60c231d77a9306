import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { matchesGlob } from "../../src/validation/glob.ts";

describe("matchesGlob", () => {
  const table: [string, string, boolean][] = [
    ["github.pull_request.merged", "github.pull_request.merged", true],
    ["github.pull_request.merged", "github.pull_request.opened", false],
    ["github.*", "github.pull_request.merged", true],
    ["*.merged", "github.pull_request.merged", true],
    ["github.*.merged", "github.pull_request.merged", true],
    ["github.*.merged", "github.merged", false],
    ["*", "", true],
    ["*a", "a", true],
    ["*a", "ba", true],
    ["a*b", "ab", true],
    ["a**b", "aXb", true],
    ["a*", "b", false],
    ["", "", true],
    ["", "a", false],
    ["a*b*c", "aXbYbZc", true],
    ["a*b*c", "aXbYbZ", false],
    ["a.c", "abc", false],
    ["github.?", "github.x", false],
  ];
  for (const [pattern, text, expected] of table) {
    it(`${pattern} ${expected ? "matches" : "does not match"} ${text}`, () => {
      assert.equal(matchesGlob(pattern, text), expected);
    });
  }

  it("is done quickly with a pattern made to be slow", () => {
    assert.equal(matchesGlob("*a".repeat(200), "a".repeat(5_000) + "b"), false);
  });
});
