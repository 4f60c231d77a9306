import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DeferralCode, Receipt } from "../../mod.ts";
import { defaultSchedule, latestDueAt, settle } from "../../src/outbox/settlement.ts";

const hour = 3_600_000;
const now = Date.parse("2026-11-22T12:00:00Z");

function settleAfter(receipt: Receipt, attempts: number, random = 0.5) {
  return settle(receipt, { attempts, now, random: () => random, schedule: defaultSchedule });
}

function deferred(code: DeferralCode, retryAt?: number): Receipt {
  return {
    index: 0,
    outcome: "deferred",
    code,
    message: "x",
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}

describe("latestDueAt", () => {
  const table: [what: string, delaysMs: number[], aheadMs: number][] = [
    ["a day, where no delay is longer", [5_000, 10 * hour], 24 * hour],
    ["the longest delay with its jitter", [30 * hour, 5_000], 36 * hour],
    ["a day, where an event has one attempt only", [], 24 * hour],
  ];
  for (const [what, delaysMs, aheadMs] of table) {
    it(`is ${what}`, () => assert.equal(latestDueAt({ delaysMs }, now), now + aheadMs));
  }

  it("leaves room for whatever settle puts off", () => {
    for (const random of [0, 0.999_999]) {
      const schedule = { delaysMs: [30 * hour] };
      const context = { attempts: 0, now, random: () => random, schedule };
      const settled = settle(deferred("timeout"), context);
      assert.ok(settled.state === "waiting" && settled.dueAt <= latestDueAt(schedule, now));
    }
  });
});

describe("settle", () => {
  it("is done with what was delivered, now or before", () => {
    for (const outcome of ["delivered", "duplicate"] as const) {
      assert.deepEqual(settleAfter({ index: 0, outcome }, 0), { state: "delivered", attempts: 1 });
    }
  });

  it("gives up at once on what will never be taken", () => {
    const receipt: Receipt = {
      index: 0,
      outcome: "rejected",
      code: "refused",
      message: "x",
      issues: [],
    };
    assert.deepEqual(settleAfter(receipt, 0), { state: "dead", attempts: 1 });
  });

  it("tries seven times again over about 27 hours, then gives up", () => {
    const delays: number[] = [];
    let attempts = 0;
    while (true) {
      const settled = settleAfter(deferred("server_error"), attempts);
      attempts = settled.attempts;
      if (settled.state !== "waiting") {
        assert.deepEqual(settled, { state: "dead", attempts: 8 });
        break;
      }
      delays.push((settled.dueAt - now) / 60_000);
    }
    assert.deepEqual(delays, [5 / 60, 5, 30, 120, 300, 600, 600]);
  });

  it("jitters each delay by a fifth either way", () => {
    for (const [random, delay] of [[0, 4_000], [0.999_999, 6_000]] as const) {
      assert.deepEqual(settleAfter(deferred("timeout"), 0, random), {
        state: "waiting",
        attempts: 1,
        dueAt: now + delay,
      });
    }
  });

  it("waits at least until the time that HubSpot stated", () => {
    const settled = settleAfter(deferred("server_error", now + 3_600_000), 0);
    assert.partialDeepStrictEqual(settled, { dueAt: now + 3_600_000, attempts: 1 });
  });

  it("waits no longer than a day for what HubSpot stated, or the schedule's longest delay", () => {
    const stated = deferred("server_error", now + 1_000 * hour);
    assert.partialDeepStrictEqual(settleAfter(stated, 0), { dueAt: now + 24 * hour });
    const weekly = { delaysMs: [168 * hour] };
    const context = { attempts: 0, now, random: () => 0.5, schedule: weekly };
    assert.partialDeepStrictEqual(settle(stated, context), { dueAt: now + 1.2 * 168 * hour });
  });

  for (const code of ["unauthorized", "rate_limited", "daily_limit"] as const) {
    it(`counts no attempt for ${code}, and leaves the event in its place: it says nothing about it`, () => {
      assert.deepEqual(settleAfter(deferred(code, now + 60_000), 7), {
        state: "waiting",
        attempts: 7,
        dueAt: 0,
      });
    });
  }

  it("counts an attempt for forbidden: it is about a family of events, which would wait for ever", () => {
    assert.partialDeepStrictEqual(settleAfter(deferred("forbidden"), 0), { attempts: 1 });
    assert.deepEqual(settleAfter(deferred("forbidden"), 7), { state: "dead", attempts: 8 });
  });

  it("has what was cut short due at once, in its place, without an attempt", () => {
    assert.deepEqual(settleAfter(deferred("aborted"), 3), {
      state: "waiting",
      attempts: 3,
      dueAt: 0,
    });
  });
});
