import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Attempt } from "../../src/outbox/journal.ts";
import { attemptOf, readHistory, withAttempt } from "../../src/outbox/attempts.ts";

describe("attemptOf", () => {
  it("keeps no more of a receipt than the journal shows, and no more than fits", () => {
    const issue = { path: "email", message: "Expected an address" };
    assert.deepEqual(
      attemptOf({
        index: 3,
        key: { family: "app", type: "t", id: "i" },
        outcome: "rejected",
        code: "refused",
        message: "x".repeat(2_000),
        issues: Array.from({ length: 20 }, () => issue),
        category: "VALIDATION_ERROR",
      }, 5),
      {
        at: 5,
        outcome: "rejected",
        code: "refused",
        message: "x".repeat(1_000),
        issues: Array.from({ length: 10 }, () => issue),
      },
    );
  });

  for (const outcome of ["delivered", "duplicate"] as const) {
    it(`keeps of one that was ${outcome} only when`, () => {
      assert.deepEqual(attemptOf({ index: 3, outcome }, 5), { at: 5, outcome });
    });
  }

  it("keeps HubSpot's status and the id for its support", () => {
    const said = { code: "server_error", message: "x", status: 503, correlationId: "c" } as const;
    const kept = { at: 5, outcome: "deferred", ...said };
    assert.deepEqual(attemptOf({ index: 3, outcome: "deferred", ...said }, 5), kept);
  });

  it("has no list of issues where there is none", () => {
    const { issues, ...said } = { code: "refused", message: "x", issues: [] } as const;
    const kept = { at: 5, outcome: "rejected", ...said };
    assert.deepEqual(attemptOf({ index: 3, outcome: "rejected", ...said, issues }, 5), kept);
  });
});

describe("withAttempt", () => {
  it("keeps the latest twenty", () => {
    let history: Attempt[] = [];
    for (let at = 1; at <= 30; at++) history = withAttempt(history, { at, outcome: "deferred" });
    assert.deepEqual(history.map(({ at }) => at), Array.from({ length: 20 }, (_, i) => i + 11));
  });
});

describe("readHistory", () => {
  it("takes what cannot be read for none", () => {
    for (const text of ["{", "null", "{}", ""]) assert.deepEqual(readHistory(text), [], text);
  });
});
