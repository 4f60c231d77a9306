import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import type { Verdict } from "../../src/hubspot/verdicts.ts";
import {
  durableObjectOutbox,
  OutboxFullError,
  type OutboxObjectSettings,
} from "../../src/outbox/durable_object.ts";
import { clientStandIn, delivered, failed } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { ObjectStandIn } from "./object_stand_in.ts";

function start(
  decide: (id: string) => Verdict | Promise<Verdict>,
  own: Partial<OutboxObjectSettings> = {},
) {
  const clock = new VirtualClock();
  const client = clientStandIn(decide);
  const errors: unknown[] = [];
  const platform = new ObjectStandIn({
    client,
    deps: { now: clock.now, random: () => 0.5 },
    onError: (error) => errors.push(error),
    ...own,
  });
  const outbox = durableObjectOutbox({ namespace: platform.namespace });
  const put = (...ids: string[]) =>
    outbox.put(ids.map((id) => acceptEvent(appEvent({ id }), { now: clock.now, uuid: () => id })));
  return { clock, client, errors, platform, outbox, put };
}

describe("outboxObject", () => {
  it("wakes up at once for what is put, delivers it and goes to sleep", async () => {
    const { clock, client, platform, put } = start(() => delivered);
    await put("a", "b");
    assert.equal(platform.alarmAt, clock.now());
    await platform.ring();
    assert.deepEqual(client.ids, ["a", "b"]);
    assert.equal(platform.alarmAt, null);
  });

  it("wakes up for the next attempt when it is due", async () => {
    const { clock, platform, put } = start(() => failed);
    await put("a");
    await platform.ring();
    assert.equal(platform.alarmAt, clock.now() + 5_000);
  });

  it("wakes up at once where a round left something over", async () => {
    const { clock, client, platform, put } = start(() => delivered, { limit: 1 });
    await put("a", "b");
    await platform.ring();
    assert.deepEqual(client.ids, ["a"]);
    assert.equal(platform.alarmAt, clock.now());
  });

  it("sleeps until the account is to be tried again, whatever is put", async () => {
    const retryAt = Date.parse("2026-11-23T00:00:00Z");
    const { platform, put } = start(() => ({
      outcome: "deferred",
      code: "daily_limit",
      message: "x",
      retryAt,
    }));
    await put("a");
    await platform.ring();
    await put("b");
    assert.equal(platform.alarmAt, retryAt);
  });

  it("wakes up at the next request for what a clock that was far ahead has put off", async () => {
    const { clock, client, platform, outbox, put } = start(() => failed);
    const yearMs = 365 * 24 * 3_600_000;
    await clock.advance(yearMs);
    await put("a");
    await platform.ring();
    await clock.advance(-yearMs);
    await outbox.journal.counts();
    assert.equal(platform.alarmAt, clock.now());
    await platform.ring();
    assert.deepEqual(client.ids, ["a", "a"]);
  });

  it("wakes up soon after a round that is killed, and at once for what is put during it", async () => {
    let during: number | null = null;
    const { clock, platform, put } = start(async (id) => {
      if (id !== "a") return delivered;
      during = platform.alarmAt;
      await put("b");
      return delivered;
    });
    await put("a");
    const before = clock.now();
    await platform.ring();
    assert.equal(during, before + 5_000);
    assert.deepEqual(platform.alarms, [before, before + 5_000, before, before]);
  });

  it("is woken again and again however often a round fails, later each time, and alarm never rejects", async () => {
    let isBroken = true;
    const { clock, errors, platform, put } = start(() => {
      if (isBroken) throw new Error("a fault of the client's");
      return failed;
    });
    await put("a");
    const pauses = async (rounds: number) => {
      const waited: number[] = [];
      for (let round = 1; round <= rounds; round++) {
        await platform.ring();
        const waitMs = Number(platform.alarmAt) - clock.now();
        waited.push(waitMs / 1_000);
        await clock.advance(waitMs);
      }
      return waited;
    };
    assert.deepEqual(await pauses(8), [1, 2, 4, 8, 16, 32, 60, 60]);
    assert.equal(errors.length, 8);
    assert.equal(String(errors[0]), "Error: a fault of the client's");
    isBroken = false;
    assert.deepEqual(await pauses(1), [5]);
    isBroken = true;
    assert.deepEqual(await pauses(2), [1, 2]);
  });

  it("keeps the pause after an error whoever asks, but for a put, since something can be settled again", async () => {
    const { clock, outbox, platform, put } = start(() => {
      throw new Error("a fault of the client's");
    });
    await put("a");
    await platform.ring();
    await platform.ring();
    await outbox.journal.counts();
    assert.equal(platform.alarmAt, clock.now() + 2_000);
    await put("b");
    assert.equal(platform.alarmAt, clock.now());
    await platform.ring();
    assert.equal(platform.alarmAt, clock.now() + 1_000);
  });

  it("keeps no pause longer where the clock is set back", async () => {
    const { clock, outbox, platform, put } = start(() => {
      throw new Error("a fault of the client's");
    });
    await put("a");
    await platform.ring();
    await clock.advance(-3_600_000);
    await outbox.journal.counts();
    assert.equal(platform.alarmAt, clock.now() + 72_000);
  });

  it("tells of an alarm that cannot be set, and goes on", async () => {
    const { client, errors, platform, put } = start(() => delivered);
    platform.alarmFailure = new Error("no alarm");
    await put("a");
    await platform.ring();
    assert.deepEqual(client.ids, ["a"]);
    assert.ok(errors.length > 0);
    assert.ok(errors.every((error) => String(error) === "Error: no alarm"));
  });

  it("finds an alarm that was lost missing at the next request", async () => {
    const { clock, outbox, platform, put } = start(() => delivered);
    await put("a");
    platform.alarmAt = null;
    await outbox.journal.counts();
    assert.equal(platform.alarmAt, clock.now());
  });

  it("wakes up at once for dead letters that are replayed and for a pause that is ended", async () => {
    const verdicts: Verdict[] = [
      { outcome: "rejected", code: "refused", message: "no", issues: [] },
      { outcome: "deferred", code: "unauthorized", message: "no" },
    ];
    const { clock, outbox, platform, put } = start(() => verdicts.shift() ?? delivered);
    await put("a");
    await platform.ring();
    assert.equal(platform.alarmAt, null);
    await outbox.journal.replay("all");
    assert.equal(platform.alarmAt, clock.now());
    await platform.ring();
    assert.equal(platform.alarmAt, clock.now() + 60_000);
    await outbox.journal.resume();
    assert.equal(platform.alarmAt, clock.now());
  });

  it("tells of every receipt, although those who are told throw", async () => {
    const told: string[] = [];
    const { outbox, platform, put } = start(() => delivered, {
      onReceipt: ({ outcome, settled }) => {
        told.push(`${outcome} ${settled.state}`);
        throw new Error("a fault of the host's");
      },
    });
    await put("a");
    await platform.ring();
    await put("b");
    await outbox.process(10);
    assert.deepEqual(told, ["delivered delivered", "delivered delivered"]);
  });

  it("refuses settings that are out of their range", () => {
    const cases: [Partial<OutboxObjectSettings>, string][] = [
      [{ limit: 0 }, "limit must be a whole number from 1: 0"],
      [{ keepDeliveredDays: -1 }, "keepDeliveredDays must be a number from 0: -1"],
      [{ depth: { events: 0 } }, "depth.events must be a whole number from 1: 0"],
    ];
    for (const [own, rule] of cases) {
      assert.throws(() => start(() => delivered, own), {
        name: "RangeError",
        message: `Cannot open the outbox: ${rule}`,
      });
    }
  });
});

