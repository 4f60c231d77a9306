import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { flatten } from "../../src/sources/segment/flat.ts";

describe("flatten()", () => {
  const table: [what: string, fields: string, flat: Record<string, unknown>][] = [
    ["names of every case", '{"orderId":1,"Order Name":2,"a-b.c":3,"HTMLPage":4,"größe":5}', {
      order_id: 1,
      order_name: 2,
      a_b_c: 3,
      html_page: 4,
      gro_e: 5,
    }],
    ["nested objects", '{"cart":{"owner":{"homeCity":"Paris"}},"total":2.5}', {
      cart_owner_home_city: "Paris",
      total: 2.5,
    }],
    ["what is nested too deeply", '{"a":{"b":{"c":{"d":1},"e":2}}}', { a_b_e: 2 }],
    [
      "lists of plain values",
      '{"tags":["a",1,true,null],"none":[],"products":[{"id":1}],"l":[[1]]}',
      {
        tags: "a, 1, true",
      },
    ],
    ["empty values", '{"a":null,"b":"","c":"  ","d":0,"e":false}', { d: 0, e: false }],
    ["numbers that are none", '{"a":1e999,"b":-1e999,"c":1e300}', { c: 1e300 }],
    [
      "names that reach further than the object",
      '{"__proto__":1,"constructor":2,"a":{"prototype":3,"__proto__":{"b":1}}}',
      {},
    ],
    ["names that become such", '{"Constructor":1,"proto type":2,"-prototype-":3}', {
      proto_type: 2,
    }],
    ["names without a letter", '{"":1,"***":2,"日本":3}', {}],
    ["names that become one", '{"orderId":1,"order_id":2}', { order_id: 1 }],
    ["half a surrogate pair", '{"a":"x\\ud83d"}', { a: "x\ufffd" }],
  ];
  for (const [what, fields, flat] of table) {
    it(`flattens ${what}`, () => assert.deepEqual(flatten(JSON.parse(fields)), flat));
  }

  it("cuts long texts between characters, long names, and what comes after the 100th", () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`p${at}`, at]));
    assert.equal(Object.keys(flatten(many)).length, 100);
    assert.equal(Object.keys(flatten({ ["n".repeat(500)]: 1 }))[0]?.length, 100);
    assert.equal(flatten({ a: "x".repeat(1_000) }).a, "x".repeat(1_000));
    assert.equal(flatten({ a: "x".repeat(1_001) }).a, `${"x".repeat(999)}…`);
    assert.equal(flatten({ a: `${"x".repeat(998)}😀x` }).a, `${"x".repeat(998)}…`);
  });

  it("gives of any JSON a flat object of plain values with plain names", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        for (const [name, value] of Object.entries(flatten(fields))) {
          assert.match(name, /^[a-z\d][a-z\d_]*$/);
          assert.ok(["string", "number", "boolean"].includes(typeof value));
        }
      }),
      { numRuns: 300 },
    );
  });
});
