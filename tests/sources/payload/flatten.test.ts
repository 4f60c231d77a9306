import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { flatten, flatValue } from "../../../src/sources/payload/flatten.ts";

describe("flatten()", () => {
  const cases: readonly [name: string, payload: unknown, flat: Record<string, unknown>][] = [
    ["plain values", { a: 1, b: "x", c: true, d: false, e: 0 }, {
      a: 1,
      b: "x",
      c: true,
      d: false,
      e: 0,
    }],
    ["names", {
      orderTotal: 1,
      "Line Items": 2,
      "x-y.w": 3,
      _z_: 4,
      HTMLPage: 5,
      Größe: 6,
      café: 7,
    }, {
      order_total: 1,
      line_items: 2,
      x_y_w: 3,
      z: 4,
      html_page: 5,
      gro_e: 6,
      cafe: 7,
    }],
    ["names without a letter", { "": 1, "***": 2, "日本": 3 }, {}],
    [
      "names that become those of prototypes",
      { Constructor: 1, "proto type": 2, "-prototype-": 3 },
      {
        proto_type: 2,
      },
    ],
    ["half a surrogate pair", { a: "x\ud83d" }, { a: "x\ufffd" }],
    ["what is inside", { cart: { orderTotal: 5, lines: { count: 2 } } }, {
      cart_order_total: 5,
      cart_lines_count: 2,
    }],
    ["lists of plain values", { tags: ["a", 1, null, true], none: [], mixed: ["a", {}] }, {
      tags: "a,1,true",
    }],
    ["nothing", { a: null, b: "", c: " ", d: {} }, {}],
    ["text on more lines", { a: "one\n two\u202e" }, { a: "one two" }],
    ["four deep and no deeper", { a: { b: { c: { d: 1, e: { f: 2 } } } } }, { a_b_c_d: 1 }],
    ["less deep first, and one of a name", { a: { b: 1 }, a_b: 2 }, { a_b: 2 }],
    [
      "names of prototypes",
      JSON.parse('{"__proto__":{"a":1},"constructor":2,"prototype":3,"b":4}'),
      {
        b: 4,
      },
    ],
    ["what is no object", "text", {}],
    ["a list", [1, 2], {}],
  ];
  for (const [name, payload, flat] of cases) {
    it(`takes ${name}`, () => assert.deepEqual(flatten(payload), flat));
  }

  it("names what is no object", () => {
    assert.deepEqual(flatten("text", "data"), { data: "text" });
    assert.deepEqual(flatten([1, 2], "data"), { data: "1,2" });
    assert.deepEqual(flatten(null, "data"), {});
  });

  it("takes a hundred values, less deep ones first", () => {
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`n${at}`, at]));
    assert.equal(Object.keys(flatten(many)).length, 100);
    assert.equal(flatten({ inner: many, last: "kept" }).last, "kept");
  });

  it("holds to its limits, whatever the payload", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (payload) => {
        const flat = flatten(payload);
        assert.equal(Object.getPrototypeOf(flat), Object.prototype);
        for (const [name, value] of Object.entries(flat)) {
          assert.match(name, /^[a-z0-9]+(_[a-z0-9]+)*$/);
          assert.ok(["string", "number", "boolean"].includes(typeof value));
          assert.ok(String(value).length <= 1_000);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("flatValue()", () => {
  const cases: readonly [value: unknown, flat: unknown][] = [
    [JSON.parse("1e999"), undefined],
    [-0.5, -0.5],
    [null, undefined],
    [undefined, undefined],
    [{}, undefined],
    [[[]], undefined],
    [[null], undefined],
  ];
  for (const [value, flat] of cases) {
    it(`makes ${flat} of ${JSON.stringify(value)}`, () => assert.equal(flatValue(value), flat));
  }

  it("cuts what is longer than 1,000 characters", () => {
    assert.equal(flatValue("x".repeat(1_001)), `${"x".repeat(999)}…`);
    assert.equal(String(flatValue(new Array(200).fill("xxxxxx"))).length, 1_000);
  });
});
