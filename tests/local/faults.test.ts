import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FaultEffect, LocalHubSpot } from "../../src/local/mod.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { localHubSpot, now, paths, post } from "./harness.ts";

const one = { eventTypeName: "t", id: "one", email: "ada@example.com", properties: {} };
const three = {
  inputs: ["a", "b", "c"].map((id) => ({
    eventTemplateId: "1",
    id,
    email: `${id}@example.com`,
    tokens: {},
  })),
};

function struckBy(what: FaultEffect, when = {}): LocalHubSpot {
  const hubspot = localHubSpot();
  hubspot.faults.add({ when, what });
  return hubspot;
}

function ids(hubspot: LocalHubSpot): string[] {
  return hubspot.events().map(({ id }) => id);
}

/** Posts one event and gives back the answer as it is, unread. */
function send(hubspot: LocalHubSpot, signal?: AbortSignal): Promise<Response> {
  return hubspot.fetch(
    new Request(`http://localhost:8788${paths.app}`, {
      method: "POST",
      headers: { authorization: "Bearer token" },
      body: JSON.stringify(one),
      ...(signal && { signal }),
    }),
  );
}

const reset = {
  name: "TypeError",
  message: "No answer from Local HubSpot: the connection was reset, as a fault demanded",
};

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

describe("fault reset", () => {
  it("rejects as fetch does, and takes nothing", async () => {
    const hubspot = struckBy({ kind: "reset" });
    await assert.rejects(send(hubspot), reset);
    assert.deepEqual(ids(hubspot), []);
  });

  it("gives its cause the code that runtimes give", async () => {
    await assert.rejects(send(struckBy({ kind: "reset" })), (error) => {
      assert.ok(error instanceof Error && error.cause instanceof Error);
      assert.deepEqual({ ...error.cause }, { code: "ECONNRESET" });
      return true;
    });
  });

  it("takes the event and loses the answer, where the request was carried out", async () => {
    const hubspot = struckBy({ kind: "reset", stage: "after" });
    await assert.rejects(send(hubspot), reset);
    assert.deepEqual(ids(hubspot), ["one"]);
  });
});

describe("fault hang", () => {
  it("never answers, and rejects with the reason of a caller who hangs up", async () => {
    const clock = new VirtualClock();
    const hubspot = localHubSpot({ deps: { now: clock.now, sleep: clock.sleep } });
    hubspot.faults.add({ what: { kind: "hang" } });
    const caller = new AbortController();
    let settled = false;
    const answer = send(hubspot, caller.signal).finally(() => settled = true);
    answer.catch(() => {});
    await clock.advance(24 * 60 * 60_000);
    assert.equal(settled, false);
    const reason = new Error("I waited long enough");
    caller.abort(reason);
    await assert.rejects(answer, reason);
    assert.deepEqual(ids(hubspot), []);
  });

  it("takes the event first, where the request was carried out", async () => {
    const clock = new VirtualClock();
    const hubspot = struckBy({ kind: "hang", stage: "after" });
    const caller = new AbortController();
    const answer = assert.rejects(send(hubspot, caller.signal), { name: "AbortError" });
    await clock.advance(1);
    assert.deepEqual(ids(hubspot), ["one"]);
    caller.abort();
    await answer;
  });

  it("does not wait for a caller who hung up before", async () => {
    const hubspot = struckBy({ kind: "hang" });
    await assert.rejects(send(hubspot, AbortSignal.abort()), { name: "AbortError" });
  });
});

