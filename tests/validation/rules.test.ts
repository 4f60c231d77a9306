import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { validate } from "../../src/validation/issues.ts";
import { fieldsRule, rule, validateWith, wordsFor } from "../../src/validation/rules.ts";
import { schemaOf } from "../../src/validation/schema_of.ts";

interface Place {
  name: string;
  at: { x: number };
  note?: string;
}

const text = rule((found): found is string => typeof found === "string", () => "Expected a text");
const number = rule(
  (found): found is number => typeof found === "number",
  () => "Expected a number",
);
const at = fieldsRule<Place["at"]>({ x: number }, {});
const place = fieldsRule<Place>(
  { name: text, at },
  { note: text },
  ({ name }) => name === "nowhere" ? "Expected a place" : undefined,
);

/** What the rule and the schema that is made of it say, which has to be the same. */
function read(input: unknown) {
  const outcome = validateWith(place, input);
  assert.deepEqual(validate(schemaOf(place), input), outcome);
  return outcome;
}

describe("fieldsRule", () => {
  it("takes the object itself, with and without the fields that it may have", () => {
    for (const input of [{ name: "a", at: { x: 1 } }, { name: "a", at: { x: 1 }, note: "b" }]) {
      const outcome = read(input);
      assert.ok(outcome.ok);
      assert.equal(outcome.value, input);
    }
  });

  it("tells of every field that is missing, too many or wrong, by its path", () => {
    assert.deepEqual(read({ at: { x: "1", y: 2 }, nots: "b", notes: "c" }), {
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

  it("tells of what is wrong with the whole", () => {
    assert.deepEqual(read({ name: "nowhere", at: { x: 1 } }), {
      ok: false,
      issues: [{ path: "", message: "Expected a place" }],
    });
  });

  it("does not count what is inherited, because it would not be sent", () => {
    const outcome = read(Object.create({ name: "a", at: { x: 1 } }));
    assert.deepEqual(!outcome.ok && outcome.issues.map(({ path }) => path), ["name", "at"]);
  });

  it("knows no field by a name that every object has", () => {
    const outcome = read(JSON.parse('{"name":"a","at":{"x":1},"__proto__":1,"constructor":2}'));
    const paths = !outcome.ok && outcome.issues.map(({ path }) => path);
    assert.deepEqual(paths, ["__proto__", "constructor"]);
  });

  it("takes no field for one that may be missing because it is undefined", () => {
    const outcome = read({ name: "a", at: { x: 1 }, note: undefined });
    assert.deepEqual(!outcome.ok && outcome.issues, [{ path: "note", message: "Expected a text" }]);
  });

  for (const input of [undefined, null, "text", 1, ["name"]]) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      const issues = [{ path: "", message: "Expected an object" }];
      assert.deepEqual(read(input), { ok: false, issues });
    });
  }
});

describe("wordsFor", () => {
  const words: [unknown, string][] = [
    ["ada", '"ada"'],
    [1, "1"],
    [NaN, "NaN"],
    [12n, "12"],
    [false, "false"],
    [null, "null"],
    [undefined, "undefined"],
    [[1], "Array"],
    [{ a: 1 }, "Object"],
    [new Date(NaN), "Date"],
    [() => {}, "Function"],
    [Symbol("s"), "Symbol(s)"],
  ];
  for (const [found, expected] of words) {
    it(`says ${expected}`, () => assert.equal(wordsFor(found), expected));
  }
});
