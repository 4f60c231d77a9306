import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DeferralCode } from "../../mod.ts";
import { concernsType, judgeBatch, judgeSingle, type Verdict } from "../../src/hubspot/verdicts.ts";
import type { SendResult } from "../../src/transport/retry.ts";
import { TransportError, type TransportErrorCode } from "../../src/transport/transport_error.ts";

function answered(status: number, body = "", retryAt?: number): SendResult {
  const answer = { status, headers: new Headers(), text: body };
  return { outcome: { kind: "answer", answer }, attempts: 1, retryAt };
}

function unanswered(code: TransportErrorCode): SendResult {
  const error = new TransportError(code, "x");
  return { outcome: { kind: "error", error }, attempts: 1, retryAt: undefined };
}

const said = (status: number) => ({
  status,
  message: `HubSpot answered ${status} without an explanation`,
});

describe("judgeSingle", () => {
  for (const status of [200, 201, 204, 299]) {
    it(`takes ${status} for delivered`, () => {
      assert.deepEqual(judgeSingle(answered(status)), { outcome: "delivered" });
    });
  }

  // Status 0 is how a browser answers where a redirect is not to be followed.
  for (const status of [0, 199, 300, 307]) {
    it(`says of ${status} neither that HubSpot took the event nor that it never will`, () => {
      const verdict = { outcome: "deferred", code: "unclear_answer", ...said(status) };
      assert.deepEqual(judgeSingle(answered(status)), verdict);
    });
  }

  it("takes 409 for delivered before", () => {
    assert.deepEqual(judgeSingle(answered(409)), { outcome: "duplicate" });
  });

  it("does not take for HubSpot's a page with status 200", () => {
    const verdict = judgeSingle(answered(200, "<h1>Sign in</h1>"));
    assert.partialDeepStrictEqual(verdict, { outcome: "deferred", code: "unclear_answer" });
  });

  for (const status of [400, 402, 404, 413, 422]) {
    it(`rejects what is refused with ${status}, with HubSpot's words`, () => {
      const body = {
        message: "No such template",
        category: "OBJECT_NOT_FOUND",
        policyName: "NONE",
        correlationId: "c",
        errors: [{ message: "missing", in: "eventTemplateId" }],
      };
      assert.deepEqual(judgeSingle(answered(status, JSON.stringify(body))), {
        outcome: "rejected",
        code: "refused",
        status,
        message: "No such template",
        category: "OBJECT_NOT_FOUND",
        correlationId: "c",
        issues: [{ path: "eventTemplateId", message: "missing" }],
      });
    });
  }

  const daily = JSON.stringify({ policyName: "DAILY", message: "x" });
  const deferred: [status: number, body: string, code: DeferralCode][] = [
    [401, "", "unauthorized"],
    [403, "", "forbidden"],
    [408, "", "server_error"],
    [423, "", "server_error"],
    [429, "", "rate_limited"],
    [429, daily, "daily_limit"],
    [477, "", "server_error"],
    [500, "", "server_error"],
    [503, daily, "server_error"],
  ];
  for (const [status, body, code] of deferred) {
    it(`defers after ${status} ${body} with ${code}`, () => {
      const verdict = judgeSingle(answered(status, body));
      assert.partialDeepStrictEqual(verdict, { outcome: "deferred", code, status });
    });
  }

  it("says what HubSpot says beside its message, such as which scope the token lacks", () => {
    const context = { requiredGranularScopes: ["timeline"] };
    const errors = [{ message: "One of these is required.", context }, { message: "And more" }];
    const body = JSON.stringify({ message: "Not granted", errors });
    const words = '{"requiredGranularScopes":["timeline"]}';
    assert.deepEqual(judgeSingle(answered(403, body)), {
      outcome: "deferred",
      code: "forbidden",
      status: 403,
      message: `Not granted: One of these is required. ${words}`,
    });
  });

  it("says no more of what HubSpot says than fits a line of a log", () => {
    const long = "x".repeat(10_000);
    const errors = [{ message: long, context: { long: [long] } }];
    const verdict = judgeSingle(answered(403, JSON.stringify({ message: long, errors })));
    assert.ok("message" in verdict && verdict.message.length <= 1_002);
  });

  for (const code of ["timeout", "aborted", "rate_limited"] as const) {
    it(`defers what was not answered with the same word: ${code}`, () => {
      assert.partialDeepStrictEqual(judgeSingle(unanswered(code)), { outcome: "deferred", code });
    });
  }

  it("has one word for no token and a token that is not taken", () => {
    const verdict = judgeSingle(unanswered("no_token"));
    assert.partialDeepStrictEqual(verdict, { outcome: "deferred", code: "unauthorized" });
  });

  it("says when to try again where that is known, and nothing of it where it is not", () => {
    const verdict = { outcome: "deferred", code: "server_error", ...said(503) };
    assert.deepEqual(judgeSingle(answered(503, "", 7)), { ...verdict, retryAt: 7 });
    assert.deepEqual(judgeSingle(answered(503)), verdict);
  });

  it("defers what was not answered, with the cause", () => {
    const cause = new TypeError("reset");
    const error = new TransportError("network_error", "It failed", { cause });
    assert.deepEqual(
      judgeSingle({ outcome: { kind: "error", error }, attempts: 1, retryAt: undefined }),
      { outcome: "deferred", code: "network_error", message: "It failed", cause },
    );
  });
});

