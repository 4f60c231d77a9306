import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DeferralCode, Receipt } from "../../mod.ts";
import { isPaused, pauseAfter } from "../../src/outbox/pause.ts";

const now = 1_000_000;

function deferred(code: DeferralCode, retryAt?: number): Receipt {
  const later = retryAt === undefined ? {} : { retryAt };
  return { index: 0, outcome: "deferred", code, message: "x", ...later };
}

describe("pauseAfter", () => {
  for (const code of ["unauthorized", "rate_limited", "daily_limit"] as const) {
    it(`pauses until the time that is named where the account is refused: ${code}`, () => {
      const pause = { from: now, until: now + 7_000, code, message: "x" };
      assert.deepEqual(pauseAfter(deferred(code, now + 7_000), now), pause);
    });
  }

  it("pauses for a minute where no time is named", () => {
    assert.equal(pauseAfter(deferred("unauthorized"), now)?.until, now + 60_000);
  });

  it("pauses for a second at least, however soon it may be tried again", () => {
    assert.equal(pauseAfter(deferred("rate_limited", now), now)?.until, now + 1_000);
    assert.equal(pauseAfter(deferred("rate_limited", now + 1_001), now)?.until, now + 1_001);
  });

  const others: Receipt[] = [
    { index: 0, outcome: "delivered" },
    { index: 0, outcome: "duplicate" },
    { index: 0, outcome: "rejected", code: "refused", message: "x", issues: [] },
    deferred("server_error", now + 7_000),
    deferred("forbidden"),
    deferred("aborted"),
  ];
  for (const receipt of others) {
    const what = "code" in receipt ? receipt.code : receipt.outcome;
    it(`pauses nothing for what is about one event: ${what}`, () => {
      assert.equal(pauseAfter(receipt, now), undefined);
    });
  }
});

describe("isPaused", () => {
  const pause = { from: now, until: now + 1_000, code: "rate_limited", message: "x" };
  const table: [when: string, at: number, holds: boolean][] = [
    ["as it begins", now, true],
    ["until it ends", now + 999, true],
    ["not at its end", now + 1_000, false],
    ["not before it began, by a clock that was set back", now - 1, false],
  ];
  for (const [when, at, holds] of table) {
    it(`holds ${when}`, () => assert.equal(isPaused(pause, at), holds));
  }

  it("does not hold where there is none", () => assert.equal(isPaused(undefined, now), false));
});
