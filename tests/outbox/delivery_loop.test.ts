import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import type { Receipt } from "../../mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { type DeliveryLoop, startDelivery } from "../../src/outbox/delivery_loop.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { openSqliteOutbox } from "../../src/outbox/sqlite.ts";
import { clientStandIn, delivered, failed } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";

const open: { loop: DeliveryLoop; outbox: Outbox }[] = [];

afterEach(async () => {
  for (const { loop, outbox } of open.splice(0)) {
    await loop.stop(0);
    await outbox.close();
  }
});

function start(decide: Parameters<typeof clientStandIn>[0], wrap = (outbox: Outbox) => outbox) {
  const clock = new VirtualClock();
  /** By how much the clock was set ahead of the time that passes. */
  const jump = { aheadMs: 0 };
  const deps = { now: () => clock.now() + jump.aheadMs, sleep: clock.sleep, random: () => 0.5 };
  const client = clientStandIn(decide);
  const outbox = wrap(openSqliteOutbox({ path: ":memory:", client, deps }));
  const receipts: Receipt[] = [];
  const errors: unknown[] = [];
  const loop = startDelivery(outbox, {
    deps,
    onReceipt: (receipt) => receipts.push(receipt),
    onError: (error) => errors.push(error),
  });
  open.push({ loop, outbox });
  const put = (...ids: string[]) =>
    outbox.put(ids.map((id) => acceptEvent(appEvent({ id }), { now: clock.now, uuid: () => id })));
  return { clock, jump, client, receipts, errors, loop, put };
}