describe("fault delay", () => {
  function slow(...delays: FaultEffect[]) {
    const clock = new VirtualClock(now);
    const hubspot = localHubSpot({ deps: { now: clock.now, sleep: clock.sleep } });
    for (const what of delays) hubspot.faults.add({ what });
    return { clock, hubspot };
  }

  it("carries the request out when the time has passed", async () => {
    const { clock, hubspot } = slow({ kind: "delay", ms: 3_000 });
    const answer = post(hubspot, paths.app, one);
    await clock.advance(2_999);
    assert.deepEqual(ids(hubspot), []);
    assert.equal((await clock.drive(answer)).status, 201);
    assert.equal(clock.now() - Date.parse(now), 3_000);
  });

  it("answers when the time has passed, where the request is carried out first", async () => {
    const { clock, hubspot } = slow({ kind: "delay", ms: 3_000, stage: "after" });
    const answer = post(hubspot, paths.app, one);
    await clock.advance(0);
    assert.deepEqual(ids(hubspot), ["one"]);
    assert.equal((await clock.drive(answer)).status, 201);
    assert.equal(clock.now() - Date.parse(now), 3_000);
  });

  it("adds up, and strikes together with another fault", async () => {
    const { clock, hubspot } = slow(
      { kind: "delay", ms: 1_000 },
      { kind: "answer", status: 500 },
      { kind: "delay", ms: 500, stage: "after" },
    );
    assert.equal((await clock.drive(post(hubspot, paths.app, one))).status, 500);
    assert.equal(clock.now() - Date.parse(now), 1_500);
  });

  it("takes nothing from a caller who hangs up meanwhile", async () => {
    const { clock, hubspot } = slow({ kind: "delay", ms: 3_000 });
    const caller = new AbortController();
    const answer = assert.rejects(send(hubspot, caller.signal), { name: "AbortError" });
    await clock.advance(1_000);
    caller.abort();
    await answer;
    assert.deepEqual(ids(hubspot), []);
  });
});

describe("fault empty_body", () => {
  it("leaves of a success nothing but its status", async () => {
    const hubspot = struckBy({ kind: "empty_body" });
    const answer = await post(hubspot, paths.app, one);
    assert.deepEqual([answer.status, answer.text], [201, ""]);
    assert.equal(answer.headers.get("content-type"), null);
    assert.deepEqual(ids(hubspot), ["one"]);
  });
});

describe("fault truncated_body", () => {
  it("breaks the body midway, under the length of the whole", async () => {
    const whole = await (await send(localHubSpot())).text();
    const hubspot = struckBy({ kind: "truncated_body" });
    const response = await send(hubspot);
    assert.equal(response.status, 201);
    assert.equal(response.headers.get("content-length"), String(whole.length));
    const reader = response.body?.getReader();
    const first = await reader?.read();
    assert.equal(
      new TextDecoder().decode(first?.value),
      whole.slice(0, Math.floor(whole.length / 2)),
    );
    await assert.rejects(async () => await reader?.read(), reset);
    assert.deepEqual(ids(hubspot), ["one"]);
  });

  it("is a reset where the answer has no body", async () => {
    const hubspot = struckBy({ kind: "truncated_body" });
    await assert.rejects(
      post(hubspot, paths.custom, { eventName: "e", email: "a@b.c", properties: {} }),
      reset,
    );
    assert.equal(hubspot.events().length, 1);
  });
});

describe("fault malformed_json", () => {
  it("gives half a body as if it were all of it", async () => {
    const hubspot = struckBy({ kind: "malformed_json" });
    const response = await send(hubspot);
    assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
    const text = await response.text();
    assert.equal(response.headers.get("content-length"), String(text.length));
    assert.throws(() => JSON.parse(text), SyntaxError);
    assert.deepEqual(ids(hubspot), ["one"]);
  });
});

