import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkNumbers, type NumberRule } from "../../src/validation/numbers.ts";

describe("checkNumbers", () => {
  const table: [number, NumberRule, string | undefined][] = [
    [1, { least: 1 }, undefined],
    [1.5, { least: 1 }, undefined],
    [Infinity, { least: 0 }, undefined],
    [0, { least: 1 }, "size must be a number from 1: 0"],
    [NaN, { least: 0 }, "size must be a number from 0: NaN"],
    [3, { least: 1, isWhole: true }, undefined],
    [1.5, { least: 1, isWhole: true }, "size must be a whole number from 1: 1.5"],
    [Infinity, { least: 1, isWhole: true }, "size must be a whole number from 1: Infinity"],
  ];
  for (const [size, rule, broken] of table) {
    it(`${broken === undefined ? "takes" : "refuses"} ${size} by ${JSON.stringify(rule)}`, () => {
      const check = () => checkNumbers("make a box", { other: 5, size }, rule);
      if (broken === undefined) check();
      else assert.throws(check, { name: "RangeError", message: `Cannot make a box: ${broken}` });
    });
  }
});
