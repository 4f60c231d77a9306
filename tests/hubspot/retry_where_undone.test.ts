import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { retryWhereUndone } from "../../src/hubspot/retry_where_undone.ts";
import type { AttemptOutcome } from "../../src/transport/attempt.ts";
import type { RetryDecision } from "../../src/transport/retry.ts";
import { TransportError } from "../../src/transport/transport_error.ts";

const retry: RetryDecision = { action: "retry", delayMs: 1_000 };
const policy = retryWhereUndone(() => retry);
const decide = (outcome: AttemptOutcome) =>
  policy({ attempt: 1, outcome, elapsedMs: 0, now: 0, random: () => 0 });

function answered(status: number): AttemptOutcome {
  return { kind: "answer", answer: { status, headers: new Headers(), text: "" } };
}

describe("retryWhereUndone", () => {
  for (const status of [201, 400, 408, 423, 429, 477, 499]) {
    it(`leaves ${status} to the other policy, since it says what was done`, () => {
      assert.deepEqual(decide(answered(status)), retry);
    });
  }

  for (const status of [500, 502, 504]) {
    it(`tries nothing again after ${status}, behind which it may be done`, () => {
      assert.deepEqual(decide(answered(status)), { action: "take" });
    });
  }

  it("tries nothing again that was not answered", () => {
    const error = new TransportError("timeout", "late");
    assert.deepEqual(decide({ kind: "error", error }), { action: "take" });
  });
});
