import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shrink } from "./shrink.ts";

describe("shrink", () => {
  for (const needed of [[], [0], [99], [3, 50], [10, 11, 12, 97]]) {
    it(`leaves what is needed, and nothing else: ${JSON.stringify(needed)}`, async () => {
      const items = Array.from({ length: 100 }, (_, item) => item);
      let runs = 0;
      const kept = await shrink(items, (some) => {
        runs++;
        return Promise.resolve(needed.every((item) => some.includes(item)));
      });
      assert.deepEqual(kept, needed);
      assert.ok(runs < 150, `It took ${runs} runs`);
    });
  }
});
