import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { maskText, parseSource } from "./source_text.ts";

describe("maskText", () => {
  const masked: Record<string, [text: string, code: string]> = {
    "a line comment": ["a(); // Deno.x\nb();", "a();          \nb();"],
    "a block comment, line by line": ["a(/* Deno\nx */ 1)", "a(       \n     1)"],
    "strings, with escapes": [`f("a\\"b", 'c"d')`, `f("    ", '   ')`],
    "a comment sign in a string": [`f("http://x"); g()`, `f("        "); g()`],
    "a template, but not the code in it": ["`a ${b + `c${d}`} e`", "`  ${b + ` ${d}`}  `"],
    "a template with braces in its code": ["`${f({ a: 1 })} z`", "`${f({ a: 1 })}  `"],
    "a regular expression": [`x.match(/["'/]\\/*/g)`, `x.match(/${" ".repeat(8)}/g)`],
    "a regular expression after return": ["return /'/.test(y)", "return / /.test(y)"],
    "no division": ["a / b; c('d') / e", "a / b; c(' ') / e"],
  };
  for (const [name, [text, code]] of Object.entries(masked)) {
    it(`masks ${name}`, () => {
      assert.equal(maskText(text), code);
      assert.equal(code.length, text.length);
    });
  }
});

describe("parseSource", () => {
  it("finds every kind of import", () => {
    const { imports } = parseSource(
      "x.ts",
      [
        `import a from "./a.ts";`,
        `import {`,
        `  b,`,
        `} from './b.ts';`,
        `import type { C } from "./c.ts";`,
        `import "./d.ts";`,
        `export * from "./e.ts";`,
        `export type { F } from "./f.ts";`,
        `const g = await import("./g.ts");`,
        `type H = import("./h.ts").H;`,
        `const i = await import(name);`,
      ].join("\n"),
    );
    assert.deepEqual(imports.map(({ specifier, line, typeOnly }) => [specifier, line, typeOnly]), [
      ["./a.ts", 1, false],
      ["./b.ts", 4, false],
      ["./c.ts", 5, true],
      ["./d.ts", 6, false],
      ["./e.ts", 7, false],
      ["./f.ts", 8, true],
      ["./g.ts", 9, false],
      ["./h.ts", 10, false],
      ["", 11, false],
    ]);
  });

  it("finds no import in a comment, a string or another statement", () => {
    const { imports } = parseSource(
      "x.ts",
      [
        `// import a from "./a.ts";`,
        `/** import("./b.ts") */`,
        'const text = `import c from "./c.ts"`;',
        `export const from = "./d.ts";`,
        `export function f() { return Array.from("abc"); }`,
        `const { url } = import.meta;`,
        `hubspot.import(data);`,
        `hubspot?.\n  import("./e.ts");`,
      ].join("\n"),
    );
    assert.deepEqual(imports, []);
  });
});
