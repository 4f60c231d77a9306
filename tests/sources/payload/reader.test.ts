import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileReader, type PayloadPaths } from "../../../src/sources/payload/reader.ts";

const here: PayloadPaths = {
  actor: { email: "v", utk: "v", objectId: "v", login: "v", name: "v" },
  subject: { title: "v", url: "v" },
};

describe("compileReader().actor()", () => {
  const reader = compileReader(here, {});
  const cases: readonly [value: unknown, actor: Record<string, unknown>][] = [
    ["ada@EXAMPLE.com", {
      email: "ada@example.com",
      emailSource: "payload",
      login: "ada@EXAMPLE.com",
      name: "ada@EXAMPLE.com",
    }],
    ["noreply@example.com", { login: "noreply@example.com", name: "noreply@example.com" }],
    ["me@localhost", { login: "me@localhost", name: "me@localhost" }],
    [123, { objectId: "123", login: "123", name: "123" }],
    ["123", { utk: "123", objectId: "123", login: "123", name: "123" }],
    [1.5, { login: "1.5", name: "1.5" }],
    [-1, { login: "-1", name: "-1" }],
    ["two\nwords", { login: "two words", name: "two words" }],
    [" ", {}],
    [null, {}],
    [{}, {}],
    [["a"], {}],
    [true, {}],
  ];
  for (const [value, actor] of cases) {
    it(`reads ${JSON.stringify(value)}`, () => assert.deepEqual(reader.actor({ v: value }), actor));
  }

  it("passes over what is no address", () => {
    const several = compileReader({ actor: { email: ["a", "b", "c"] } }, {});
    assert.deepEqual(several.actor({ a: 5, b: "noreply@example.com", c: "ada@example.com" }), {
      email: "ada@example.com",
      emailSource: "payload",
    });
  });

  it("puts a path that is given in the place of its default, and leaves the others", () => {
    const own = compileReader({ actor: { email: "mine" } }, here);
    assert.deepEqual(own.actor({ v: "7", mine: "ada@example.com" }), {
      email: "ada@example.com",
      emailSource: "payload",
      utk: "7",
      objectId: "7",
      login: "7",
      name: "7",
    });
    assert.equal(own.actor({ v: "grace@example.com" }).email, undefined);
  });
});

describe("compileReader().subject()", () => {
  const reader = compileReader(here, {});
  const long = `https://a.example/${"x".repeat(2_050)}`;
  const cases: readonly [value: unknown, title: string, url: string | undefined][] = [
    ["https://a.example", "https://a.example", "https://a.example/"],
    ["http://a.example/b?c#d", "http://a.example/b?c#d", "http://a.example/b?c#d"],
    ["javascript:alert(1)", "javascript:alert(1)", undefined],
    ["https://me:password@a.example", "https://me:password@a.example", undefined],
    ["https://me@a.example", "https://me@a.example", undefined],
    ["https://:password@a.example", "https://:password@a.example", undefined],
    ["/path", "/path", undefined],
    [long, `${long.slice(0, 249)}…`, undefined],
    ["ada@example.com", "otherwise", undefined],
    [5, "5", undefined],
    [undefined, "otherwise", undefined],
  ];
  for (const [value, title, url] of cases) {
    it(`reads ${JSON.stringify(value)?.slice(0, 60)}`, () => {
      assert.deepEqual(
        reader.subject({ v: value }, "otherwise"),
        url === undefined ? { title } : { title, url },
      );
    });
  }
});

describe("compileReader().properties()", () => {
  it("gives those that were asked for, flat", () => {
    const { properties } = compileReader({ properties: { a: "x", b: ["no", "y.0"], c: "z" } }, {});
    assert.deepEqual(properties({ x: [1, 2], y: ["first"], z: {} }), { a: "1,2", b: "first" });
    assert.equal(compileReader({}, {}).properties({ x: 1 }), undefined);
  });

  for (const name of ["", "a b", "constructor", "__proto__", "a.b", "x".repeat(101)]) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 20))}`, () => {
      const properties = JSON.parse(`{${JSON.stringify(name)}:"a"}`);
      assert.throws(() => compileReader({ properties }, {}), {
        name: "TypeError",
        message: /^Cannot read properties: expected a name of letters, digits, _ and -, found "/,
      });
    });
  }
});
