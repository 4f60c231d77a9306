import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeBatch, judgeSingle } from "../../src/hubspot/verdicts.ts";
import type { SendResult } from "../../src/transport/retry.ts";
import { TransportError } from "../../src/transport/transport_error.ts";

function answered(status: number, body = "", retryAt?: number): SendResult {
  const answer = { status, headers: new Headers(), text: body };
  return { outcome: { kind: "answer", answer }, attempts: 1, retryAt };
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

  it("defers all of a batch that may be taken later", () => {
    const verdict = { outcome: "deferred", code: "rate_limited", ...said(429), retryAt: 7 };
    assert.deepEqual(judgeBatch("app", answered(429, "", 7)), { kind: "all", verdict });
  });
});
