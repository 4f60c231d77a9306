import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compilePath, type PayloadPath, valuesAt } from "../../../src/sources/payload/path.ts";

function find(payload: unknown, path: PayloadPath): unknown[] {
  return [...valuesAt(payload, compilePath(path, "here"))];
}

describe("valuesAt()", () => {
  const payload = JSON.parse(
    '{"a":{"b":[{"c":1},2],"n":null,"t":"text"},"x-y":0,"__proto__":{"d":3}}',
  );
  const cases: readonly [path: PayloadPath, found: unknown[]][] = [
    ["a.b.0.c", [1]],
    ["a.b.1", [2]],
    ["a.b.length", [2]],
    ["x-y", [0]],
    [["a.none", "x-y", "a.t"], [0, "text"]],
    ["__proto__.d", [3]],
    ["a.n", []],
    ["a.n.b", []],
    ["a.t.length", []],
    ["a.toString", []],
    ["constructor.name", []],
    ["a.b.push", []],
    ["a.b.-1", []],
  ];
  for (const [path, found] of cases) {
    it(`finds ${JSON.stringify(found)} at ${path}`, () =>
      assert.deepEqual(find(payload, path), found));
  }

  it("finds nothing in what is no object", () => {
    for (const payload of [null, undefined, 5, "text", true]) {
      assert.deepEqual(find(payload, "length"), []);
    }
  });
});

describe("compilePath()", () => {
  const wrong: readonly [path: unknown, found: string][] = [
    ["", '""'],
    [".a", '".a"'],
    ["a.", '"a."'],
    ["a..b", '"a..b"'],
    [new Array(21).fill("a").join("."), JSON.stringify(new Array(21).fill("a").join("."))],
    [["a", 5], "5"],
    [null, "null"],
  ];
  for (const [path, found] of wrong) {
    it(`refuses ${found}`, () => {
      const given: PayloadPath = JSON.parse(JSON.stringify(path));
      assert.throws(() => compilePath(given, "actor.email"), {
        name: "TypeError",
        message: `Cannot read actor.email: expected a path like data.user.email, found ${found}`,
      });
    });
  }

  it("refuses a list of none", () => {
    assert.throws(() => compilePath([], "time"), {
      name: "TypeError",
      message: "Cannot read time: expected at least one path, found none",
    });
  });
});
