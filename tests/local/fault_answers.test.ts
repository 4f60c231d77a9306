import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ids, one, send, struckBy } from "./fault_harness.ts";
import { localHubSpot, paths, post } from "./harness.ts";

describe("fault rate_limit", () => {
  const cases: [policy: "TEN_SECONDLY_ROLLING" | "SECONDLY" | "DAILY", message: string][] = [
    ["TEN_SECONDLY_ROLLING", "You have reached your ten_secondly_rolling limit."],
    ["SECONDLY", "You have reached your secondly limit."],
    ["DAILY", "You have reached your daily limit."],
  ];
  for (const [policy, message] of cases) {
    it(`answers 429 as HubSpot words ${policy}, and takes nothing`, async () => {
      const hubspot = struckBy({ kind: "rate_limit", policy });
      const { status, body, headers } = await post(hubspot, paths.app, one);
      assert.equal(status, 429);
      assert.deepEqual(body, {
        status: "error",
        message,
        errorType: "RATE_LIMIT",
        correlationId: "uuid-1",
        policyName: policy,
        requestId: "uuid-1",
      });
      assert.equal(headers.get("retry-after"), null);
      assert.deepEqual(ids(hubspot), []);
    });
  }

  it("says in Retry-After when to come again, in seconds or as a date", async () => {
    const policy = "SECONDLY";
    const inSeconds = struckBy({ kind: "rate_limit", policy, retryAfter: { seconds: 7 } });
    assert.equal((await post(inSeconds, paths.app, one)).headers.get("retry-after"), "7");
    const asDate = struckBy({ kind: "rate_limit", policy, retryAfter: { seconds: 7, as: "date" } });
    const { headers } = await post(asDate, paths.app, one);
    assert.equal(headers.get("retry-after"), "Sun, 22 Nov 2026 12:00:07 GMT");
  });

  it("says that nothing remains of the limit that is reached", async () => {
    const remaining = async (policy: "TEN_SECONDLY_ROLLING" | "SECONDLY" | "DAILY") => {
      const { headers } = await post(struckBy({ kind: "rate_limit", policy }), paths.app, one);
      return [...headers].filter(([name]) => name.startsWith("x-hubspot-"));
    };
    assert.deepEqual(await remaining("TEN_SECONDLY_ROLLING"), [
      ["x-hubspot-ratelimit-interval-milliseconds", "10000"],
      ["x-hubspot-ratelimit-remaining", "0"],
    ]);
    assert.deepEqual(await remaining("SECONDLY"), [[
      "x-hubspot-ratelimit-secondly-remaining",
      "0",
    ]]);
    assert.deepEqual(await remaining("DAILY"), [["x-hubspot-ratelimit-daily-remaining", "0"]]);
  });
});

describe("fault answer", () => {
  for (const status of [408, 423, 477, 500, 502, 503, 504]) {
    it(`answers ${status} with HubSpot's error body, and takes nothing`, async () => {
      const hubspot = struckBy({ kind: "answer", status });
      const answer = await post(hubspot, paths.app, one);
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get("content-type"), "application/json");
      assert.deepEqual(answer.body, {
        status: "error",
        message: `Answered with ${status}, as a fault demanded`,
        correlationId: "uuid-1",
        category: "INTERNAL_ERROR",
      });
      assert.deepEqual(ids(hubspot), []);
    });
  }

  it("stays without body, or without Content-Type, as proxies answer", async () => {
    const bare = struckBy({ kind: "answer", status: 503, body: "none" });
    const nothing = await post(bare, paths.app, one);
    assert.deepEqual([nothing.status, nothing.text], [503, ""]);
    assert.equal(nothing.headers.get("content-type"), null);
    const untyped = struckBy({ kind: "answer", status: 502, contentType: false });
    const typeless = await post(untyped, paths.app, one);
    assert.equal(typeless.headers.get("content-type"), null);
    assert.match(typeless.text, /^\{"status":"error"/);
  });

  for (const status of [200, 502]) {
    it(`answers ${status} with a page`, async () => {
      const hubspot = struckBy({ kind: "answer", status, body: "html" });
      const answer = await post(hubspot, paths.app, one);
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
      assert.match(answer.text, /^<!DOCTYPE html>/);
    });
  }

  it("answers in plain words", async () => {
    const hubspot = struckBy({ kind: "answer", status: 504, body: "text" });
    const answer = await post(hubspot, paths.app, one);
    assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
    assert.equal(answer.text, "Something went wrong on our side.\n");
  });

  it("says in Retry-After how long a migration takes", async () => {
    const hubspot = struckBy({ kind: "answer", status: 477, retryAfter: { seconds: 86_400 } });
    assert.equal((await post(hubspot, paths.app, one)).headers.get("retry-after"), "86400");
  });

  it("loses the API's own answer, but not the event, where the request was carried out", async () => {
    const hubspot = struckBy({ kind: "answer", status: 504, stage: "after" });
    assert.equal((await post(hubspot, paths.app, one)).status, 504);
    assert.deepEqual(ids(hubspot), ["one"]);
  });

  it("has no body where the status allows none", async () => {
    const hubspot = struckBy({ kind: "answer", status: 204, body: "html" });
    const answer = await post(hubspot, paths.app, one);
    assert.deepEqual([answer.status, answer.text], [204, ""]);
  });
});

