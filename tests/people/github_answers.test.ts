import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge, pauseAfter } from "../../src/people/github_answers.ts";
import type { HttpAnswer } from "../../src/transport/send_once.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const inAMinute = `${now / 1000 + 60}`;

function answer(
  status: number,
  headers: Record<string, string> = {},
  message?: string,
): HttpAnswer {
  const text = message === undefined ? "<html>" : JSON.stringify({ message });
  return { status, headers: new Headers(headers), text };
}

const forbidden = "Resource not accessible by integration";
const secondary = "You have exceeded a secondary rate limit. Please wait a few minutes";

describe("judge()", () => {
  const cases: readonly [answer: HttpAnswer, verdict: string][] = [
    [answer(200), "ok"],
    [answer(301, { location: "https://api.github.com/repositories/1" }), "redirect"],
    [answer(307, { location: "/repositories/1" }), "redirect"],
    [answer(301), "unexpected_answer"],
    [answer(304, { location: "/x" }), "unexpected_answer"],
    [answer(401, {}, "Bad credentials"), "unauthorized"],
    [answer(403, { "x-ratelimit-remaining": "12" }, forbidden), "forbidden"],
    [answer(403, { "x-ratelimit-remaining": "0" }, "API rate limit exceeded"), "rate_limited"],
    [answer(403, { "retry-after": "30" }), "rate_limited"],
    [answer(403, {}, secondary), "rate_limited"],
    [answer(429), "rate_limited"],
    [answer(404, {}, "Not Found"), "not_found"],
    [answer(409, {}, "Git Repository is empty."), "not_found"],
    [answer(451), "not_found"],
    [answer(422, {}, "Validation Failed"), "unexpected_answer"],
    [answer(500), "unavailable"],
    [answer(503), "unavailable"],
  ];
  for (const [given, expected] of cases) {
    it(`takes ${given.status} ${given.text} ${JSON.stringify([...given.headers])} for ${expected}`, () => {
      const verdict = judge(given);
      assert.equal(verdict.kind === "failed" ? verdict.code : verdict.kind, expected);
    });
  }

  it("passes on GitHub's words in one line, without addresses", () => {
    const verdict = judge(answer(403, {}, "No access\n::error:: for mona@example.com"));
    assert.equal(
      verdict.kind === "failed" && verdict.found,
      "status 403, No access ::error:: for m***@example.com",
    );
  });
});

describe("pauseAfter()", () => {
  const cases: readonly [
    criterion: string,
    answer: HttpAnswer,
    pause: [code: string, ms: number, isForAll: boolean] | undefined,
  ][] = [
    ["nothing while requests are left", answer(200, { "x-ratelimit-remaining": "1" }), undefined],
    ["nothing without headers", answer(200), undefined],
    ["nothing where it is forbidden", answer(403, {}, forbidden), undefined],
    [
      "the reset when the last request was used",
      answer(200, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inAMinute }),
      ["rate_limited", 60_000, false],
    ],
    [
      "the reset when a limit is used up",
      answer(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inAMinute }),
      ["rate_limited", 60_000, false],
    ],
    [
      "Retry-After before the reset",
      answer(429, {
        "retry-after": "5",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": inAMinute,
      }),
      ["rate_limited", 5_000, false],
    ],
    ["Retry-After of a secondary limit", answer(403, { "retry-after": "30" }), [
      "rate_limited",
      30_000,
      true,
    ]],
    ["a minute where no time is named", answer(403, {}, secondary), ["rate_limited", 60_000, true]],
    [
      "a minute where the reset is none",
      answer(429, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon" }),
      ["rate_limited", 60_000, false],
    ],
    [
      "an hour at most",
      answer(429, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999" }),
      ["rate_limited", 3_600_000, false],
    ],
    [
      "no time before now",
      answer(429, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }),
      ["rate_limited", 0, false],
    ],
    ["a minute for a token that was refused", answer(401), ["unauthorized", 60_000, true]],
  ];
  for (const [criterion, given, expected] of cases) {
    it(`waits for ${criterion}`, () => {
      const pause = pauseAfter(given, now);
      assert.deepEqual(pause && [pause.code, pause.until - now, pause.isForAll], expected);
    });
  }
});
