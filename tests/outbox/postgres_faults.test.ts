import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { runStatement } from "../../src/outbox/postgres/pool.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { customEvent } from "../support/events.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { at, hour, keepServer, pool } from "./postgres_harness.ts";

describe("openPostgresOutbox, where something is amiss,", () => {
  keepServer();

  for (
    const [what, text] of [
      ["NUL", "a\u0000b"],
      ["what Postgres takes for an escape", 'a\\000\\x00{"b",NULL}'],
      ["quotes, line breaks and other scripts", "a'b\"c\n\td\u2028é漢😀"],
      ["text longer than an index holds", "0123456789abcdef".repeat(1_000)],
    ] as const
  ) {
    it(
      `keeps an event with ${what} in each of its parts`,
      at(async (place) => {
        const client = clientStandIn(() => refused);
        const outbox = await place.open(client);
        const event = acceptEvent(
          customEvent({ eventName: text, uuid: text, properties: { [text]: text } }),
          { now: place.clock.now, uuid: () => "" },
        );
        await outbox.put([event, place.event("other")], { path: text.slice(0, 500), trace: text });
        await outbox.put([event]);
        const { receipts } = await outbox.process(10);
        assert.deepEqual(client.ids, [text, "other"]);
        assert.equal(receipts[0]?.settled.origin.path, text.slice(0, 500));
        const key = { family: "custom", type: text, id: text } as const;
        assert.deepEqual((await outbox.journal.get(key))?.event, event);
        assert.deepEqual((await outbox.journal.find(text)).map((found) => found.key), [key]);
        const { entries } = await outbox.journal.list({ type: text, text });
        assert.deepEqual(entries.map((entry) => entry.key), [key]);
        assert.equal(await outbox.journal.replay([key]), 1);
      }),
    );
  }

  it(
    "keeps NUL in what HubSpot answered",
    at(async (place) => {
      const outbox = await place.open(clientStandIn(() => ({ ...refused, message: "no\u0000" })));
      await outbox.put([place.event("a")]);
      await outbox.process(10);
      const [entry] = (await outbox.journal.list()).entries;
      assert.equal(entry?.history[0]?.message, "no\u0000");
    }),
  );

  it(
    "brings forward what an outage held up, whatever HubSpot's answers said",
    at(async (place) => {
      let isUp = false;
      const message = 'down\\\u0000\ud800"}],[{\\u0000';
      const outbox = await place.open(
        clientStandIn(() => isUp ? delivered : { ...failed, message }),
      );
      await outbox.put([place.event("a")]);
      for (const delayMs of [0, 5_000]) {
        await place.clock.advance(delayMs);
        assert.equal((await outbox.process(10)).receipts.length, 1);
      }
      await place.clock.advance(1_000);
      isUp = true;
      await outbox.put([place.event("b")]);
      assert.equal((await outbox.process(10)).nextDueAt, place.clock.now());
    }),
  );

  it(
    "keeps NUL in the reason of a pause",
    at(async (place) => {
      const outbox = await place.open(clientStandIn(() => ({
        outcome: "deferred",
        code: "unauthorized",
        message: "no\u0000",
      })));
      await outbox.put([place.event("a")]);
      await outbox.process(10);
      assert.equal((await outbox.journal.counts()).pause?.message, "no\u0000");
    }),
  );

  it(
    "takes up to 8 MiB in one round, and one event in any case",
    at(async (place) => {
      const outbox = await place.open(clientStandIn(() => delivered));
      const large = (id: string, length: number) =>
        place.event(id, { properties: { text: "x".repeat(length) } });
      await outbox.put([large("a", 3_000_000), large("b", 3_000_000), large("c", 3_000_000)]);
      await outbox.put([large("d", 9_000_000), place.event("e")]);
      const sizes: number[] = [];
      for (let round = 0; round < 4; round++) {
        sizes.push((await outbox.process(10)).receipts.length);
      }
      assert.deepEqual(sizes, [2, 1, 1, 1]);
    }),
  );

  it(
    "puts all of a request or nothing",
    at(async (place) => {
      const outbox = await place.open(clientStandIn(() => delivered));
      await pool.query(`ALTER TABLE ${place.schema}.event ADD CHECK (id <> 'b')`);
      await assert.rejects(outbox.put([place.event("a"), place.event("b")]), /violates check/);
      assert.deepEqual(await place.rows("id"), []);
    }),
  );

  it(
    "puts each event once where others put the same in another order",
    at(async (place) => {
      const client = clientStandIn(() => failed);
      const outboxes = [await place.open(client), await place.open(client)];
      const events = Array.from({ length: 500 }, (_, index) => place.event(String(index)));
      const orders = [events, events.toReversed()];
      await Promise.all(outboxes.map((outbox, index) => outbox.put(orders[index] ?? [])));
      assert.equal((await place.rows("id")).length, 500);
    }),
  );

  it(
    "delivers a backlog of 10,000 in the order in which it came",
    at(async (place) => {
      const client = clientStandIn(() => delivered);
      const outbox = await place.open(client);
      const ids = Array.from({ length: 10_000 }, (_, index) => String(10_000 - index));
      for (let start = 0; start < ids.length; start += 500) {
        await outbox.put(ids.slice(start, start + 500).map((id) => place.event(id)));
      }
      for (let round = 0; round < 20; round++) await outbox.process(500);
      assert.deepEqual(client.ids, ids);
      assert.equal((await outbox.journal.counts()).delivered, 10_000);
    }),
  );

  it(
    "makes a dead letter of a row that cannot be read, and delivers the others",
    at(async (place) => {
      const outbox = await place.open(clientStandIn(() => delivered));
      await outbox.put([place.event("a"), place.event("b"), place.event("c")]);
      await pool.query(`UPDATE ${place.schema}.event SET body = '{' WHERE id = 'a'`);
      await pool.query(`UPDATE ${place.schema}.event SET body = 'null' WHERE id = 'b'`);
      const { receipts } = await outbox.process(10);
      assert.deepEqual(receipts.map(({ outcome }) => outcome), [
        "delivered",
        "rejected",
        "rejected",
      ]);
      assert.deepEqual(await place.rows("id, state"), [
        { id: "a", state: "dead" },
        { id: "b", state: "dead" },
        { id: "c", state: "delivered" },
      ]);
    }),
  );

  it(
    "delivers what was put before the clock was set back, and stretches no pause",
    at(async (place) => {
      const verdicts = [{ outcome: "deferred", code: "unauthorized", message: "x" } as const];
      const client = clientStandIn(() => verdicts.shift() ?? delivered);
      const outbox = await place.open(client);
      await outbox.put([place.event("a")]);
      await outbox.process(10);
      await place.close(outbox);
      const { now } = new VirtualClock("2026-11-21T12:00:00Z");
      const later = await place.open(client, { deps: { now, random: () => 0.5 } });
      await later.process(10);
      assert.deepEqual(client.ids, ["a", "a"]);
    }),
  );

  it(
    "tries again later what its client says nothing of",
    at(async (place) => {
      const outbox = await place.open({
        async *sendAll(): AsyncGenerator<never, void, undefined> {},
      });
      await outbox.put([place.event("a")]);
      assert.deepEqual(await outbox.process(10), { receipts: [], nextDueAt: 0 });
    }),
  );

  it(
    "sees and forgets nothing of another destination",
    at(async (place) => {
      const local = await place.open(clientStandIn(() => delivered), {
        destination: "local",
        keepDeliveredDays: 0,
      });
      const client = clientStandIn(() => delivered);
      const hubspot = await place.open(client);
      await hubspot.put([place.event("a")]);
      assert.deepEqual(await local.process(10), { receipts: [] });
      await hubspot.process(10);
      await local.put([place.event("a"), place.event("b")]);
      assert.equal((await local.process(10)).receipts.length, 2);
      assert.deepEqual(await place.rows("destination, id"), [{ destination: "hubspot", id: "a" }]);
      assert.deepEqual((await local.journal.list()).entries, []);
    }),
  );

  it(
    "forgets what was delivered after the days that it keeps it, and no dead letter",
    at(async (place) => {
      const outbox = await place.open(clientStandIn((id) => id === "dead" ? refused : delivered));
      await outbox.put([place.event("a"), place.event("dead")]);
      await outbox.process(10);
      await place.clock.advance(30 * 24 * hour - 1);
      await outbox.process(10);
      assert.equal((await place.rows("id")).length, 2);
      await place.clock.advance(1);
      await outbox.process(10);
      assert.deepEqual(await place.rows("id"), [{ id: "dead" }]);
    }),
  );

  it(
    "leaves the rest as it was when the account is refused as a whole",
    at(async (place) => {
      const client = clientStandIn(() => ({
        outcome: "deferred",
        code: "unauthorized",
        message: "x",
      }));
      const outbox = await place.open(client);
      await outbox.put(["a", "b", "c"].map((id) => place.event(id)));
      assert.equal((await outbox.process(10)).receipts.length, 1);
      assert.deepEqual(client.ids, ["a"]);
    }),
  );

  it(
    "never runs two rounds at once",
    at(async (place) => {
      let running = 0;
      const outbox = await place.open(clientStandIn(async () => {
        assert.equal(++running, 1);
        await Promise.resolve();
        running--;
        return delivered;
      }));
      await outbox.put([place.event("a"), place.event("b")]);
      const rounds = await Promise.all([outbox.process(1), outbox.process(1), outbox.process(1)]);
      assert.deepEqual(rounds.map(({ receipts }) => receipts.length), [1, 1, 0]);
    }),
  );

  it(
    "counts how much waits anew before it refuses, and from time to time",
    at(async (place) => {
      const depth = { events: 3 };
      const outbox = await place.open(clientStandIn(() => delivered), { depth });
      const other = await place.open(clientStandIn(() => delivered), { depth });
      await outbox.put([place.event("a")]);
      await other.put([place.event("b"), place.event("c"), place.event("d")]);
      await outbox.put([place.event("e")]);
      await place.clock.advance(10_000);
      await assert.rejects(outbox.put([place.event("f")]), { name: "OutboxFullError" });
      await other.process(10);
      await outbox.put([place.event("f")]);
    }),
  );
});

describe("runStatement", () => {
  const rows = [{ a: 1 }];

  for (
    const [code, rejections, attempts] of [
      ["40P01", 2, 3],
      ["40P01", 3, 3],
      ["23505", 1, 1],
    ] as const
  ) {
    const wins = attempts > rejections;
    it(`${wins ? "goes on" : "rejects"} after ${rejections} times ${code}`, async () => {
      let asked = 0;
      const failure = Object.assign(new Error(code), { code });
      const query = () =>
        ++asked > rejections ? Promise.resolve({ rows }) : Promise.reject(failure);
      const answer = runStatement({ query }, "SELECT 1");
      if (wins) assert.equal(await answer, rows);
      else await assert.rejects(answer, failure);
      assert.equal(asked, attempts);
    });
  }
});
