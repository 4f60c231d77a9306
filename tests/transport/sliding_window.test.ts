import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Limiter, LimitNews, Place } from "../../mod.ts";
import { slidingWindow } from "../../src/transport/sliding_window.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";

function start(options: { requests?: number; intervalMs?: number; mayRise?: boolean } = {}) {
  const clock = new VirtualClock(0);
  const { requests = 2, intervalMs = 1_000, mayRise = false } = options;
  const limiter = slidingWindow({ requests, intervalMs, mayRise, deps: clock });
  const admitted: { name: string; at: number; place: Place }[] = [];
  const enter = async (name: string, signal?: AbortSignal) => {
    const place = await limiter.enter({ maxPauseMs: 5_000, timeoutMs: 30_000, signal });
    admitted.push({ name, at: clock.now(), place });
    return place;
  };
  const times = () => admitted.map(({ name, at }) => `${name} ${at}`);
  return { clock, limiter, enter, times };
}

/** Takes a place and leaves it at once, with what the answer told. */
async function pass(limiter: Limiter, news: LimitNews = {}): Promise<void> {
  (await limiter.enter({ maxPauseMs: Infinity, timeoutMs: 30_000 })).leave(news);
}

describe("slidingWindow", () => {
  it("admits as many as the limit at once and the next an interval after the first was answered", async () => {
    const { clock, enter, times } = start();
    const first = await enter("a");
    await enter("b");
    enter("c");
    await clock.advance(5_000);
    assert.deepEqual(times(), ["a 0", "b 0"]);
    first.leave();
    await clock.advance(999);
    assert.deepEqual(times(), ["a 0", "b 0"]);
    await clock.advance(1);
    assert.deepEqual(times(), ["a 0", "b 0", "c 6000"]);
  });

  it("admits in the order of arrival", async () => {
    const { clock, enter, times } = start({ requests: 1 });
    for (const name of ["a", "b", "c"]) enter(name).then((place) => place.leave());
    await clock.advance(10_000);
    assert.deepEqual(times(), ["a 0", "b 1000", "c 2000"]);
  });

  it("holds everybody back while it is paused", async () => {
    const { clock, limiter, enter, times } = start({ requests: 10 });
    await pass(limiter, { pausedUntil: 3_000 });
    enter("a");
    enter("b");
    await clock.advance(10_000);
    assert.deepEqual(times(), ["a 3000", "b 3000"]);
  });

  it("refuses whom a pause is too long for, those who wait already included, and says until when", async () => {
    const { clock, enter } = start({ requests: 1 });
    const place = await enter("a");
    const waiting = enter("b");
    place.leave({ pausedUntil: 60_000 });
    const refused = { name: "TransportError", code: "rate_limited", retryAt: 60_000 };
    await assert.rejects(clock.drive(waiting), refused);
    await assert.rejects(enter("c"), refused);
  });

  it("lets whoever is aborted go at once, and the next in line move up", async () => {
    const { clock, enter, times } = start({ requests: 1 });
    const place = await enter("a");
    const controller = new AbortController();
    const waiting = enter("b", controller.signal);
    enter("c");
    controller.abort();
    await assert.rejects(waiting, { name: "TransportError", code: "aborted" });
    await assert.rejects(enter("d", AbortSignal.abort()), { code: "aborted" });
    place.leave();
    await clock.advance(1_000);
    assert.deepEqual(times(), ["a 0", "c 1000"]);
  });

  it("leaves no timer behind once nobody waits", async () => {
    const { clock, enter } = start({ requests: 1 });
    const place = await enter("a");
    const controller = new AbortController();
    const waiting = enter("b", controller.signal);
    place.leave();
    await idle();
    assert.equal(clock.sleeping, 1);
    controller.abort();
    await assert.rejects(waiting, { code: "aborted" });
    await idle();
    assert.equal(clock.sleeping, 0);
  });

  it("counts a place as left when its request cannot be under way any more", async () => {
    const { clock, enter, times } = start({ requests: 1 });
    await enter("lost");
    enter("a");
    await clock.advance(30_999);
    assert.deepEqual(times(), ["lost 0"]);
    await clock.advance(1_001);
    assert.deepEqual(times(), ["lost 0", "a 31000"]);
  });

  it("counts a place as left once, however late its request ends after all", async () => {
    const { clock, enter, times } = start({ requests: 1 });
    const late = await enter("late");
    enter("a");
    await clock.advance(32_000);
    late.leave();
    enter("b");
    await clock.advance(100_000);
    assert.deepEqual(times(), ["late 0", "a 31000", "b 62000"]);
  });

  it("passes over a waiter who does not look again, as on Workers where its request has ended", async () => {
    const clock = new VirtualClock(0);
    // The first who sleeps never wakes.
    let isFirst = true;
    const sleep = (ms: number, signal?: AbortSignal) => {
      if (!isFirst) return clock.sleep(ms, signal);
      isFirst = false;
      return new Promise<void>(() => {});
    };
    const limiter = slidingWindow({ requests: 1, intervalMs: 1_000, deps: { ...clock, sleep } });
    const options = { maxPauseMs: Infinity, timeoutMs: 30_000 };
    (await limiter.enter(options)).leave();
    limiter.enter(options);
    (await clock.drive(limiter.enter(options))).leave();
    // It would have looked at 1,000, and is passed over when it is five seconds late.
    assert.equal(clock.now(), 7_000);
  });

  it("says how it stands: who waits, how much is used, and what paused it", async () => {
    const { clock, limiter, enter } = start({ requests: 2 });
    const none = { waiting: 0, held: 0, limit: 2, pauses: 0, pausedUntil: 0 };
    assert.deepEqual(limiter.state?.(), none);
    const places = [await enter("a"), await enter("b")];
    enter("c");
    await idle();
    assert.deepEqual(limiter.state?.(), { ...none, waiting: 1, held: 2 });
    places.forEach((place) => place.leave({ pausedUntil: 3_000 }));
    await clock.advance(2_000);
    const paused = { ...none, pauses: 2, pausedUntil: 3_000 };
    assert.deepEqual(limiter.state?.(), { ...paused, waiting: 1 });
    await clock.advance(1_000);
    assert.deepEqual(limiter.state?.(), { ...paused, held: 1 });
  });

  const learned: [string, Parameters<typeof start>[0], LimitNews, number][] = [
    ["a lower limit", { requests: 10 }, { max: 3 }, 3],
    ["no higher limit than it was given", { requests: 3 }, { max: 10 }, 3],
    ["a higher limit where it may rise", { requests: 3, mayRise: true }, { max: 10 }, 10],
    ["no limit of nothing", { requests: 3 }, { max: 0 }, 3],
    ["what others have used", { requests: 10 }, { max: 10, remaining: 4 }, 5],
    ["nothing of what it has used itself", { requests: 10 }, { max: 10, remaining: 9 }, 10],
  ];
  for (const [what, options, news, expected] of learned) {
    it(`learns ${what} from an answer`, async () => {
      const { clock, limiter, enter, times } = start(options);
      await pass(limiter, news);
      // The first place is free again after an interval, and so are those of others.
      if (news.remaining === undefined) await clock.advance(1_000);
      for (let i = 0; i < 20; i++) enter(`${i}`);
      await idle();
      const taken = news.remaining === undefined ? 0 : 1;
      assert.equal(times().length, expected - taken);
    });
  }

  it("learns another interval from an answer", async () => {
    const { clock, limiter, enter, times } = start({ requests: 1 });
    await pass(limiter, { intervalMs: 3_000 });
    enter("a").then((place) => place.leave());
    enter("b");
    await clock.advance(10_000);
    assert.deepEqual(times(), ["a 3000", "b 6000"]);
  });

  it("holds no place for as long as a clock lags that was set back", async () => {
    const clock = new VirtualClock(0);
    let ahead = 60 * 60_000;
    const deps = { now: () => clock.now() + ahead, sleep: clock.sleep };
    const limiter = slidingWindow({ requests: 1, intervalMs: 1_000, deps });
    await pass(limiter);
    const waiting = pass(limiter);
    ahead = 0;
    await clock.drive(waiting);
    assert.equal(clock.now(), 1_000);
  });

  it("pauses nobody for as long as a clock lags that was set back", async () => {
    const clock = new VirtualClock(0);
    let ahead = 60 * 60_000;
    const deps = { now: () => clock.now() + ahead, sleep: clock.sleep };
    const limiter = slidingWindow({ requests: 10, intervalMs: 1_000, deps });
    const maxPauseMs = 15_000;
    const enter = () => limiter.enter({ maxPauseMs, timeoutMs: 30_000 });
    await pass(limiter, { pausedUntil: deps.now() + 10_000 });
    const waiting = enter();
    await idle();
    ahead = 0;
    (await enter()).leave({ pausedUntil: deps.now() + 2_000 });
    await clock.drive(enter());
    assert.equal(clock.now(), 2_000);
    await clock.drive(waiting);
    assert.equal(clock.now(), 10_000);
  });

  for (
    const [options, message] of [
      [{ requests: 0 }, "Cannot make a limiter: requests must be a whole number from 1: 0"],
      [{ requests: 1.5 }, "Cannot make a limiter: requests must be a whole number from 1: 1.5"],
    ] as const
  ) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => start(options), { name: "RangeError", message });
    });
  }

  it("never lets more than the limit arrive in any interval, whatever the latencies are", async () => {
    const latencies = fc.array(fc.tuple(fc.nat(400), fc.nat(400)), { minLength: 5, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), latencies, async (requests, exchanges) => {
        const { clock, limiter } = start({ requests });
        const arrivals: number[] = [];
        await clock.drive(Promise.all(exchanges.map(async ([there, back]) => {
          const place = await limiter.enter({ maxPauseMs: Infinity, timeoutMs: 30_000 });
          await clock.sleep(there);
          arrivals.push(clock.now());
          await clock.sleep(back);
          place.leave();
        })));
        arrivals.sort((a, b) => a - b);
        for (const [index, at] of arrivals.entries()) {
          const before = arrivals[index - requests];
          assert.ok(before === undefined || at - before >= 1_000, `${before} and ${at}`);
        }
      }),
      { numRuns: 100 },
    );
  });
});
