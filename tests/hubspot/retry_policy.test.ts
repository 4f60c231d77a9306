import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hubSpotRetryPolicy, TransportError } from "../../mod.ts";
import type { AttemptOutcome } from "../../mod.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const policy = hubSpotRetryPolicy();

function answered(status: number, options: {
  headers?: Record<string, string>;
  body?: unknown;
} = {}): AttemptOutcome {
  const { headers = {}, body = "" } = options;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { kind: "answer", answer: { status, headers: new Headers(headers), text } };
}

const decide = (outcome: AttemptOutcome, attempt = 1) =>
  policy({ attempt, outcome, elapsedMs: 0, now, random: () => 0.5 });

describe("hubSpotRetryPolicy", () => {
  const taken = [200, 201, 204, 207, 301, 400, 401, 403, 404, 409, 413, 501, 505];
  for (const status of taken) {
    it(`takes ${status} as it is`, () => {
      assert.deepEqual(decide(answered(status)), { action: "take" });
    });
  }

  const limits = {
    "x-hubspot-ratelimit-remaining": "0",
    "x-hubspot-ratelimit-interval-milliseconds": "5000",
  };
  const daily = { policyName: "DAILY", message: "You have reached your daily limit." };
  const rolling = { policyName: "TEN_SECONDLY_ROLLING" };
  const later = (ms: number) => ({ action: "give_up", retryAt: now + ms });
  const table: [string, AttemptOutcome, unknown][] = [
    ["408 with backoff", answered(408), { action: "retry", delayMs: 250 }],
    ["500 with backoff", answered(500), { action: "retry", delayMs: 250 }],
    ["503 with an HTML page", answered(503, { body: "<h1>" }), { action: "retry", delayMs: 250 }],
    ["524 with backoff", answered(524), { action: "retry", delayMs: 250 }],
    ["423 no sooner than the lock ends", answered(423), { action: "retry", delayMs: 2_000 }],
    ["429 after Retry-After", answered(429, { headers: { "retry-after": "3" } }), {
      action: "retry",
      delayMs: 3_000,
    }],
    ["503 after Retry-After", answered(503, { headers: { "retry-after": "3" } }), {
      action: "retry",
      delayMs: 3_000,
    }],
    ["429 after the interval of the headers", answered(429, { headers: limits }), {
      action: "retry",
      delayMs: 5_000,
    }],
    [
      "429 after 10 s where the headers' interval is not used up",
      answered(429, { headers: { ...limits, "x-hubspot-ratelimit-remaining": "3" } }),
      { action: "retry", delayMs: 10_000 },
    ],
    [
      "429 after 10 s where the headers name no interval",
      answered(429, { headers: { "x-hubspot-ratelimit-remaining": "0" } }),
      { action: "retry", delayMs: 10_000 },
    ],
    ["429 of the rolling policy after 10 s", answered(429, { body: rolling }), {
      action: "retry",
      delayMs: 10_000,
    }],
    ["429 of the secondly policy after 1 s", answered(429, { body: { policyName: "SECONDLY" } }), {
      action: "retry",
      delayMs: 1_000,
    }],
    ["429 that says nothing after 10 s", answered(429), { action: "retry", delayMs: 10_000 }],
    ["a daily limit not at all", answered(429, { body: daily }), later(3_600_000)],
    [
      "a Retry-After as long as the longest wait",
      answered(429, { headers: { "retry-after": "15" } }),
      { action: "retry", delayMs: 15_000 },
    ],
    [
      "a long Retry-After not within the call",
      answered(429, { headers: { "retry-after": "60" } }),
      later(60_000),
    ],
    [
      "a migration (477) of hours not within the call",
      answered(477, { headers: { "retry-after": "86400" } }),
      later(86_400_000),
    ],
    ["a failed connection with backoff", {
      kind: "error",
      error: new TransportError("network_error", "x"),
    }, { action: "retry", delayMs: 250 }],
    ["a timeout with backoff", { kind: "error", error: new TransportError("timeout", "x") }, {
      action: "retry",
      delayMs: 250,
    }],
    [
      "a Retry-After of years after a day",
      answered(429, { headers: { "retry-after": "86400000" } }),
      later(86_400_000),
    ],
    ["an abort not at all", { kind: "error", error: new TransportError("aborted", "x") }, {
      action: "give_up",
      retryAt: undefined,
    }],
    [
      "a limiter that pauses for long not at all, but says when",
      {
        kind: "error",
        error: new TransportError("rate_limited", "x", { retryAt: now + 60_000 }),
      },
      later(60_000),
    ],
  ];
  for (const [what, outcome, expected] of table) {
    it(`retries ${what}`, () => assert.deepEqual(decide(outcome), expected));
  }

  it("gives up after the last attempt, with the time that HubSpot stated", () => {
    assert.deepEqual(decide(answered(500), 4), { action: "give_up", retryAt: undefined });
    assert.deepEqual(decide(answered(429, { headers: { "retry-after": "3" } }), 4), later(3_000));
  });

  it("begins no attempt that would be over the budget", () => {
    const context = { attempt: 2, outcome: answered(500), now, random: () => 0.5 };
    assert.deepEqual(policy({ ...context, elapsedMs: 119_500 }), {
      action: "retry",
      delayMs: 500,
    });
    assert.deepEqual(policy({ ...context, elapsedMs: 119_501 }), {
      action: "give_up",
      retryAt: undefined,
    });
  });

  it("refuses numbers out of range, by name", () => {
    for (
      const [options, rule] of [
        [{ maxAttempts: 0 }, "maxAttempts must be a whole number from 1: 0"],
        [{ baseDelayMs: -1 }, "baseDelayMs must be a number from 0: -1"],
        [{ maxDelayMs: NaN }, "maxDelayMs must be a number from 0: NaN"],
        [{ budgetMs: -1 }, "budgetMs must be a number from 0: -1"],
      ] as const
    ) {
      assert.throws(() => hubSpotRetryPolicy(options), {
        name: "RangeError",
        message: `Cannot make a retry policy: ${rule}`,
      });
    }
  });
});
