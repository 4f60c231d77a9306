import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LimitNews } from "../../mod.ts";
import { slidingWindow } from "../../src/transport/sliding_window.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

/** A limiter of 110 in ten seconds that an answer has just paused for three, and many who wait. */
async function startPaused(waiting: number, options: { requests?: number } = {}) {
  const clock = new VirtualClock(0);
  const { requests = 110 } = options;
  const limiter = slidingWindow({ requests, intervalMs: 10_000, deps: clock });
  const times: number[] = [];
  const pass = async (news: LimitNews = {}) => {
    const place = await limiter.enter({ maxPauseMs: Infinity, timeoutMs: 30_000 });
    times.push(clock.now());
    place.leave(news);
  };
  const underWay = await limiter.enter({ maxPauseMs: Infinity, timeoutMs: 30_000 });
  await pass({ pausedUntil: 3_000 });
  times.length = 0;
  for (let i = 0; i < waiting; i++) pass();
  const between = (from: number, to: number) => times.filter((at) => at >= from && at < to).length;
  return { clock, underWay, times, pass, between };
}

describe("slidingWindow, after a pause,", () => {
  it("lets a tenth of the limit go at once and the others evenly over an interval", async () => {
    const { clock, between } = await startPaused(500);
    await clock.advance(30_000);
    assert.equal(between(0, 3_000), 0);
    assert.equal(between(3_000, 3_001), 11);
    for (let from = 3_001; from < 12_000; from += 1_000) {
      const count = between(from, from + 1_000);
      assert.ok(count >= 10 && count <= 12, `${count} went from ${from} on`);
    }
  });

  it("uses the limit up in the interval after it, and never overruns it", async () => {
    const { clock, times, between } = await startPaused(2_000);
    await clock.advance(103_000);
    assert.ok(between(3_000, 13_000) >= 109, `${between(3_000, 13_000)} went`);
    assert.ok(times.length >= 0.99 * 1_100, `${times.length} went in ten intervals`);
    for (const [index, at] of times.entries()) {
      const before = times[index - 110];
      assert.ok(before === undefined || at - before >= 10_000, `${before} and ${at}`);
    }
  });

  it("starts again with a few after each further pause", async () => {
    const { clock, underWay, between } = await startPaused(500);
    await clock.advance(4_000);
    underWay.leave({ pausedUntil: 20_000 });
    await clock.advance(26_000);
    assert.equal(between(4_001, 20_000), 0);
    assert.equal(between(20_000, 20_001), 11);
    assert.ok(between(20_001, 25_000) <= 60);
  });

  it("holds nobody back an interval after its end", async () => {
    const { clock, underWay, pass, between } = await startPaused(0);
    underWay.leave();
    await clock.advance(13_001);
    for (let i = 0; i < 200; i++) pass();
    await clock.advance(1);
    assert.equal(between(13_001, 13_002), 110);
  });

  it("has those who come after its end go evenly behind those who went", async () => {
    const { clock, underWay, pass, between } = await startPaused(11);
    underWay.leave();
    await clock.advance(3_001);
    assert.equal(between(3_000, 3_001), 11);
    for (let i = 0; i < 20; i++) pass();
    await clock.advance(500);
    assert.ok(between(3_001, 3_501) <= 7, `${between(3_001, 3_501)} went in half a second`);
    await clock.advance(1_600);
    assert.equal(between(3_001, 5_101), 20);
  });

  it("does not end before its time because an answer told of a shorter one", async () => {
    const { clock, underWay, pass, between } = await startPaused(0);
    underWay.leave({ pausedUntil: 2_000 });
    await clock.advance(2_100);
    pass();
    await clock.advance(800);
    assert.equal(between(0, 2_900), 0);
    await clock.advance(200);
    assert.equal(between(3_000, 3_100), 1);
  });

  it("lets two go at once where the limit is low", async () => {
    const { clock, underWay, between } = await startPaused(5, { requests: 8 });
    underWay.leave();
    await clock.advance(20_000);
    assert.equal(between(3_000, 3_001), 2);
    assert.equal(between(3_000, 13_000), 5);
  });
});
