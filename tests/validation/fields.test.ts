import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as v from "valibot";
import { exactFields } from "../../src/validation/fields.ts";
import { validate } from "../../src/validation/issues.ts";

interface Place {
  name: string;
  at: { x: number };
  note?: string;
}

const at = exactFields<Place["at"]>({ x: v.number("Expected a number") }, {});
const place = exactFields<Place>({ name: v.string(), at }, { note: v.string() });

describe("exactFields", () => {
  it("takes the object itself, with and without the fields that it may have", () => {
    for (const input of [{ name: "a", at: { x: 1 } }, { name: "a", at: { x: 1 }, note: "b" }]) {
      const read = validate(place, input);
      assert.ok(read.ok);
      assert.equal(read.value, input);
    }
  });

  it("tells of every field that is missing, too many or wrong, by its path", () => {
    const input = { at: { x: "1", y: 2 }, nots: "b", notes: "c" };
    assert.deepEqual(validate(place, input), {
      ok: false,
      issues: [
        { path: "name", message: "Expected this field, found none" },
        { path: "at.x", message: "Expected a number" },
        { path: "at.y", message: "Expected no field of this name" },
        { path: "nots", message: "Expected no field of this name" },
        { path: "notes", message: "Expected no field of this name" },
      ],
    });
  });

  it("does not count what is inherited, because it would not be sent", () => {
    const input: unknown = Object.create({ name: "a", at: { x: 1 } });
    const read = validate(place, input);
    assert.deepEqual(!read.ok && read.issues.map(({ path }) => path), ["name", "at"]);
  });

  it("knows no field by a name that every object has", () => {
    const input: unknown = JSON.parse('{"name":"a","at":{"x":1},"__proto__":1,"constructor":2}');
    const read = validate(place, input);
    assert.deepEqual(!read.ok && read.issues.map(({ path }) => path), ["__proto__", "constructor"]);
  });

  for (const input of [undefined, null, "text", 1, ["name"]]) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      const issues = [{ path: "", message: "Expected an object" }];
      assert.deepEqual(validate(place, input), { ok: false, issues });
    });
  }
});
