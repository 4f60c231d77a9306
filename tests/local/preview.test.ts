import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Json } from "../../src/local/mod.ts";
import { boundedCopy } from "../../src/local/preview/bounded_copy.ts";
import { formatDate } from "../../src/local/preview/format_date.ts";
import { markdownBlocks, markdownLine } from "../../src/local/preview/markdown.ts";
import { readTemplate } from "../../src/local/preview/template.ts";
import { hasVisibleText } from "../../src/local/preview/visible_text.ts";

function fill(template: string, values: Json = {}): string {
  return readTemplate(template)(values);
}

/** Markup without the marks around a stranger's text. */
async function drawn(markup: ReturnType<typeof markdownLine>): Promise<string> {
  return String(await markup).replaceAll(/<\/?bdi>/g, "").replaceAll(/\s*\n\s*/g, "");
}

describe("formatDate", () => {
  const table: [value: unknown, style: unknown, written: string][] = [
    [1416325631000, undefined, "Nov 18, 2014 3:47:11 PM"],
    ["1416325631000", "medium", "Nov 18, 2014 3:47:11 PM"],
    ["2014-11-18T15:47:11Z", "short", "11/18/14 3:47 PM"],
    [1416325631000, "long", "November 18, 2014 3:47:11 PM UTC"],
    [1416325631000, "full", "Tuesday, November 18, 2014 3:47:11 PM UTC"],
    [1416325631000, "__proto__", "Nov 18, 2014 3:47:11 PM"],
    ["soon", undefined, "soon"],
    [undefined, undefined, ""],
  ];
  for (const [value, style, written] of table) {
    it(`writes ${value}, ${style} as "${written}"`, () => {
      assert.equal(formatDate(value, style), written);
    });
  }
});

describe("readTemplate", () => {
  const extraData = { questions: [{ question: "Why?", answer: "So" }], list: ["a", ["b", "c"]] };
  const filled: [template: string, values: Json, text: string][] = [
    ["Hello {{name}}", { name: "Ada" }, "Hello Ada"],
    ["{{name}}", { name: "<b>" }, "&lt;b&gt;"],
    ["{{gone}}{{gone.too}}", {}, ""],
    ["{{#if name}}yes{{else}}no{{/if}}", { name: "" }, "no"],
    ["{{#formatDate timestamp}}{{/formatDate}}", { timestamp: 0 }, "Jan 1, 1970 12:00:00 AM"],
    ['{{formatDate at format="short"}}', { at: "0" }, "1/1/70 12:00 AM"],
    [
      "{{#each extraData.questions}}{{question}} {{answer}}{{/each}}",
      { extraData },
      "Why? So",
    ],
    ["{{extraData.list[0]}} {{extraData.list[1][0]}}", { extraData }, "a b"],
    ["{{extraData[1]}}", { extraData: ["a", "b"] }, "b"],
    ["{{constructor}}{{__proto__}}{{extraData.constructor}}", { extraData }, ""],
    ["{{lookup this 'constructor'}}", {}, ""],
    ["{{log 'x'}}", {}, ""],
  ];
  for (const [template, values, text] of filled) {
    it(`fills in ${template}`, () => assert.equal(fill(template, values), text));
  }

  const list = Array.from({ length: 2_000 }, () => "x");
  const refused: [what: string, template: string, message: RegExp][] = [
    ["what is no template", "{{#if}", /^Parse error on line 1$/],
    [
      "a helper that is not there",
      "{{#shout a}}{{/shout}}{{shout a}}",
      /^Missing helper: "shout"$/,
    ],
    ["a value in place of a helper", "{{list 1}}", /^It uses a value as a helper, or a helper/],
    ["a call of a constructor", "{{constructor.constructor 'return 1'}}", /^Missing helper: /],
    ["a partial", "{{> other}}", /^It has a partial, which HubSpot does not document$/],
    ["a partial with a block", "{{#> a}}{{/a}}", /^It has a partial/],
    ["a partial of its own", "{{#*inline 'a'}}{{> a}}{{> a}}{{/inline}}{{> a}}", /a decorator/],
    ["a decorator", "{{* a}}", /^It has a decorator, which HubSpot does not document$/],
    ["one that is too long", "x".repeat(10_001), /^It is longer than 10000 characters$/],
    ["blocks that are too deep", "{{#a}}".repeat(30) + "{{/a}}".repeat(30), /are too deep$/],
    ["a path that is too long", `{{${"a.".repeat(4_990)}a}}`, /^A path in it is too long$/],
    ["a way up that is too long", `{{${"../".repeat(3_000)}a}}`, /^A path in it is too long$/],
    [
      "expressions that are too deep",
      `{{a ${"(lookup a ".repeat(500)}${")".repeat(500)}}}`,
      /^Its blocks are too deep$/,
    ],
    [
      "loops in loops",
      "{{#each list}}{{#each @root.list}}{{#each @root.list}}{{/each}}{{/each}}{{/each}}",
      /^Its loops do not end$/,
    ],
    [
      "loops in loops without a word",
      "{{#list}}{{#@root.list}}{{#@root.list}}x{{/@root.list}}{{/@root.list}}{{/list}}",
      /^Its loops do not end$/,
    ],
    ["loops with much text", `{{#each list}}${"word ".repeat(100)}{{/each}}`, /do not end$/],
  ];
  for (const [what, template, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => fill(template, { list }), { name: "TemplateError", message });
    });
  }

  it("fills in again after its loops were too many", () => {
    const template = readTemplate("{{#each list}}x{{/each}}");
    const many = Array.from({ length: 2_001 }, () => "x");
    assert.throws(() => template({ list: many }), { name: "TemplateError" });
    assert.equal(template({ list: ["a", "b"] }), "xx");
  });
});

