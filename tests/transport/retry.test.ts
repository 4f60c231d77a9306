import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Sending } from "../../src/transport/attempt.ts";
import { createDeps } from "../../src/transport/deps.ts";
import { type RetryPolicy, sendWithRetry } from "../../src/transport/retry.ts";
import { answer, recordingFetch } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

const request: Sending = {
  request: 1,
  operation: "send events",
  events: 2,
  prepare: () =>
    Promise.resolve({ url: "https://api.example/", method: "POST", headers: {}, body: "{}" }),
};

const threeTimes: RetryPolicy = ({ attempt, outcome, now }) => {
  if (outcome.kind === "answer" && outcome.answer.status < 300) return { action: "take" };
  return attempt < 3
    ? { action: "retry", delayMs: attempt * 1_000 }
    : { action: "give_up", retryAt: now + 60_000 };
};

function start(...reactions: Parameters<typeof recordingFetch>) {
  const clock = new VirtualClock();
  const { fetch, sent } = recordingFetch(...reactions);
  const deps = createDeps({ fetch, now: clock.now, sleep: clock.sleep });
  return { clock, sent, options: { deps, policy: threeTimes, timeoutMs: 30_000 } };
}

describe("sendWithRetry", () => {
  it("sends the same request again after the policy's delays until it takes the outcome", async () => {
    const { clock, sent, options } = start(new TypeError("reset"), answer(500), answer(201));
    const startedAt = clock.now();
    const result = await clock.drive(sendWithRetry(request, options));
    assert.equal(result.attempts, 3);
    assert.equal(result.outcome.kind === "answer" && result.outcome.answer.status, 201);
    assert.equal(clock.now() - startedAt, 3_000);
    assert.equal(new Set(sent.map(({ init }) => init.body)).size, 1);
  });

  it("gives back the last outcome and the time to try again when the policy gives up", async () => {
    const { clock, options } = start(answer(503));
    const result = await clock.drive(sendWithRetry(request, options));
    assert.equal(result.attempts, 3);
    assert.equal(result.retryAt, clock.now() + 60_000);
  });

  it("ends a wait with the caller's signal", async () => {
    const { clock, sent, options } = start(answer(503));
    const controller = new AbortController();
    const sending = sendWithRetry(request, { ...options, signal: controller.signal });
    await clock.advance(500);
    controller.abort();
    const result = await clock.drive(sending);
    assert.equal(sent.length, 1);
    assert.equal(result.outcome.kind === "error" && result.outcome.error.code, "aborted");
  });
});
