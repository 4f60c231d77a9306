import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nearest, suggestion } from "../../src/activity/nearest.ts";

const words = ["type", "repository", "branch", "label", "actor", "properties"];

describe("nearest", () => {
  const table: [found: string, meant: string | undefined][] = [
    ["tpye", "type"],
    ["typ", "type"],
    ["Type", "type"],
    ["lables", "label"],
    ["lable", "label"],
    ["propertys", "properties"],
    ["brunch", "branch"],
    ["actors", "actor"],
    ["x", undefined],
    ["", undefined],
    ["event", undefined],
    ["a".repeat(100_000), undefined],
  ];
  for (const [found, meant] of table) {
    it(`finds ${meant ?? "nothing"} for ${found.slice(0, 20) || "nothing"}`, () => {
      assert.equal(nearest(found, words), meant);
    });
  }

  it("counts a swap of two letters as one change, and two changes as more than one", () => {
    assert.equal(nearest("abdc", ["abcd"]), "abcd");
    assert.equal(nearest("badc", ["abcd"]), undefined);
  });
});

describe("suggestion", () => {
  it("asks for the word that comes close, and is empty where none does", () => {
    assert.equal(suggestion("lable", words), "; did you mean label?");
    assert.equal(suggestion("nothing like it", words), "");
  });
});
