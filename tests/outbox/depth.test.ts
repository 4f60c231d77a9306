import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  defaultDepthLimit,
  OutboxFullError,
  readDepthLimit,
  retryAfter,
} from "../../src/outbox/depth.ts";

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

describe("OutboxFullError", () => {
  it("says what to do, and when", () => {
    const error = new OutboxFullError(7_000);
    assert.equal(
      String(error),
      "OutboxFullError: The outbox is full: put the events again when some of those that wait are delivered",
    );
    assert.equal(error.retryAfterMs, 7_000);
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
