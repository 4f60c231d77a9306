import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultDepthLimit, readDepthLimit, retryAfter } from "../../src/outbox/depth.ts";

describe("readDepthLimit", () => {
  it("fills in what is left out", () => {
    assert.deepEqual(readDepthLimit(), defaultDepthLimit);
    assert.deepEqual(readDepthLimit({ events: 7 }), { ...defaultDepthLimit, events: 7 });
  });

  it("refuses what is no whole number from 1", () => {
    for (const [name, value] of [["events", 0], ["events", 1.5], ["characters", NaN]] as const) {
      assert.throws(() => readDepthLimit({ [name]: value }), {
        name: "RangeError",
        message: `Cannot open the outbox: depth.${name} must be a whole number from 1: ${value}`,
      });
    }
  });
});

describe("retryAfter", () => {
  it("waits for the end of a pause, no less than ten seconds and no more than an hour", () => {
    for (
      const [pausedMs, ms] of [[-5, 10_000], [60_000, 60_000], [7_200_000, 3_600_000]] as const
    ) {
      assert.equal(retryAfter({ pausedMs }), ms);
    }
  });
});
