import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LoggedRequest } from "../../src/local/mod.ts";
import { RequestLog } from "../../src/local/log/request_log.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { localHubSpot, now, paths, post, request } from "./harness.ts";

const one = { eventTypeName: "t", id: "one", email: "ada@example.com", properties: {} };

function entry(body = ""): Omit<LoggedRequest, "number"> {
  return {
    time: now,
    method: "POST",
    path: "/",
    durationMs: 0,
    outcome: "answered",
    faults: [],
    events: [],
    request: { headers: {}, body, bytes: body.length, isCapped: false },
  };
}

describe("log", () => {
  it("tells what was asked and answered, and which events came of it", async () => {
    const clock = new VirtualClock(now);
    const hubspot = localHubSpot({ delayMs: 250, deps: { now: clock.now, sleep: clock.sleep } });
    const { text } = await clock.drive(post(hubspot, paths.app, one));
    const [logged, ...others] = hubspot.log();
    assert.deepEqual(others, []);
    const { request: asked, response, ...rest } = logged ?? {};
    assert.deepEqual(rest, {
      number: 1,
      time: now,
      method: "POST",
      path: paths.app,
      durationMs: 250,
      outcome: "answered",
      status: 201,
      faults: [],
      events: [1],
    });
    assert.deepEqual(asked, {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(one),
      bytes: JSON.stringify(one).length,
      isCapped: false,
    });
    assert.equal(response?.body, text);
    assert.equal(response?.headers["x-hubspot-ratelimit-max"], "110");
  });

  it("tells requests that run at the same time apart, by the events that came of them", async () => {
    const hubspot = localHubSpot();
    await Promise.all(["a", "b", "c"].map((id) => post(hubspot, paths.app, { ...one, id })));
    const events = hubspot.events();
    for (const { request: { body }, events: [sequence] } of hubspot.log()) {
      const taken = events.find((event) => event.sequence === sequence);
      assert.equal(JSON.parse(body ?? "").id, taken?.id);
    }
    assert.equal(hubspot.log().length, 3);
  });

  it("tells the correlation id of an error, and the fault that it came by", async () => {
    const hubspot = localHubSpot();
    hubspot.faults.add({ what: { kind: "answer", status: 500 } });
    await post(hubspot, paths.app, one);
    const [{ status, faults, correlationId, outcome } = entry()] = hubspot.log();
    assert.deepEqual([status, faults, correlationId, outcome], [
      500,
      ["answer"],
      "uuid-1",
      "answered",
    ]);
  });

  it("tells of requests that got no answer", async () => {
    const hubspot = localHubSpot();
    hubspot.faults.add({ what: { kind: "reset", stage: "after" }, when: { times: 1 } });
    await assert.rejects(post(hubspot, paths.app, one), TypeError);
    hubspot.faults.add({ what: { kind: "truncated_body" }, when: { times: 1 } });
    await assert.rejects(post(hubspot, paths.app, { ...one, id: "two" }), TypeError);
    hubspot.faults.add({ what: { kind: "hang" } });
    await assert.rejects(
      request(hubspot, paths.app, { method: "POST", signal: AbortSignal.abort() }),
      { name: "AbortError" },
    );
    const told = hubspot.log().map(({ outcome, status, events }) => [outcome, status, events]);
    assert.deepEqual(told, [
      ["reset", undefined, [1]],
      ["cut", 201, [2]],
      ["abandoned", undefined, []],
    ]);
  });

  it("tells of a caller who hung up before the API looked at the request", async () => {
    const clock = new VirtualClock(now);
    const hubspot = localHubSpot({ delayMs: 250, deps: { now: clock.now, sleep: clock.sleep } });
    const caller = new AbortController();
    const answer = request(hubspot, paths.app, {
      method: "POST",
      headers: { authorization: "Bearer token" },
      body: JSON.stringify(one),
      signal: caller.signal,
    });
    await clock.advance(100);
    caller.abort();
    assert.equal((await answer).status, 499);
    const [{ outcome, status, durationMs } = entry()] = hubspot.log();
    assert.deepEqual([outcome, status, durationMs], ["abandoned", undefined, 100]);
  });

  it("keeps no credentials, wherever they were sent", async () => {
    const hubspot = localHubSpot();
    const headers = {
      authorization: "Bearer canary",
      cookie: "session=canary",
      "x-api-key": "canary",
    };
    await request(hubspot, `${paths.app}?hapikey=canary&limit=10`, {
      method: "POST",
      headers,
      body: JSON.stringify(one),
    });
    for (
      const path of [
        "/oauth/2026-03/token",
        "/oauth/2026-03/token/introspect?token=canary",
        "/oauth/v1/access-tokens/canary",
        "/oauth/v1/refresh-tokens/canary",
      ]
    ) {
      await request(hubspot, path, { method: "POST", headers, body: "client_secret=canary" });
    }
    const log = hubspot.log();
    assert.equal(log.length, 5);
    assert.doesNotMatch(JSON.stringify(log), /canary/);
    assert.equal(log[0]?.path, `${paths.app}?hapikey=***&limit=10`);
    assert.equal(log[3]?.path, "/oauth/v1/access-tokens/***");
    assert.equal(log[1]?.request.bytes, "client_secret=canary".length);
  });

  it("keeps the beginning of a long body", async () => {
    const hubspot = localHubSpot();
    const long = { ...one, properties: { text: "x".repeat(100_000) } };
    await post(hubspot, paths.app, long);
    const [{ request: { body, bytes, isCapped } } = entry()] = hubspot.log();
    const whole = JSON.stringify(long);
    assert.ok(body === whole.slice(0, 65_536));
    assert.deepEqual([bytes, isCapped], [whole.length, true]);
  });

  it("has nothing of the page and the controls", async () => {
    const hubspot = localHubSpot();
    await request(hubspot, "/");
    await request(hubspot, "/_local/requests");
    assert.deepEqual(hubspot.log(), []);
  });

  it("keeps as many as it is told to", async () => {
    const hubspot = localHubSpot({ logSize: 2 });
    for (const id of ["a", "b", "c"]) await post(hubspot, paths.app, { ...one, id });
    assert.deepEqual(hubspot.log().map(({ number }) => number), [2, 3]);
    assert.deepEqual(hubspot.log({ after: 2 }).map(({ number }) => number), [3]);
    assert.throws(() => localHubSpot({ logSize: -1 }), {
      name: "RangeError",
      message: "Cannot log requests: logSize must be a whole number from 0 to 100000, but is -1",
    });
  });
});

