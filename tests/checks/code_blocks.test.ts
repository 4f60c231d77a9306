import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { blocksUnder, blockUnder, codeBlocks } from "./code_blocks.ts";

const text = ["# Title", "", "```sh", "one", "", "  two", "```", "", "- item", "", "  ```ts ignore"]
  .concat(["  three", "  ```", "", "````md", "```sh", "```", "````", ""]).join("\n");

describe("codeBlocks", () => {
  it("finds blocks with their language and line, in lists and around others, too", () => {
    assert.deepEqual(codeBlocks(text), [
      { language: "sh", line: 4, text: "one\n\n  two\n" },
      { language: "ts ignore", line: 12, text: "three\n" },
      { language: "md", line: 16, text: "```sh\n```\n" },
    ]);
  });

  it("finds none in a text without", () => assert.deepEqual(codeBlocks("plain `code`\n"), []));

  it("throws where one has no end", () => {
    assert.throws(() => codeBlocks("a\n```sh\nb\n"), {
      message: "The block of code in line 2 has no end",
    });
  });
});

describe("blocksUnder and blockUnder", () => {
  const page =
    "# A\n```sh\n# C\none\n```\n## B\n```sh\ntwo\n```\n```ts\nx\n```\n```ts\ny\n```\nC\n";

  it("give the block under a heading, and none under the next", () => {
    assert.equal(blockUnder(page, { heading: "A", language: "sh" }), "# C\none\n");
    assert.equal(blockUnder(page, { heading: "B", language: "sh" }), "two\n");
  });

  it("give several, where there are", () => {
    assert.deepEqual(blocksUnder(page, { heading: "B", language: "ts" }), ["x\n", "y\n"]);
  });

  const table: [heading: string, language: string, count: number][] = [
    ["A", "ts", 0],
    ["B", "ts", 2],
    ["C", "sh", 0],
  ];
  for (const [heading, language, count] of table) {
    it(`throw where there are ${count} blocks of ${language} under ${heading}`, () => {
      assert.throws(() => blockUnder(page, { heading, language }), {
        message: `Expected one block of ${language} under "${heading}", found ${count}`,
      });
    });
  }
});
