import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { slidingWindow } from "../../src/transport/sliding_window.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

const patient = { maxPauseMs: Infinity, timeoutMs: 30_000 };

function start(requests = 1) {
  const clock = new VirtualClock(0);
  return { clock, limiter: slidingWindow({ requests, intervalMs: 1_000, deps: clock }) };
}

describe("slidingWindow, at its edges,", () => {
  it("waits through a pause that is just as long as somebody would wait", async () => {
    const { clock, limiter } = start();
    (await limiter.enter(patient)).leave({ pausedUntil: 2_500 });
    const waiting = limiter.enter({ ...patient, maxPauseMs: 2_500 });
    await clock.drive(waiting);
    // Not an interval later, as for whoever waits for a place.
    assert.equal(clock.now(), 2_500);
  });

  it("says for how long it pauses, and that a wait was aborted", async () => {
    const { limiter } = start();
    (await limiter.enter(patient)).leave({ pausedUntil: 2_500 });
    await assert.rejects(limiter.enter({ ...patient, maxPauseMs: 2_499 }), {
      code: "rate_limited",
      message: "The rate limit pauses requests for 2500 ms",
    });
    await assert.rejects(limiter.enter({ ...patient, signal: AbortSignal.abort() }), {
      code: "aborted",
      message: "Waiting for the rate limit was aborted",
    });
  });

  it("follows a limit down to one request, and up only where it is told that it may", async () => {
    const { limiter } = start(3);
    (await limiter.enter(patient)).leave({ max: 10 });
    assert.equal(limiter.state?.().limit, 3);
    (await limiter.enter(patient)).leave({ max: 1 });
    assert.equal(limiter.state?.().limit, 1);
  });

  it("counts as a pause only what says until when", async () => {
    const { limiter } = start(3);
    (await limiter.enter(patient)).leave();
    (await limiter.enter(patient)).leave({ max: 3, remaining: 1, intervalMs: 1_000 });
    assert.partialDeepStrictEqual(limiter.state?.(), { pauses: 0, pausedUntil: 0 });
  });

  it("counts whoever was passed over as waiting no more", async () => {
    const clock = new VirtualClock(0);
    // The first who sleeps never wakes, as on Workers where its request has ended.
    let isFirst = true;
    const sleep = (ms: number, signal?: AbortSignal) => {
      if (!isFirst) return clock.sleep(ms, signal);
      isFirst = false;
      return new Promise<void>(() => {});
    };
    const limiter = slidingWindow({ requests: 1, intervalMs: 1_000, deps: { ...clock, sleep } });
    (await limiter.enter(patient)).leave();
    limiter.enter(patient);
    await clock.drive(limiter.enter(patient));
    assert.equal(limiter.state?.().waiting, 0);
  });
});
