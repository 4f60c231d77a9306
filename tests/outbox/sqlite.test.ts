import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, it } from "node:test";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { openSqliteOutbox, type SqliteOutboxOptions } from "../../src/outbox/sqlite.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent, customEvent } from "../support/events.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";

const hour = 3_600_000;
let folder = "";
let clock = new VirtualClock();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hubline-outbox-"));
  clock = new VirtualClock();
});

afterEach(() => rmSync(folder, { recursive: true }));

function open(
  client: SqliteOutboxOptions["client"],
  own: Partial<SqliteOutboxOptions> = {},
) {
  const deps = { now: clock.now, random: () => 0.5 };
  return openSqliteOutbox({ path: join(folder, "outbox.db"), client, deps, ...own });
}

function event(id: string) {
  return acceptEvent(appEvent({ id }), { now: clock.now, uuid: () => id });
}

function rows(columns: string): unknown[] {
  const database = new DatabaseSync(join(folder, "outbox.db"), { readOnly: true });
  const found = database.prepare(`SELECT ${columns} FROM event ORDER BY sequence`).all();
  database.close();
  return found.map((row) => ({ ...row }));
}

describe("openSqliteOutbox", () => {
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
    const [bad, good] = rows("id, state, receipt");
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

  it("takes a dead letter that is put again for new, with the body that is put then", async () => {
    let isMended = false;
    const client = clientStandIn(() => isMended ? delivered : refused);
    const outbox = open(client);
    await outbox.put([event("a")]);
    await outbox.process(10);
    isMended = true;
    const mended = { ...event("a"), properties: { plan: "mended" } };
    await outbox.put([mended]);
    assert.equal((await outbox.process(10)).receipts[0]?.outcome, "delivered");
    const [row] = rows("state, attempts, body");
    assert.partialDeepStrictEqual(row, { state: "delivered", attempts: 1 });
    assert.match(JSON.stringify(row), /mended/);
    await outbox.close();
  });

  it("delivers what was put before the clock was set back", async () => {
    const client = clientStandIn(() => delivered);
    const outbox = open(client);
    await outbox.put([event("a")]);
    clock = new VirtualClock("2026-11-21T12:00:00Z");
    const later = open(client, { deps: { now: clock.now, random: () => 0.5 } });
    await later.process(10);
    assert.deepEqual(client.ids, ["a"]);
    await outbox.close();
    await later.close();
  });

  it("does not stretch a pause when the clock is set back", async () => {
    let now = clock.now();
    const verdicts = [
      { outcome: "deferred", code: "unauthorized", message: "x" } as const,
      delivered,
    ];
    const client = clientStandIn(() => verdicts.shift() ?? delivered);
    const outbox = open(client, { deps: { now: () => now, random: () => 0.5 } });
    await outbox.put([event("a")]);
    await outbox.process(10);
    now -= 24 * hour;
    await outbox.put([event("b")]);
    await outbox.process(10);
    assert.deepEqual(client.ids, ["a", "b"]);
    await outbox.close();
  });

  it("makes a dead letter of a row that cannot be read, and delivers the others", async () => {
    const client = clientStandIn(() => delivered);
    const outbox = open(client);
    await outbox.put([event("a"), event("b"), event("c")]);
    const database = new DatabaseSync(join(folder, "outbox.db"));
    database.exec(
      "UPDATE event SET body = '{' WHERE id = 'a'; UPDATE event SET body = 'null' WHERE id = 'b'",
    );
    database.close();
    const { receipts } = await outbox.process(10);
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "rejected", "rejected"]);
    assert.deepEqual(rows("id, state"), [
      { id: "a", state: "dead" },
      { id: "b", state: "dead" },
      { id: "c", state: "delivered" },
    ]);
    await outbox.close();
  });

  it("tries again later what its client says nothing of", async () => {
    const silent = { async *sendAll(): AsyncGenerator<never, void, undefined> {} };
    const outbox = open(silent);
    await outbox.put([event("a")]);
    const { receipts, nextDueAt } = await outbox.process(10);
    assert.partialDeepStrictEqual(receipts, [{ outcome: "deferred", code: "unclear_answer" }]);
    assert.equal(nextDueAt, clock.now() + 5_000);
    await outbox.close();
  });

  it("takes up to 8 MiB in one round, and one event in any case", async () => {
    const outbox = open(clientStandIn(() => delivered));
    const large = (id: string, length: number) =>
      acceptEvent(appEvent({ id, properties: { text: "x".repeat(length) } }), {
        now: clock.now,
        uuid: () => id,
      });
    await outbox.put([large("a", 3_000_000), large("b", 3_000_000), large("c", 3_000_000)]);
    await outbox.put([large("d", 9_000_000), event("e")]);
    const sizes: number[] = [];
    for (let round = 0; round < 4; round++) sizes.push((await outbox.process(10)).receipts.length);
    assert.deepEqual(sizes, [2, 1, 1, 1]);
    await outbox.close();
  });

  it("settles what is known before the round is over", async () => {
    let release = () => {};
    const last = new Promise<void>((resolve) => release = resolve);
    const outbox = open(
      clientStandIn((id) => id === "150" ? last.then(() => delivered) : delivered),
    );
    await outbox.put(Array.from({ length: 151 }, (_, i) => event(String(i))));
    const round = outbox.process(500);
    await idle();
    assert.equal(
      rows("id, state").filter((row) => JSON.stringify(row).includes("delivered")).length,
      100,
    );
    release();
    assert.equal((await round).receipts.length, 151);
    await outbox.close();
  });

  it("lets no slower process take back what another has settled", async () => {
    let release = () => {};
    const slow = open(
      clientStandIn(() => new Promise((resolve) => release = () => resolve(refused))),
    );
    await slow.put([event("a")]);
    const round = slow.process(10);
    await idle();
    const quick = open(clientStandIn(() => delivered));
    await quick.process(10);
    release();
    await round;
    assert.deepEqual(rows("state"), [{ state: "delivered" }]);
    await slow.close();
    await quick.close();
  });

  it("forgets only what was delivered to its own destination", async () => {
    const hubspot = open(clientStandIn(() => delivered));
    const local = open(clientStandIn(() => delivered), {
      destination: "local",
      keepDeliveredDays: 0,
    });
    await hubspot.put([event("a")]);
    await hubspot.process(10);
    await local.put([event("b")]);
    await local.process(10);
    assert.deepEqual(rows("id"), [{ id: "a" }]);
    await hubspot.close();
    await local.close();
  });

  it("has put the events although a listener throws", async () => {
    const outbox = open(clientStandIn(() => delivered));
    outbox.onPut(() => assert.fail("a fault of the host's"));
    await outbox.put([event("a")]);
    assert.equal(rows("id").length, 1);
    await outbox.close();
  });

  it("makes a file that only its owner can read", async () => {
    const outbox = open(clientStandIn(() => delivered));
    await outbox.put([event("a")]);
    for (const name of ["outbox.db", "outbox.db-wal"]) {
      assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    }
    await outbox.close();
  });

  it("names the cause where the disk is full", async () => {
    const outbox = open(clientStandIn(() => delivered));
    const database = new DatabaseSync(join(folder, "outbox.db"));
    database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END",
    );
    database.close();
    await assert.rejects(outbox.put([event("a")]), { message: /disk is full/ });
    await outbox.close();
  });

  it("refuses a negative number of days", () => {
    assert.throws(() => open(clientStandIn(() => delivered), { keepDeliveredDays: -1 }), {
      name: "RangeError",
      message: "Cannot open the outbox: keepDeliveredDays must be 0 or more: -1",
    });
  });
});