describe("judgeBatch", () => {
  const all = { kind: "all", verdict: { outcome: "delivered" } };

  it("takes a mute 204 for all of a batch of custom events", () => {
    assert.deepEqual(judgeBatch("custom", answered(204)), all);
  });

  it("takes for taken what an answer names, and a mute one names nothing of other events", () => {
    const body = JSON.stringify({ results: [{ id: "a" }, { id: "b" }] });
    const taken = (...ids: string[]) => ({ kind: "taken", ids: new Set(ids) });
    assert.deepEqual(judgeBatch("app", answered(201, body)), taken("a", "b"));
    assert.deepEqual(judgeBatch("custom", answered(200, body)), taken("a", "b"));
    assert.deepEqual(judgeBatch("app", answered(204)), taken());
    assert.deepEqual(judgeBatch("timeline", answered(204)), taken());
  });

  for (const status of [400, 404, 409, 413]) {
    it(`splits a batch that is refused with ${status}`, () => {
      assert.deepEqual(judgeBatch("custom", answered(status)), { kind: "split" });
    });
  }

  it("defers all of a batch that was not answered", () => {
    const verdict = { outcome: "deferred", code: "timeout" };
    assert.partialDeepStrictEqual(judgeBatch("app", unanswered("timeout")), {
      kind: "all",
      verdict,
    });
  });

  it("defers all of a batch that may be taken later", () => {
    const verdict = { outcome: "deferred", code: "rate_limited", ...said(429), retryAt: 7 };
    assert.deepEqual(judgeBatch("app", answered(429, "", 7)), { kind: "all", verdict });
  });
});

describe("concernsType", () => {
  const refused = (...issues: [path: string, message: string][]): Verdict => ({
    outcome: "rejected",
    code: "refused",
    message: "x",
    issues: issues.map(([path, message]) => ({ path, message })),
  });
  const cases: [title: string, verdict: Verdict, concerns: boolean][] = [
    ["a custom event's definition", refused(["eventName", "pe1_x does not exist"]), true],
    ["an app event's type", refused(["eventTypeName", "Unknown type"]), true],
    ["a template", refused(["eventTemplateId", "was not found"]), true],
    ["a field of a batch", refused(["inputs.0.eventName", "does not exist"]), true],
    ["each of several fields", refused(["eventName", "unknown"], ["a.eventName", "unknown"]), true],
    ["nothing that is named", refused(), false],
    ["another field", refused(["objectId", "does not exist"]), false],
    ["another field besides", refused(["eventName", "unknown"], ["email", "unknown"]), false],
    ["another field of a like name", refused(["properties.myeventName", "unknown"]), false],
    ["a part of the name", refused(["eventName.length", "unknown"]), false],
    ["the name in other words", refused(["eventName", "must be lower case"]), false],
    ["an event that was not refused", { outcome: "delivered" }, false],
    ["an event that is put off", { outcome: "deferred", code: "forbidden", message: "x" }, false],
  ];
  for (const [title, verdict, concerns] of cases) {
    it(`is ${concerns} for ${title}`, () => assert.equal(concernsType(verdict), concerns));
  }
});
