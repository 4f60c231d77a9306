import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";
import { clock, event, folder, hour, keepFolder, open, rows } from "./sqlite_harness.ts";

/** Puts two events that fail twice; `goOn` has another one delivered five seconds later. */
async function failTwice(own: Parameters<typeof open>[1] = {}) {
  let isUp = false;
  const outbox = open(clientStandIn(() => isUp ? delivered : failed), own);
  await outbox.put([event("a"), event("b")]);
  for (const delayMs of [0, 5_000]) {
    await clock.advance(delayMs);
    await outbox.process(10);
  }
  const goOn = async () => {
    await clock.advance(5_000);
    isUp = true;
    await outbox.put([event("c")]);
    await outbox.process(10);
  };
  return { outbox, goOn };
}

/** How long each event that waits will do so, in milliseconds. */
function waitingFor(): number[] {
  return rows("due_at").flatMap((row) => Object(row).due_at ?? [])
    .map((dueAt) => dueAt - clock.now());
}

describe("openSqliteOutbox, where something is amiss,", () => {
  keepFolder();

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
    const { now } = new VirtualClock("2026-11-21T12:00:00Z");
    const later = open(client, { deps: { now, random: () => 0.5 } });
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
    assert.deepEqual(client.ids, ["a", "a", "b"]);
    await outbox.close();
  });

  it("hands out no more events once the account is refused, and leaves them as they are", async () => {
    const client = clientStandIn((id) =>
      id === "a" ? delivered : { outcome: "deferred", code: "unauthorized", message: "x" }
    );
    const outbox = open(client);
    await outbox.put([event("a"), event("b"), event("c"), event("d")]);
    const { receipts } = await outbox.process(10);
    assert.deepEqual(client.ids, ["a", "b"]);
    assert.deepEqual(receipts.map(({ key, settled }) => [key?.id, settled.state]), [
      ["a", "delivered"],
      ["b", "waiting"],
    ]);
    assert.deepEqual(rows("id, attempts, json_array_length(history) AS tried"), [
      { id: "a", attempts: 1, tried: 1 },
      { id: "b", attempts: 0, tried: 1 },
      { id: "c", attempts: 0, tried: 0 },
      { id: "d", attempts: 0, tried: 0 },
    ]);
    await outbox.close();
  });

  it("takes a breath where the account is to be tried again at once", async () => {
    const now = clock.now();
    const outbox = open(clientStandIn(() => ({
      outcome: "deferred",
      code: "rate_limited",
      message: "x",
      retryAt: now,
    })));
    await outbox.put([event("a")]);
    assert.equal((await outbox.process(10)).nextDueAt, now + 1_000);
    await outbox.close();
  });

  it("leaves out what is put beside an event and is longer than 1,000 characters", async () => {
    const outbox = open(clientStandIn(() => delivered));
    await outbox.put([event("a")], { path: "x".repeat(1_000), trace: "x".repeat(1_001) });
    assert.deepEqual(rows("path, trace"), [{ path: "x".repeat(1_000), trace: null }]);
    await outbox.close();
  });

  it("shows a row that cannot be read in the journal", async () => {
    const outbox = open(clientStandIn(() => delivered));
    await outbox.put([event("a")]);
    const database = new DatabaseSync(join(folder, "outbox.db"));
    database.exec("UPDATE event SET body = '{', history = '{'");
    database.close();
    const { entries } = await outbox.journal.list();
    assert.partialDeepStrictEqual(entries, [{ key: { id: "a" }, contact: {}, history: [] }]);
    assert.equal((await outbox.journal.get(entries[0]?.key ?? assert.fail()))?.event, undefined);
    await outbox.close();
  });

  it("commits what was put before it is closed", async () => {
    const outbox = open(clientStandIn(() => delivered));
    const put = outbox.put([event("a")]);
    await outbox.close();
    await put;
    assert.equal(rows("id").length, 1);
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

  it("brings forward what an outage held up although another row's attempts cannot be read", async () => {
    const { outbox, goOn } = await failTwice();
    const database = new DatabaseSync(join(folder, "outbox.db"));
    database.exec("UPDATE event SET history = '[{' WHERE id = 'a'");
    database.close();
    await goOn();
    assert.deepEqual(waitingFor(), [295_000, 0]);
    await outbox.close();
  });

  it("brings nothing forward where it forgets deliveries, since it cannot tell what was quiet", async () => {
    const { outbox, goOn } = await failTwice({ keepDeliveredDays: 0 });
    await goOn();
    assert.deepEqual(waitingFor(), [295_000, 295_000]);
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

  it("settles what is known for a second, however little, so that a kill in a slow round costs little", async () => {
    let reach = () => {};
    let release = () => {};
    const reached = new Promise<void>((resolve) => reach = resolve);
    const last = new Promise<void>((resolve) => release = resolve);
    const outbox = open(clientStandIn(async (id) => {
      if (id === "c") {
        reach();
        await last;
      }
      await clock.advance(500);
      return delivered;
    }));
    await outbox.put(["a", "b", "c"].map(event));
    const round = outbox.process(10);
    await reached;
    const before = rows("id, state");
    release();
    assert.equal((await round).receipts.length, 3);
    assert.deepEqual(before, [
      { id: "a", state: "delivered" },
      { id: "b", state: "delivered" },
      { id: "c", state: "waiting" },
    ]);
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
});
