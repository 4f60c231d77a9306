import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isEventFamily } from "../../src/hubspot/events.ts";

describe("isEventFamily", () => {
  const table: [text: unknown, isFamily: boolean][] = [
    ["timeline", true],
    ["app", true],
    ["custom", true],
    ["App", false],
    ["", false],
    ["constructor", false],
    ["__proto__", false],
    [null, false],
    [["app"], false],
  ];
  for (const [text, isFamily] of table) {
    it(`is ${isFamily} for ${JSON.stringify(text)}`, () => {
      assert.equal(isEventFamily(text), isFamily);
    });
  }
});