describe("onRequest", () => {
  it("tells of each request until it is ended, whatever a listener throws", async () => {
    const hubspot = localHubSpot();
    const told: number[] = [];
    hubspot.onRequest(() => {
      throw new Error("A listener broke");
    });
    const end = hubspot.onRequest(({ number }) => told.push(number));
    await post(hubspot, paths.app, one);
    end();
    assert.equal((await post(hubspot, paths.app, one)).status, 409);
    assert.deepEqual(told, [1]);
  });
});

describe("RequestLog", () => {
  it("drops the oldest where all bodies together are too long", () => {
    const log = new RequestLog(1_000);
    const body = "x".repeat(64 * 1024);
    for (let count = 0; count < 300; count++) log.add(entry(body));
    assert.deepEqual([log.read().length, log.read()[0]?.number], [256, 45]);
  });

  it("reads on from a number, so many at a time", () => {
    const log = new RequestLog(10);
    for (let count = 0; count < 5; count++) log.add(entry());
    const numbers = (query: { after?: number; limit?: number }) =>
      log.read(query).map(({ number }) => number);
    assert.deepEqual(numbers({}), [1, 2, 3, 4, 5]);
    assert.deepEqual(numbers({ limit: 2 }), [1, 2]);
    assert.deepEqual(numbers({ after: 2, limit: 2 }), [3, 4]);
    assert.deepEqual(numbers({ after: 5 }), []);
  });

  it("goes on with the numbers after it was cleared", () => {
    const log = new RequestLog(10);
    log.add(entry());
    log.clear();
    log.add(entry());
    assert.deepEqual(log.read().map(({ number }) => number), [2]);
  });
});
