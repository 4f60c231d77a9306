import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorPause } from "../../src/outbox/error_pause.ts";

function take(pause: ErrorPause, count: number): number[] {
  return Array.from({ length: count }, () => pause.next());
}

describe("ErrorPause.next", () => {
  it("is twice as long each time, from a second to a minute", () => {
    const pause = new ErrorPause({ random: () => 0.5 });
    assert.deepEqual(
      take(pause, 8),
      [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000],
    );
  });

  it("begins anew after a reset", () => {
    const pause = new ErrorPause({ random: () => 0.5 });
    take(pause, 3);
    pause.reset();
    assert.deepEqual(take(pause, 2), [1_000, 2_000]);
  });

  it("is jittered by a fifth either way, and the jitter does not add up", () => {
    assert.deepEqual(take(new ErrorPause({ random: () => 0 }), 3), [800, 1_600, 3_200]);
    assert.deepEqual(take(new ErrorPause({ random: () => 0.999_999 }), 3), [1_200, 2_400, 4_800]);
  });
});
