import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readCapped } from "../../src/transport/read_capped.ts";

function streamOf(...chunks: number[][]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new Uint8Array(chunk));
      controller.close();
    },
  });
}

describe("readCapped", () => {
  const table: [string, ReadableStream<Uint8Array> | null, number[], boolean][] = [
    ["no body", null, [], true],
    ["an empty body", streamOf(), [], true],
    ["less than the cap", streamOf([1], [2]), [1, 2], true],
    ["exactly the cap", streamOf([1, 2], [3]), [1, 2, 3], true],
    ["more than the cap, up to it", streamOf([1, 2], [3, 4], [5]), [1, 2, 3], false],
    ["more than the cap in a chunk of its own", streamOf([1, 2, 3], [4]), [1, 2, 3], false],
  ];
  for (const [what, stream, bytes, isWhole] of table) {
    it(`reads ${what}`, async () => {
      assert.deepEqual(await readCapped(stream, 3), { bytes: new Uint8Array(bytes), isWhole });
    });
  }
});
