import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ForwarderOptions, jsonLogger } from "../../src/edge/mod.ts";
import { delivered, refused } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { secret, start, token } from "./harness.ts";
import { startJournaled } from "./journaled.ts";

function lines(deps: { now: () => number } = new VirtualClock()) {
  const written: string[] = [];
  const logger = jsonLogger({ write: (line) => written.push(line), deps });
  return { logger, read: () => written.map((line) => JSON.parse(line)), written };
}

describe("createForwarder, of request ids", () => {
  const ids: [given: string, isTaken: boolean][] = [
    ["f058ebd6-02f7-4d3f-942e-904344e8cde5", true],
    ["1-67891233-abcdef012345678912345678", true],
    ["x".repeat(128), true],
    ["x".repeat(129), false],
    ["a b", false],
    ["ada@example.com", false],
    ["<script>", false],
    ["", false],
  ];
  for (const [given, isTaken] of ids) {
    it(`${isTaken ? "takes" : "replaces"} ${given.slice(0, 40)}`, async () => {
      const { forwarder, handled } = start();
      const request = new Request("http://localhost/healthz", {
        headers: { "x-request-id": given },
      });
      const expected = isTaken ? given : "fresh-uuid";
      assert.equal((await forwarder.fetch(request)).headers.get("x-request-id"), expected);
      assert.equal(handled[0]?.requestId, expected);
    });
  }
});

describe("jsonLogger", () => {
  it("writes lines of JSON at its level and above", () => {
    const { logger, read } = lines();
    for (const level of ["debug", "info", "warn", "error"] as const) logger[level]("m", { a: 1 });
    assert.deepEqual(
      read().map(({ level }) => level),
      ["info", "warn", "error"],
    );
    assert.deepEqual(read()[0], {
      a: 1,
      time: "2026-11-22T12:00:00.000Z",
      level: "info",
      message: "m",
    });
  });
});

describe("createForwarder, of a logger", () => {
  it("logs requests and receipts, those that want a look as warnings, without an address or secret", async () => {
    const { logger, read, written } = lines();
    const hubline = startJournaled(
      (id) => id === "a" ? delivered : { ...refused, message: "ada@example.com is nobody" },
      { logger },
    );
    await hubline.postEvents({ inputs: [appEvent({ id: "a" }), appEvent({ id: "ada@b.c" })] });
    await hubline.post("/github", "{}");
    for (const receipt of (await hubline.outbox.process(10)).receipts) {
      hubline.forwarder.onReceipt(receipt);
    }
    const said = read().map(({ time: _, request_id: __, ...line }) => line);
    assert.deepEqual(said, [
      {
        level: "info",
        message: "request",
        method: "POST",
        path: "/events",
        status: 202,
        outcome: "accepted 2",
        duration_ms: 0,
      },
      {
        level: "info",
        message: "request",
        method: "POST",
        path: "/github",
        status: 401,
        outcome: "unauthorized",
        duration_ms: 0,
      },
      {
        level: "info",
        message: "receipt",
        outcome: "delivered",
        state: "delivered",
        attempts: 1,
        type: "ae1_test",
        id: "a",
        path: "/events",
      },
      {
        level: "warn",
        message: "receipt",
        outcome: "rejected",
        state: "dead",
        attempts: 1,
        type: "ae1_test",
        id: "a***@b.c",
        path: "/events",
        code: "refused",
        reason: "a***@example.com is nobody",
      },
    ]);
    const text = written.join("\n");
    for (const canary of ["ada@", secret, token]) assert.ok(!text.includes(canary), canary);
  });

  it("logs what went wrong on our side as an error, and its request as a warning", async () => {
    const { logger, read } = lines();
    const { outbox } = startJournaled(() => delivered);
    const put = () => Promise.reject(new Error("disk of ada@example.com is full"));
    await start({ logger, outbox: { ...outbox, put } }).postEvents(appEvent());
    assert.deepEqual(read().map(({ level, error, status }) => [level, error ?? status]), [
      ["error", "Error: disk of a***@example.com is full"],
      ["warn", 503],
    ]);
  });

  it("answers as it would where the logger throws", async () => {
    const fail = () => {
      throw new Error("no space");
    };
    const logger = { debug: fail, info: fail, warn: fail, error: fail };
    assert.equal((await start({ logger }).postEvents(appEvent())).status, 202);
  });
});

describe("createForwarder, of rate limits", () => {
  it("answers 429 with when to come again, and takes as much as was earned by then", async () => {
    const clock = new VirtualClock();
    const events = { token, rateLimit: { perSecond: 0.5, burst: 2 } };
    const { postEvents, post, kept } = start({ events, deps: { now: clock.now } });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) statuses.push((await postEvents(appEvent())).status);
    assert.deepEqual(statuses, [202, 202, 429]);
    const refusal = await postEvents(appEvent());
    assert.equal(refusal.headers.get("retry-after"), "2");
    assert.equal(refusal.body.error.code, "rate_limited");
    assert.equal(kept.length, 2);
    assert.equal((await post("/github", "{}")).status, 401);
    await clock.advance(2_000);
    assert.equal((await postEvents(appEvent())).status, 202);
    assert.equal((await postEvents(appEvent())).status, 429);
    await clock.advance(3_600_000);
    const later: number[] = [];
    for (let count = 0; count < 3; count++) later.push((await postEvents(appEvent())).status);
    assert.deepEqual(later, [202, 202, 429]);
  });

  it("refuses limits that nobody could keep", () => {
    const limits: [rateLimit: { perSecond: number; burst?: number }, message: RegExp][] = [
      [{ perSecond: 0 }, /rateLimit\.perSecond must be a number above 0: 0$/],
      [{ perSecond: NaN }, /rateLimit\.perSecond must be a number above 0: NaN$/],
      [{ perSecond: 1, burst: 0 }, /rateLimit\.burst must be a number from 1: 0$/],
    ];
    for (const [rateLimit, message] of limits) {
      const options: Partial<ForwarderOptions> = { events: { token, rateLimit } };
      assert.throws(() => start(options), { name: "RangeError", message });
    }
  });
});
