import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Sending } from "../../src/transport/attempt.ts";
import { createDeps } from "../../src/transport/deps.ts";
import { TransportError } from "../../src/transport/transport_error.ts";
import type { LimitNews } from "../../src/transport/limiter.ts";
import { type RetryDecision, type RetryPolicy, sendWithRetry } from "../../src/transport/retry.ts";
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

  it("tells the policy which attempt ended how long after the first one began", async () => {
    const { clock, options } = start(answer(503));
    const seen: [attempt: number, elapsedMs: number][] = [];
    const policy: RetryPolicy = (context) => {
      seen.push([context.attempt, context.elapsedMs]);
      return threeTimes(context);
    };
    await clock.drive(sendWithRetry(request, { ...options, policy }));
    assert.deepEqual(seen, [[1, 0], [2, 1_000], [3, 3_000]]);
  });

  it("names no time to try again where the policy takes the outcome", async () => {
    const { clock, options } = start(answer(201));
    const policy = () => ({ action: "take" as const, retryAt: 1 });
    const result = await clock.drive(sendWithRetry(request, { ...options, policy }));
    assert.equal(result.retryAt, undefined);
  });

  it("tells a hook of each wait: what was sent, how it ended and how long the wait is", async () => {
    const { clock, options } = start(answer(503), new TypeError("reset"), answer(201));
    const told: unknown[] = [];
    const hooks = { onRetry: (retry: object) => void told.push(retry) };
    await clock.drive(sendWithRetry(request, { ...options, hooks }));
    const sent = {
      request: 1,
      operation: "send events",
      events: 2,
      method: "POST",
      url: "https://api.example/",
      durationMs: 0,
    };
    assert.deepEqual(told, [
      { ...sent, attempt: 1, status: 503, delayMs: 1_000 },
      { ...sent, attempt: 2, error: "network_error", delayMs: 2_000 },
    ]);
  });

  it("tells a hook of no wait after an attempt in which nothing was sent", async () => {
    const { clock, options } = start(answer(201));
    const told: unknown[] = [];
    const hooks = { onRetry: (retry: object) => void told.push(retry) };
    const prepare = () => Promise.reject(new TransportError("no_token", "no token"));
    await clock.drive(sendWithRetry({ ...request, prepare }, { ...options, hooks }));
    assert.deepEqual(told, []);
  });
});

describe("sendWithRetry with a limiter", () => {
  /** What the place of one attempt was left with, given how it ended and what the policy made of it. */
  async function newsAfter(
    reaction: Parameters<typeof recordingFetch>[0],
    decision: RetryDecision,
    readLimit?: () => LimitNews,
  ): Promise<LimitNews | undefined> {
    const { clock, options } = start(reaction);
    let left: LimitNews | undefined;
    const leave = (news?: LimitNews) => void (left ??= news);
    const limiter = { enter: () => Promise.resolve({ leave }) };
    const policy: RetryPolicy = ({ attempt }) => attempt === 1 ? decision : { action: "take" };
    await clock.drive(sendWithRetry(request, { ...options, limiter, policy, readLimit }));
    return left;
  }

  const take: RetryDecision = { action: "take" };
  const retry: RetryDecision = { action: "retry", delayMs: 3_000 };
  const stated = { max: 100, remaining: 7, intervalMs: 10_000 };
  const readLimit = () => stated;

  it("passes on what an answer says of the limit", async () => {
    assert.deepEqual(await newsAfter(answer(201), take, readLimit), stated);
    assert.deepEqual(await newsAfter(answer(503), retry, readLimit), stated);
  });

  it("passes on nothing where nobody reads the answer, or there is none", async () => {
    assert.deepEqual(await newsAfter(answer(201), take), {});
    assert.deepEqual(await newsAfter(new TypeError("reset"), retry, readLimit), {});
  });

  it("pauses everybody for as long as a 429 is waited for, rather than by what is left", async () => {
    const pausedUntil = new VirtualClock().now() + 3_000;
    const paused = { ...stated, remaining: undefined, pausedUntil };
    assert.deepEqual(await newsAfter(answer(429), retry, readLimit), paused);
  });

  it("pauses everybody until a 429 that is given up may be tried again", async () => {
    const giveUp: RetryDecision = { action: "give_up", retryAt: 12_345 };
    const paused = { ...stated, remaining: undefined, pausedUntil: 12_345 };
    assert.deepEqual(await newsAfter(answer(429), giveUp, readLimit), paused);
  });

  it("pauses nobody for a 429 that the policy takes, nor for what is no 429", async () => {
    assert.deepEqual(await newsAfter(answer(429), take, readLimit), stated);
    const giveUp: RetryDecision = { action: "give_up", retryAt: 12_345 };
    assert.deepEqual(await newsAfter(answer(503), giveUp, readLimit), stated);
  });
});