describe("boundedCopy", () => {
  it("leaves what is small as it is", () => {
    const value = { a: ["b", 1, true, null], c: { d: "e" } };
    assert.deepEqual(boundedCopy(value), value);
  });

  it("leaves off what is too much", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => index);
    const long = "x".repeat(1_000_000);
    assert.equal(JSON.stringify(boundedCopy(many)).length < 20_000, true);
    assert.equal(boundedCopy(long), `${"x".repeat(2_000)}…`);
    assert.equal(JSON.stringify(boundedCopy(many.map(() => long))).length < 40_000, true);
    assert.equal(JSON.stringify(boundedCopy({ [long]: long })).length < 5_000, true);
  });
});

describe("markdownLine", () => {
  const table: [text: string, markup: string][] = [
    ["plain & simple", "plain &amp; simple"],
    ["**a** _b_ ~~c~~ `d`", "<strong>a</strong> <em>b</em> <del>c</del> <code>d</code>"],
    ["&lt;b&gt; &#x27; &#61; &copy; &#0;", "&lt;b&gt; &#39; = &amp;copy; \ufffd"],
    ["a<b>c</b><script>d</script>", "acd"],
    [
      "[a](https://a.example/?b&#x3D;1)",
      '<a href="https://a.example/?b=1" target="_blank" rel="noopener noreferrer">a</a>',
    ],
    ["[a](http://a.example) [b](/b) [c](mailto:c@d.e)", "a b c"],
    ["[a](javascript:alert(1)) [b](java&#115;cript&#58;alert(1))", "a b"],
    ["[a](https://user:password@a.example)", "a"],
    [
      "![a](https://a.example/b.png)",
      '<a href="https://a.example/b.png" target="_blank" rel="noopener noreferrer">a</a>',
    ],
    ["# 1. no block\nin one line", "# 1. no block in one line"],
  ];
  for (const [text, markup] of table) {
    it(`draws ${text}`, async () => assert.equal(await drawn(markdownLine(text)), markup));
  }
});

describe("markdownBlocks", () => {
  const table: [text: string, markup: string][] = [
    ["a\nb\n\nc", "<p>a<br>b</p><p>c</p>"],
    ["# a\n## b\n#### c", "<h4>a</h4><h5>b</h5><h6>c</h6>"],
    ["- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["3. a", '<ol start="3"><li>a</li></ol>'],
    ["- [x] a", "<ul><li>☑ a</li></ul>"],
    ["> a", "<blockquote><p>a</p></blockquote>"],
    ["```\n<a>\n```", '<pre tabindex="0">&lt;a&gt;</pre>'],
    ["---", "<hr>"],
    ["<div onclick=alert(1)>a</div>\n\nb", "<p>b</p>"],
    ["<style>p {}</style>", ""],
    ["[a]: https://a.example\n[b][a]", /href="https:\/\/a\.example\/"/.source],
  ];
  for (const [text, markup] of table) {
    it(`draws ${JSON.stringify(text)}`, async () => {
      const found = await drawn(markdownBlocks(text));
      if (text.startsWith("[a]:")) assert.match(found, new RegExp(markup));
      else assert.equal(found, markup);
    });
  }

  it("draws a table", async () => {
    assert.equal(
      await drawn(markdownBlocks("|a|b|\n|-|-|\n|1|2|")),
      '<div class="table"><table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>' +
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>",
    );
  });

  // Each took a lexer's time with the square of its length, or its stack, before there were bounds.
  for (
    const sign of [
      "*a ",
      "_a*",
      "*_*_",
      "[",
      "![",
      "> ",
      "> - ",
      "- ",
      "1. ",
      "[a](<",
      "`",
      "|a",
      "<a ",
    ]
  ) {
    it(`comes to an end with "${sign}" over and over`, async () => {
      const text = String(await markdownBlocks(sign.repeat(1_000_000 / sign.length)));
      assert.ok(text.length < 100_000);
    });
  }
});

describe("hasVisibleText", () => {
  for (const text of ["a", "é", "漢", "🎉", "-", " . "]) {
    it(`is true for ${text}`, () => assert.ok(hasVisibleText(text)));
  }
  for (
    const text of [
      "",
      " \t\n",
      "\u200b\u200d\ufeff",
      "\u00a0\u2003",
      "\u202e",
      "\u3164",
      "\u2800",
      "\u0301",
    ]
  ) {
    it(`is false for ${JSON.stringify(text)}`, () => assert.ok(!hasVisibleText(text)));
  }
});
