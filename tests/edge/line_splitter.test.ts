import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { LineSplitter } from "../../src/edge/line_splitter.ts";

function linesOf(pieces: readonly Uint8Array<ArrayBuffer>[], maxLineBytes: number) {
  const splitter = new LineSplitter(maxLineBytes);
  const found = pieces.flatMap((piece) => [...splitter.push(piece)]);
  return [...found, ...splitter.end()].map(({ number, bytes }) => ({
    number,
    text: bytes === undefined ? undefined : new TextDecoder().decode(bytes),
  }));
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe("LineSplitter", () => {
  const table: [what: string, text: string, lines: (string | undefined)[]][] = [
    ["nothing", "", []],
    ["a line without a break", "abc", ["abc"]],
    ["a line with its break", "abc\n", ["abc"]],
    ["blank lines", "a\n\n\nb", ["a", "", "", "b"]],
    ["a line of just the cap", "12345678\nx", ["12345678", "x"]],
    ["a line over the cap", "123456789\nx", [undefined, "x"]],
    ["a last line over the cap", "x\n123456789", ["x", undefined]],
    ["two of them", "123456789\n123456789\nx\n", [undefined, undefined, "x"]],
  ];
  for (const [what, text, lines] of table) {
    it(`cuts ${what}, in one piece and byte by byte`, () => {
      const expected = lines.map((line, index) => ({ number: index + 1, text: line }));
      assert.deepEqual(linesOf([bytes(text)], 8), expected);
      assert.deepEqual(linesOf([...bytes(text)].map((byte) => Uint8Array.of(byte)), 8), expected);
    });
  }

  it("finds the same lines in whatever pieces a text comes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom("a", "\n", "é"), maxLength: 12 })),
        (parts) => {
          const whole = linesOf([bytes(parts.join(""))], 10);
          assert.deepEqual(linesOf(parts.map(bytes), 10), whole);
          const texts = parts.join("").split("\n").map((line) =>
            bytes(line).length > 10 ? undefined : line
          );
          if (texts.at(-1) === "") texts.pop();
          assert.deepEqual(whole.map(({ text }) => text), texts);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("holds no more than the cap of a line that does not end", () => {
    const splitter = new LineSplitter(1_000);
    for (let piece = 0; piece < 100; piece++) {
      assert.deepEqual([...splitter.push(new Uint8Array(300))], []);
      assert.ok(splitter.heldBytes <= 1_000, `${splitter.heldBytes} bytes are held`);
    }
    assert.equal(splitter.heldBytes, 0);
    assert.deepEqual([...splitter.push(bytes("\nx\n"))].map(({ number }) => number), [1, 2]);
  });
});