describe("fault partial_batch", () => {
  it("answers a v3 batch with 207: the chosen events are refused, the others are taken", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0, 2, 9] });
    const { status, body } = await post(hubspot, paths.timelineBatch, three);
    assert.equal(status, 207);
    assert.deepEqual(ids(hubspot), ["b"]);
    const { results, numErrors, errors } = Object(body);
    assert.deepEqual(results.map(({ id }: { id: string }) => id), ["b"]);
    assert.equal(numErrors, 2);
    assert.deepEqual(errors[1], {
      status: "error",
      category: "VALIDATION_ERROR",
      message: "Invalid event at inputs.2: refused, as a fault demanded",
      context: {},
      links: {},
      errors: [{ message: "Refused, as a fault demanded", in: "inputs.2" }],
    });
  });

  it("can refuse all of them", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0, 1, 2] });
    const { status, body } = await post(hubspot, paths.timelineBatch, three);
    assert.equal(status, 207);
    const { status: state, results, numErrors, startedAt } = Object(body);
    assert.deepEqual([state, results, numErrors, startedAt], ["COMPLETE", [], 3, now]);
    assert.deepEqual(ids(hubspot), []);
  });

  it("adds to the errors that the API finds itself, each at its own place", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0, 9] });
    const inputs = [...three.inputs, { id: "broken" }];
    const { status, body } = await post(hubspot, paths.timelineBatch, { inputs });
    assert.deepEqual([status, Object(body).numErrors], [207, 2]);
    const [first, second] = Object(body).errors.map(({ message }: { message: string }) => message);
    assert.equal(first, "Invalid event at inputs.0: refused, as a fault demanded");
    assert.match(second, /^Invalid event at inputs\.3: /);
  });

  it("lets every other request be, and is not spent on it", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0] }, { times: 1 });
    assert.equal((await post(hubspot, paths.app, one)).status, 201);
    assert.equal((await post(hubspot, paths.appBatch, { inputs: [one] })).status, 409);
    assert.equal(hubspot.faults.list()[0]?.matched, 0);
    assert.equal((await post(hubspot, paths.timelineBatch, three)).status, 207);
  });

  it("leaves an answer that is no success as it is", async () => {
    const hubspot = struckBy({ kind: "partial_batch", inputs: [0] });
    assert.equal((await post(hubspot, paths.timelineBatch, { inputs: 1 })).status, 400);
    assert.equal((await post(hubspot, paths.timelineBatch, "no batch")).status, 400);
  });
});

describe("fault missing_results", () => {
  const appThree = {
    inputs: ["a", "b", "c"].map((id) => ({ ...one, id, email: `${id}@example.com` })),
  };
  const named = (body: unknown) => Object(body).results.map(({ id }: { id: string }) => id);

  for (
    const [path, batch, status] of [
      [paths.timelineBatch, three, 201],
      [paths.appBatch, appThree, 200],
    ] as const
  ) {
    it(`leaves events out of the results that were taken: ${path}`, async () => {
      const hubspot = struckBy({ kind: "missing_results", inputs: [1] });
      const answer = await post(hubspot, path, batch);
      assert.equal(answer.status, status);
      assert.deepEqual(named(answer.body), ["a", "c"]);
      assert.deepEqual(ids(hubspot), ["a", "b", "c"]);
    });

    it(`leaves out events that were not taken: ${path}`, async () => {
      const hubspot = struckBy({ kind: "missing_results", inputs: [1], taken: false });
      const answer = await post(hubspot, path, batch);
      assert.equal(answer.status, status);
      assert.deepEqual(named(answer.body), ["a", "c"]);
      assert.deepEqual(ids(hubspot), ["a", "c"]);
    });

    it(`can leave all of them out: ${path}`, async () => {
      for (const taken of [true, false]) {
        const hubspot = struckBy({ kind: "missing_results", inputs: "all", taken });
        const answer = await post(hubspot, path, batch);
        assert.deepEqual([answer.status, named(answer.body)], [status, []]);
        assert.deepEqual(ids(hubspot), taken ? ["a", "b", "c"] : []);
      }
    });
  }
});

describe("faults", () => {
  it("let the page and the controls be", async () => {
    const hubspot = struckBy({ kind: "reset" });
    for (const path of ["/", "/style.css", "/_local/faults"]) {
      const response = await hubspot.fetch(new Request(`http://localhost${path}`));
      assert.equal(response.status, 200);
      await response.body?.cancel();
    }
  });

  it("leave a request without body whole", async () => {
    const hubspot = struckBy({ kind: "delay", ms: 0 });
    const response = await hubspot.fetch(new Request(`http://localhost${paths.app}`));
    assert.equal(response.status, 405);
  });
});
