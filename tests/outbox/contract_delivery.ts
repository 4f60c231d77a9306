import assert from "node:assert/strict";
import type { Verdict } from "../../src/hubspot/verdicts.ts";
import { OutboxFullError } from "../../src/outbox/depth.ts";
import { defaultSchedule } from "../../src/outbox/settlement.ts";
import { delivered, failed, refused } from "../support/client_stand_in.ts";
import type { ContractCheck } from "./contract.ts";

const hour = 3_600_000;

/** What a put and a round of delivery must do. */
export const deliveryChecks: readonly ContractCheck[] = [
  {
    name: "process delivers what was put, in the order in which it came",
    async run({ put, round, asked }) {
      await put("b", "a");
      await put("c");
      const { receipts, nextDueAt } = await round();
      assert.deepEqual(asked, ["b", "a", "c"]);
      assert.deepEqual(receipts.map(({ key, outcome }) => [key?.id, outcome]), [
        ["b", "delivered"],
        ["a", "delivered"],
        ["c", "delivered"],
      ]);
      assert.equal(nextDueAt, undefined);
      assert.deepEqual((await round()).receipts, []);
    },
  },
  {
    name: "process says of each event what was put beside it, and where it stands",
    async run(world) {
      const { outbox, event, now, round } = world;
      const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      const before = now();
      await outbox.put([event("a")], { path: "/github", trace });
      await outbox.put([event("b")]);
      world.decide = (id) => id === "a" ? delivered : failed;
      const [a, b] = (await round()).receipts.map(({ settled }) => settled);
      assert.partialDeepStrictEqual(a, {
        state: "delivered",
        attempts: 1,
        origin: { path: "/github", trace },
      });
      assert.partialDeepStrictEqual(b, { state: "waiting", attempts: 1 });
      assert.deepEqual(b?.origin, {});
      assert.ok(a !== undefined && a.receivedAt >= before && a.receivedAt <= now());
    },
  },
  {
    name: "process takes no more than its limit, and says that there is more",
    async run({ put, round, asked, now }) {
      await put("a", "b", "c");
      const { receipts, nextDueAt } = await round(2);
      assert.equal(receipts.length, 2);
      assert.ok(nextDueAt !== undefined && nextDueAt <= now());
      await round(2);
      assert.deepEqual(asked, ["a", "b", "c"]);
    },
  },
  {
    name: "put takes an event that it knows for the same event, before and after its delivery",
    async run({ put, round, asked }) {
      await put("a", "a");
      await put("a");
      await round();
      await put("a");
      await round();
      assert.deepEqual(asked, ["a"]);
    },
  },
  {
    name: "put tells ids of different types apart",
    async run({ outbox, event, round }) {
      await outbox.put([event("a"), event("a", { eventTypeName: "other" })]);
      assert.equal((await round()).receipts.length, 2);
    },
  },
  {
    name: "put tells those who listen, until they stop",
    async run({ outbox, put }) {
      let told = 0;
      const stop = outbox.onPut(() => told++);
      await put("a");
      stop();
      await put("b");
      assert.equal(told, 1);
    },
  },
  {
    name: "process tries again with the same id until the event is delivered",
    async run(world) {
      world.decide = () => failed;
      await world.put("a");
      await world.round();
      world.decide = () => delivered;
      const [receipt] = (await world.round()).receipts;
      assert.partialDeepStrictEqual(receipt, {
        outcome: "delivered",
        settled: { state: "delivered", attempts: 2 },
      });
      assert.deepEqual(world.asked, ["a", "a"]);
    },
  },
  {
    name: "process tries again no sooner than the schedule says",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      world.decide = () => failed;
      await world.put("a");
      assert.equal((await world.round()).nextDueAt, world.now() + 5_000);
      await world.advance(4_999);
      assert.deepEqual((await world.round()).receipts, []);
      await world.advance(1);
      assert.equal((await world.round()).receipts.length, 1);
    },
  },
  {
    name: "process takes what is new before what failed, so that nobody waits for a poison event",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      world.decide = (id) => id === "poison" ? failed : delivered;
      await world.put("poison");
      await world.round();
      await world.advance(5_000);
      await world.put("new");
      await world.round();
      assert.deepEqual(world.asked, ["poison", "new", "poison"]);
    },
  },
  {
    name: "process makes a dead letter of what nobody will take, and stops nothing for it",
    async run(world) {
      world.decide = (id) => id === "bad" ? refused : delivered;
      await world.put("bad", "good");
      const { receipts, nextDueAt } = await world.round();
      assert.deepEqual(receipts.map(({ settled }) => settled.state), ["dead", "delivered"]);
      assert.equal(nextDueAt, undefined);
    },
  },
  {
    name: "process makes a dead letter of what failed as often as the schedule has it",
    async run(world) {
      world.decide = () => failed;
      await world.put("a");
      await world.round();
      const [receipt] = (await world.round()).receipts;
      assert.partialDeepStrictEqual(receipt, { settled: { state: "dead", attempts: 2 } });
      assert.deepEqual((await world.round()).receipts, []);
    },
  },
  {
    name: "put takes a dead letter that is put again for new, with the body that is put then",
    async run(world) {
      const { outbox, event, round } = world;
      world.decide = () => refused;
      await outbox.put([event("a")]);
      await round();
      world.decide = () => delivered;
      const mended = event("a", { properties: { plan: "mended" } });
      await outbox.put([mended]);
      const [receipt] = (await round()).receipts;
      assert.partialDeepStrictEqual(receipt, { settled: { state: "delivered", attempts: 1 } });
      assert.deepEqual((await outbox.journal.get(keyOfApp("a")))?.event, mended);
    },
  },
  ...(["unauthorized", "rate_limited", "daily_limit"] as const).map((code): ContractCheck => ({
    name:
      `process takes nothing out after ${code} until its time, burns no attempt and lets put go on`,
    async run(world) {
      const until = world.now() + hour;
      world.decide = () => accountWide(code, until);
      await world.put("a");
      const [receipt] = (await world.round()).receipts;
      assert.partialDeepStrictEqual(receipt, { settled: { state: "waiting", attempts: 0 } });
      await world.put("b");
      assert.deepEqual(await world.round(), { receipts: [], nextDueAt: until });
      assert.deepEqual(world.asked, ["a"]);
      const { pause, waiting } = await world.outbox.journal.counts();
      assert.partialDeepStrictEqual(pause, { until, code, message: "x" });
      assert.equal(waiting, 2);
    },
  })),
  {
    name: "process goes on after a pause where it stopped, in the order in which all came",
    needsClock: true,
    async run(world) {
      const until = world.now() + hour;
      world.decide = () => accountWide("daily_limit", until);
      await world.put("a");
      await world.round();
      await world.put("b");
      await world.advance(hour);
      world.decide = () => delivered;
      const { receipts } = await world.round();
      assert.deepEqual(receipts.map(({ key, settled }) => [key?.id, settled.attempts]), [
        ["a", 1],
        ["b", 1],
      ]);
      assert.equal((await world.outbox.journal.counts()).pause, undefined);
    },
  },
  {
    name: "journal.resume ends a pause before its time",
    async run(world) {
      world.decide = () => accountWide("unauthorized", world.now() + hour);
      await world.put("a");
      await world.round();
      world.decide = () => delivered;
      assert.equal(await world.outbox.journal.resume(), true);
      assert.equal(await world.outbox.journal.resume(), false);
      assert.equal((await world.outbox.journal.counts()).pause, undefined);
      assert.equal((await world.round()).receipts.length, 1);
    },
  },
  {
    name: "put rejects with OutboxFullError while as many events wait as it takes",
    depth: { events: 2 },
    async run({ put, round, asked }) {
      await put("a", "b");
      await assert.rejects(put("c"), isFull);
      await round();
      assert.deepEqual(asked, ["a", "b"]);
      await put("c");
      await round();
      assert.deepEqual(asked, ["a", "b", "c"]);
    },
  },
  {
    name: "put rejects with OutboxFullError while as much waits as it takes",
    depth: { characters: 10 },
    async run({ put, round }) {
      await put("a");
      await assert.rejects(put("b"), isFull);
      await round();
      await put("b");
    },
  },
  {
    name: "an outbox that is opened again has what waited, what was delivered and the pause",
    async run(world) {
      const until = world.now() + hour;
      await world.put("a");
      await world.round();
      world.decide = () => accountWide("unauthorized", until);
      await world.put("b");
      await world.round();
      const { journal } = await world.reopen();
      await world.put("a");
      await world.round();
      assert.deepEqual(world.asked, ["a", "b"]);
      assert.partialDeepStrictEqual(await journal.counts(), { waiting: 1, delivered: 1, dead: 0 });
    },
  },
];

/** Key of an event that the contract makes. */
export function keyOfApp(id: string): { family: "app"; type: string; id: string } {
  return { family: "app", type: "ae1_test", id };
}

function accountWide(
  code: "unauthorized" | "rate_limited" | "daily_limit",
  retryAt: number,
): Verdict {
  return { outcome: "deferred", code, message: "x", retryAt };
}

function isFull(error: unknown): boolean {
  assert.ok(error instanceof OutboxFullError);
  assert.match(error.message, /^The outbox is full: /);
  assert.ok(error.retryAfterMs >= 1_000);
  return true;
}
