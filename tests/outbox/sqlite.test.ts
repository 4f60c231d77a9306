import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent, customEvent } from "../support/events.ts";
import { checkForgetting } from "./forgetting.ts";
import { clock, event, folder, hour, keepFolder, open, rows } from "./sqlite_harness.ts";

describe("openSqliteOutbox", () => {
  keepFolder();

  it("delivers what was put, in the order in which it came", async () => {
    const client = clientStandIn(() => delivered);
    const outbox = open(client);
    await outbox.put([event("b"), event("a")]);
    await outbox.put([event("c")]);
    const { receipts, nextDueAt } = await outbox.process(10);
    assert.deepEqual(client.ids, ["b", "a", "c"]);
    assert.deepEqual(receipts.map(({ key, outcome }) => [key?.id, outcome]), [
      ["b", "delivered"],
      ["a", "delivered"],
      ["c", "delivered"],
    ]);
    assert.equal(nextDueAt, undefined);
    await outbox.close();
  });

  it("takes an event that it knows for the same event, before and after its delivery", async () => {
    const client = clientStandIn(() => delivered);
    const outbox = open(client);
    await outbox.put([event("a"), event("a")]);
    await outbox.put([event("a")]);
    await outbox.process(10);
    await outbox.put([event("a")]);
    await outbox.process(10);
    assert.deepEqual(client.ids, ["a"]);
    await outbox.close();
  });

  it("forgets what was delivered, where it is told to", async () => {
    const outbox = await checkForgetting({ open, event });
    await outbox.close();
  });

  it("tells ids of different types and families apart", async () => {
    const client = clientStandIn(() => delivered);
    const outbox = open(client);
    const deps = { now: clock.now, uuid: () => "a" };
    await outbox.put([
      event("a"),
      acceptEvent(appEvent({ id: "a", eventTypeName: "other" }), deps),
    ]);
    await outbox.put([acceptEvent(customEvent({ uuid: "a" }), deps)]);
    assert.equal((await outbox.process(10)).receipts.length, 3);
    await outbox.close();
  });

  it("holds what was put although nobody closed it", async () => {
    const first = open(clientStandIn(() => failed));
    await first.put([event("a")]);
    const client = clientStandIn(() => delivered);
    const second = open(client);
    await second.process(10);
    assert.deepEqual(client.ids, ["a"]);
    await first.close();
    await second.close();
  });

  it("tries again after the schedule's delay, with the same id, until it is delivered", async () => {
    let isUp = false;
    const client = clientStandIn(() => isUp ? delivered : failed);
    const outbox = open(client);
    await outbox.put([event("a")]);
    const { nextDueAt } = await outbox.process(10);
    assert.equal(nextDueAt, clock.now() + 5_000);
    assert.equal((await outbox.process(10)).receipts.length, 0);
    isUp = true;
    await clock.advance(5_000);
    assert.equal((await outbox.process(10)).receipts[0]?.outcome, "delivered");
    assert.deepEqual(client.ids, ["a", "a"]);
    assert.deepEqual(rows("state, attempts"), [{ state: "delivered", attempts: 2 }]);
    await outbox.close();
  });

  it("keeps what nobody will take as a dead letter with its reason, and stops nothing for it", async () => {
    const outbox = open(clientStandIn((id) => id === "bad" ? refused : delivered));
    await outbox.put([event("bad"), event("good")]);
    await outbox.process(10);
    const [bad, good] = rows("id, state, history");
    assert.partialDeepStrictEqual(good, { id: "good", state: "delivered" });
    assert.partialDeepStrictEqual(bad, { id: "bad", state: "dead" });
    assert.match(JSON.stringify(bad), /refused/);
    await outbox.close();
  });

  it("pauses as a whole while the account is refused, and burns no attempt", async () => {
    let isUp = false;
    const limited = {
      outcome: "deferred",
      code: "daily_limit",
      message: "x",
      retryAt: clock.now() + hour,
    } as const;
    const client = clientStandIn(() => isUp ? delivered : limited);
    const outbox = open(client);
    await outbox.put([event("a")]);
    await outbox.process(10);
    await outbox.put([event("b")]);
    assert.deepEqual(await outbox.process(10), { receipts: [], nextDueAt: clock.now() + hour });
    assert.deepEqual(client.ids, ["a"]);
    isUp = true;
    await clock.advance(hour);
    await outbox.process(10);
    assert.deepEqual(rows("id, state, attempts"), [
      { id: "a", state: "delivered", attempts: 1 },
      { id: "b", state: "delivered", attempts: 1 },
    ]);
    await outbox.close();
  });

  it("puts all of a request or nothing", async () => {
    const client = clientStandIn(() => delivered);
    const outbox = open(client);
    const broken = event("b");
    Reflect.set(broken, "extraData", { toJSON: () => assert.fail("the disk is full") });
    await assert.rejects(outbox.put([event("a"), broken]), { message: "the disk is full" });
    assert.equal((await outbox.process(10)).receipts.length, 0);
    await outbox.close();
  });

  it("sees nothing of another destination", async () => {
    const local = clientStandIn(() => failed);
    const hubspot = clientStandIn(() => delivered);
    const [first, second] = [open(local, { destination: "local" }), open(hubspot)];
    await first.put([event("a")]);
    assert.deepEqual(await second.process(10), { receipts: [] });
    await second.put([event("a")]);
    await second.process(10);
    assert.deepEqual(hubspot.ids, ["a"]);
    await first.close();
    await second.close();
  });

  it("forgets delivered events after keepDeliveredDays, dead letters never", async () => {
    const outbox = open(clientStandIn((id) => id === "dead" ? refused : delivered), {
      keepDeliveredDays: 2,
    });
    await outbox.put([event("dead"), event("done")]);
    await outbox.process(10);
    await clock.advance(47 * hour);
    await outbox.process(10);
    assert.equal(rows("id").length, 2);
    await clock.advance(hour);
    await outbox.process(10);
    assert.deepEqual(rows("id"), [{ id: "dead" }]);
    await outbox.close();
  });

  it("never runs two rounds at once", async () => {
    let running = 0;
    const outbox = open(clientStandIn(async () => {
      assert.equal(++running, 1);
      await Promise.resolve();
      running--;
      return delivered;
    }));
    await outbox.put([event("a"), event("b")]);
    const rounds = await Promise.all([outbox.process(1), outbox.process(1), outbox.process(1)]);
    assert.deepEqual(rounds.map(({ receipts }) => receipts.length), [1, 1, 0]);
    await outbox.close();
  });

  it("commits before it answers, with a log that outlives the process", async () => {
    const outbox = open(clientStandIn(() => delivered));
    await outbox.put([event("a")]);
    const database = new DatabaseSync(join(folder, "outbox.db"), { readOnly: true });
    assert.deepEqual({ ...database.prepare("PRAGMA journal_mode").get() }, { journal_mode: "wal" });
    database.close();
    assert.equal(rows("id").length, 1);
    await outbox.close();
  });

  it("refuses a negative number of days", () => {
    assert.throws(() => open(clientStandIn(() => delivered), { keepDeliveredDays: -1 }), {
      name: "RangeError",
      message: "Cannot open the outbox: keepDeliveredDays must be 0 or more: -1",
    });
  });
});
