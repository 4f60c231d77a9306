import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { backoff } from "../../src/transport/backoff.ts";

describe("backoff", () => {
  const atMost = (attempt: number) =>
    backoff(attempt, { baseMs: 500, capMs: 15_000, random: () => 0.999_999 });

  it("doubles its upper bound with each attempt, up to the cap", () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 99].map(atMost), [
      499,
      999,
      1999,
      3999,
      7999,
      14999,
      14999,
    ]);
  });

  it("takes the whole span from 0 as jitter", () => {
    assert.equal(backoff(5, { baseMs: 500, capMs: 15_000, random: () => 0 }), 0);
  });
});