describe("durableObjectOutbox", () => {
  it("rejects with the object's error, of the class that it has there", async () => {
    const { outbox, put } = start(() => delivered, { depth: { events: 1 } });
    await put("a");
    await assert.rejects(put("b"), new OutboxFullError(10_000));
    await assert.rejects(outbox.journal.list({ limit: 0 }), { name: "RangeError" });
    await assert.rejects(outbox.journal.replay(JSON.parse("7")), { name: "Error" });
  });

  it("rejects where the object cannot be reached", async () => {
    const { platform, put } = start(() => delivered);
    platform.requestFailure = new Error("Network connection lost");
    await assert.rejects(put("a"), { message: "Network connection lost" });
  });

  it("keeps what was delivered another way, and delivers what waits of it", async () => {
    const { client, clock, outbox, platform } = start(() => delivered);
    const event = (id: string) => acceptEvent(appEvent({ id }), { now: clock.now, uuid: () => id });
    const beside = { origin: { path: "/events" }, receivedAt: clock.now() - 1_000 };
    await outbox.record([
      { event: event("a"), ...beside, receipt: { index: 0, outcome: "delivered" } },
      { event: event("b"), ...beside, receipt: { index: 1, ...failed } },
      { event: event("c"), ...beside },
    ]);
    const { entries } = await outbox.journal.list();
    assert.deepEqual(
      entries.map(({ key, state, attempts, receivedAt }) => [key.id, state, attempts, receivedAt]),
      [
        ["c", "waiting", 0, beside.receivedAt],
        ["b", "waiting", 1, beside.receivedAt],
        ["a", "delivered", 1, beside.receivedAt],
      ],
    );
    await platform.ring();
    assert.deepEqual(client.ids, ["c"]);
  });
});