describe("startDelivery", () => {
  it("delivers what is put, at once", async () => {
    const { put, receipts } = start(() => delivered);
    await idle();
    await put("a");
    await idle();
    assert.deepEqual(receipts.map(({ key }) => key?.id), ["a"]);
  });

  it("sleeps until the next event is due, and no longer than until the next put", async () => {
    let isUp = false;
    const { clock, client, put } = start((id) => isUp || id === "b" ? delivered : failed);
    await put("a");
    await idle();
    await put("b");
    await idle();
    assert.deepEqual(client.ids, ["a", "b"]);
    isUp = true;
    await clock.advance(4_999);
    assert.deepEqual(client.ids, ["a", "b"]);
    await clock.advance(1);
    assert.deepEqual(client.ids, ["a", "b", "a"]);
  });

  it("sees within a minute that the clock was set ahead, as after a machine's sleep", async () => {
    let isUp = false;
    const { clock, jump, client, put } = start(() => isUp ? delivered : failed);
    await put("a");
    await idle();
    await clock.advance(5_000);
    assert.deepEqual(client.ids, ["a", "a"], "Now it waits for five minutes");
    isUp = true;
    jump.aheadMs = 300_000;
    await clock.advance(59_999);
    assert.deepEqual(client.ids, ["a", "a"]);
    await clock.advance(1);
    assert.deepEqual(client.ids, ["a", "a", "a"]);
  });

  it("delivers what is put during a round", async () => {
    let release = () => {};
    const { client, put } = start((id) =>
      id === "a" ? new Promise((resolve) => release = () => resolve(delivered)) : delivered
    );
    await put("a");
    await idle();
    await put("b");
    release();
    await idle();
    assert.deepEqual(client.ids, ["a", "b"]);
  });

  it("tells of a round that failed, and goes on after a pause", async () => {
    let isBroken = true;
    const { clock, put, receipts, errors } = start(() => delivered, (outbox) => ({
      ...outbox,
      put: (events) => outbox.put(events),
      onPut: (listener) => outbox.onPut(listener),
      close: () => outbox.close(),
      process: (limit, signal) =>
        isBroken ? Promise.reject(new Error("disk I/O error")) : outbox.process(limit, signal),
    }));
    await put("a");
    await idle();
    isBroken = false;
    assert.ok(errors.length > 0);
    assert.equal(String(errors[0]), "Error: disk I/O error");
    await clock.advance(1_000);
    assert.equal(receipts.length, 1);
  });

  it("waits longer after each round that failed, up to a minute, since each sends again what was not settled", async () => {
    const beginning = "2026-11-22T12:00:00Z";
    const clock = new VirtualClock(beginning);
    const rounds: number[] = [];
    let isBroken = true;
    const outbox: Outbox = {
      put: () => Promise.resolve({}),
      process: () => {
        rounds.push((clock.now() - Date.parse(beginning)) / 1_000);
        if (isBroken) return Promise.reject(new Error("disk I/O error"));
        return Promise.resolve({ receipts: [], nextDueAt: clock.now() + 45_000 });
      },
      onPut: () => () => {},
      close: () => Promise.resolve(),
    };
    const deps = { now: clock.now, sleep: clock.sleep, random: () => 0.5 };
    open.push({ loop: startDelivery(outbox, { deps }), outbox });
    await clock.advance(190_000);
    assert.deepEqual(rounds, [0, 1, 3, 7, 15, 31, 63, 123, 183]);
    isBroken = false;
    await clock.advance(60_000);
    isBroken = true;
    await clock.advance(50_000);
    assert.deepEqual(rounds.slice(9), [243, 288, 289, 291, 295]);
  });

  it("jitters the pause after a round that failed", async () => {
    const clock = new VirtualClock();
    const rounds: number[] = [];
    const outbox: Outbox = {
      put: () => Promise.resolve({}),
      process() {
        rounds.push(clock.now());
        return Promise.reject(new Error("disk I/O error"));
      },
      onPut: () => () => {},
      close: () => Promise.resolve(),
    };
    const deps = { now: clock.now, sleep: clock.sleep, random: () => 0 };
    open.push({ loop: startDelivery(outbox, { deps }), outbox });
    await clock.advance(799);
    assert.equal(rounds.length, 1);
    await clock.advance(1);
    assert.equal(rounds.length, 2);
  });

  it("goes on although those who are told throw", async () => {
    const thrower = () => assert.fail("a fault of the host's");
    const clock = new VirtualClock();
    const deps = { now: clock.now, sleep: clock.sleep, random: () => 0.5 };
    const client = clientStandIn(() => delivered);
    const outbox = openSqliteOutbox({ path: ":memory:", client, deps });
    const loop = startDelivery(outbox, { deps, onReceipt: thrower, onError: thrower });
    open.push({ loop, outbox });
    for (const id of ["a", "b"]) {
      await outbox.put([acceptEvent(appEvent({ id }), { now: clock.now, uuid: () => id })]);
      await idle();
    }
    assert.deepEqual(client.ids, ["a", "b"]);
  });

  it("refuses a limit below 1", () => {
    const outbox = openSqliteOutbox({ path: ":memory:", client: clientStandIn(() => delivered) });
    assert.throws(() => startDelivery(outbox, { limit: 0 }), {
      name: "RangeError",
      message: "Cannot start delivery: limit must be a whole number from 1: 0",
    });
  });

  it("lets the round under way finish when it is stopped", async () => {
    let release = () => {};
    const { clock, loop, put, receipts } = start(() =>
      new Promise((resolve) => release = () => resolve(delivered))
    );
    await put("a");
    await idle();
    const stopping = loop.stop(5_000);
    release();
    await stopping;
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered"]);
    assert.equal(clock.sleeping, 0);
  });

  it("cuts the round short when the grace is over, and keeps the rest", async () => {
    const { clock, loop, put, receipts } = start(() => clock.sleep(1_000).then(() => delivered));
    await put("a", "b", "c");
    await idle();
    const stopping = loop.stop(500);
    await clock.advance(3_000);
    await stopping;
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "deferred", "deferred"]);
    assert.partialDeepStrictEqual(receipts.at(-1), { code: "aborted" });
  });
});
