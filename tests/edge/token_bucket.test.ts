import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkRateLimit, type RateLimit, TokenBucket } from "../../src/edge/token_bucket.ts";

function start(limit: RateLimit) {
  const clock = { ms: 1_000_000 };
  const bucket = new TokenBucket(limit, { now: () => clock.ms });
  const take = (times: number) => Array.from({ length: times }, () => bucket.take());
  return { clock, take };
}

describe("TokenBucket", () => {
  it("lets a burst pass at once, and then says how long to wait", () => {
    assert.deepEqual(start({ perSecond: 0.1, burst: 3 }).take(5), [0, 0, 0, 10, 10]);
  });

  it("has a burst of one second's worth where none is set, and of one at least", () => {
    assert.deepEqual(start({ perSecond: 2 }).take(3), [0, 0, 1]);
    assert.deepEqual(start({ perSecond: 0.5 }).take(2), [0, 2]);
  });

  it("lets as many pass as have been earned since", () => {
    const { clock, take } = start({ perSecond: 2, burst: 4 });
    take(4);
    clock.ms += 499;
    assert.deepEqual(take(1), [1]);
    clock.ms += 1;
    assert.deepEqual(take(2), [0, 1]);
    clock.ms += 1_500;
    assert.deepEqual(take(4), [0, 0, 0, 1]);
  });

  it("saves up no more than a burst", () => {
    const { clock, take } = start({ perSecond: 2, burst: 4 });
    clock.ms += 3_600_000;
    assert.deepEqual(take(5), [0, 0, 0, 0, 1]);
  });

  it("says how long until the next, less what is earned already", () => {
    const { clock, take } = start({ perSecond: 0.1, burst: 1 });
    take(1);
    clock.ms += 4_000;
    assert.deepEqual(take(1), [6]);
  });

  it("says a second at least, since Retry-After has whole ones", () => {
    assert.deepEqual(start({ perSecond: 1_000, burst: 1 }).take(2), [0, 1]);
  });

  it("gives nothing and takes nothing where the clock is set back, and goes on from there", () => {
    const { clock, take } = start({ perSecond: 1, burst: 2 });
    take(1);
    clock.ms -= 3_600_000;
    assert.deepEqual(take(2), [0, 1]);
    clock.ms += 1_000;
    assert.deepEqual(take(1), [0]);
  });
});

describe("checkRateLimit", () => {
  it("takes any rate above 0, and any burst from 1", () => {
    for (const limit of [{ perSecond: 0.001 }, { perSecond: 50, burst: 1 }]) checkRateLimit(limit);
  });

  for (const perSecond of [0, -1, NaN, Infinity]) {
    it(`refuses ${perSecond} a second`, () => {
      assert.throws(() => checkRateLimit({ perSecond }), {
        name: "RangeError",
        message:
          `Cannot make a forwarder: rateLimit.perSecond must be a number above 0: ${perSecond}`,
      });
    });
  }

  it("refuses a burst below 1", () => {
    assert.throws(() => checkRateLimit({ perSecond: 1, burst: 0.5 }), {
      name: "RangeError",
      message: "Cannot make a forwarder: rateLimit.burst must be a number from 1: 0.5",
    });
  });
});