describe("fault exact_answer", () => {
  it("answers with this status, these headers and this body, and takes nothing", async () => {
    const hubspot = struckBy({
      kind: "exact_answer",
      status: 418,
      headers: { "Content-Type": "text/x-tea", "X-Pot": "green" },
      body: "Über",
    });
    const response = await send(hubspot);
    assert.equal(response.status, 418);
    assert.deepEqual([...response.headers], [
      ["content-length", "5"],
      ["content-type", "text/x-tea"],
      ["x-pot", "green"],
    ]);
    assert.equal(await response.text(), "Über");
    assert.deepEqual(ids(hubspot), []);
  });

  it("answers a JSON value as JSON, unless it says another Content-Type", async () => {
    for (const json of [{ results: [] }, "text", null, false]) {
      const answer = await post(
        struckBy({ kind: "exact_answer", status: 200, json }),
        "/crm/x",
        {},
      );
      assert.equal(answer.headers.get("content-type"), "application/json");
      assert.deepEqual(answer.body, json);
    }
    const headers = { "content-type": "application/hal+json" };
    const other = struckBy({ kind: "exact_answer", status: 200, headers, json: {} });
    assert.equal((await send(other)).headers.get("content-type"), "application/hal+json");
  });

  it("answers with nothing but the status where nothing more is said", async () => {
    const response = await send(struckBy({ kind: "exact_answer", status: 302 }));
    assert.deepEqual([response.status, [...response.headers]], [302, []]);
    assert.equal(await response.text(), "");
  });

  it("loses the API's own answer, but not the event, where the request was carried out", async () => {
    const hubspot = struckBy({ kind: "exact_answer", status: 200, json: {}, stage: "after" });
    assert.equal((await send(hubspot)).status, 200);
    assert.deepEqual(ids(hubspot), ["one"]);
  });

  it("strikes the next requests to a path, one answer after the other", async () => {
    const hubspot = localHubSpot();
    for (const [status, times] of [[401, 2], [500, 1]] as const) {
      hubspot.faults.add({
        when: { path: paths.app, times },
        what: { kind: "exact_answer", status },
      });
    }
    assert.equal((await post(hubspot, paths.customBatch, {})).status, 400);
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++) statuses.push((await send(hubspot)).status);
    assert.deepEqual(statuses, [401, 401, 500, 201]);
  });

  const wrong: [what: string, fault: Record<string, unknown>, rule: string][] = [
    ["a body of two kinds", { status: 200, body: "{}", json: {} }, "Give body or json"],
    [
      "a body where none can be",
      { status: 204, json: {} },
      "Give no body: an answer with this status has none",
    ],
    ["a length", { status: 200, headers: { "Content-Length": "5" } }, "Give no Content-Length"],
    ["a name that is none", { status: 200, headers: { "a b": "c" } }, "Give the name of a header"],
    [
      "two headers in one",
      { status: 200, headers: { a: "b\r\nc: d" } },
      "Give a header's value in ASCII, on one line",
    ],
    ["no status", { status: 99 }, "Give a status from 200 to 599"],
  ];
  for (const [what, fault, rule] of wrong) {
    it(`cannot have ${what}`, () => {
      const what = { kind: "exact_answer", ...fault };
      assert.throws(
        () => Reflect.apply(localHubSpot().faults.add, undefined, [{ what }]),
        (error) => {
          assert.ok(error instanceof TypeError);
          assert.ok(error.message.endsWith(rule), error.message);
          return true;
        },
      );
    });
  }
});

describe("fault expired_token", () => {
  it("refuses the next requests with 401, as often as it is told to", async () => {
    const hubspot = struckBy({ kind: "expired_token" }, { times: 2 });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) {
      statuses.push((await post(hubspot, paths.app, one)).status);
    }
    assert.deepEqual(statuses, [401, 401, 201]);
  });

  it("says that the token expired", async () => {
    const { body } = await post(struckBy({ kind: "expired_token" }), paths.app, one);
    assert.deepEqual(body, {
      status: "error",
      message: "The OAuth token used to make this call expired: get a new one",
      correlationId: "uuid-1",
      category: "EXPIRED_AUTHENTICATION",
    });
  });
});
