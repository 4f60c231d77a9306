import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Client, Receipt } from "../../mod.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { idle } from "../support/virtual_clock.ts";
import { at, hour, keepServer, type Place, pool } from "./postgres_harness.ts";
import { WatchedPool } from "./watched_pool.ts";

const leaseMs = 15_000;

/** A client whose deliveries last until the test lets them end, or until they are cut short. */
function slowClient() {
  let begin = () => {};
  let end = (_receipts: Receipt[]) => {};
  const begun = new Promise<void>((resolve) => begin = resolve);
  const ended = new Promise<Receipt[]>((resolve) => end = resolve);
  const client: Pick<Client, "sendAll"> = {
    async *sendAll(events, { signal } = {}) {
      for await (const _ of events) begin();
      signal?.addEventListener("abort", () => end([]));
      yield* await ended;
    },
  };
  return { client, begun, end };
}

/** The lease ends as if nobody had renewed it: real time would have to pass. */
async function endLease({ schema }: Place): Promise<void> {
  await pool.query(`UPDATE ${schema}.delivery SET expires_at = clock_timestamp()`);
}

/** How long the lease still lasts, in milliseconds. */
async function remaining({ schema }: Place): Promise<number> {
  const { rows } = await pool.query(
    `SELECT extract(epoch FROM expires_at - clock_timestamp()) * 1000 AS ms FROM ${schema}.delivery`,
  );
  return Number(rows[0]?.ms);
}

describe("several Postgres outboxes on one database", () => {
  keepServer();

  describe("deliver one at a time:", () => {
    it(
      "the first to process, until it closes",
      at(async (place) => {
        const client = clientStandIn(() => delivered);
        const [first, second] = [await place.open(client), await place.open(client)];
        await first.process(10);
        await second.put([place.event("a")]);
        const { receipts, nextDueAt = 0 } = await second.process(10);
        assert.deepEqual(receipts, []);
        assert.ok(nextDueAt > place.clock.now() && nextDueAt <= place.clock.now() + leaseMs);
        await first.put([place.event("b")]);
        await place.close(first);
        assert.equal((await second.process(10)).receipts.length, 2);
      }),
    );

    it(
      "another one, when it is silent for longer than its lease",
      at(async (place) => {
        const client = clientStandIn(() => delivered);
        const [first, second] = [await place.open(client), await place.open(client)];
        await first.process(10);
        await endLease(place);
        await first.put([place.event("a")]);
        assert.equal((await second.process(10)).receipts.length, 1);
        await second.put([place.event("b")]);
        assert.equal((await first.process(10)).receipts.length, 0);
      }),
    );

    it(
      "each by itself where they deliver to different places",
      at(async (place) => {
        const client = clientStandIn(() => delivered);
        const first = await place.open(client);
        const second = await place.open(client, { destination: "local" });
        await first.process(10);
        await second.put([place.event("a")]);
        assert.equal((await second.process(10)).receipts.length, 1);
      }),
    );

    it(
      "under the same pause",
      at(async (place) => {
        const until = place.clock.now() + hour;
        const first = await place.open(clientStandIn(() => ({
          outcome: "deferred",
          code: "daily_limit",
          message: "x",
          retryAt: until,
        })));
        const second = await place.open(clientStandIn(() => delivered));
        await second.put([place.event("a")]);
        await first.process(10);
        await place.close(first);
        assert.deepEqual(await second.process(10), { receipts: [], nextDueAt: until });
        await second.journal.resume();
        assert.equal((await second.process(10)).receipts.length, 1);
      }),
    );

    it(
      "and who was overtaken settles nothing",
      at(async (place) => {
        const { client, begun, end } = slowClient();
        const slow = await place.open(client);
        await slow.put([place.event("a")]);
        const round = slow.process(10);
        await begun;
        await endLease(place);
        const quick = await place.open(clientStandIn(() => failed));
        await quick.process(10);
        end([{ index: 0, ...refused }]);
        assert.deepEqual((await round).receipts, []);
        assert.deepEqual(await place.rows("state, attempts"), [{ state: "waiting", attempts: 1 }]);
      }),
    );

    it(
      "and a long round renews its lease",
      at(async (place) => {
        const watched = new WatchedPool(pool);
        const { client, begun, end } = slowClient();
        const outbox = await place.open(client, { database: watched });
        await outbox.put([place.event("a")]);
        const round = outbox.process(10);
        await begun;
        for (let renewal = 0; renewal < 6; renewal++) {
          await endLease(place);
          const renewed = watched.ran(/SET expires_at/);
          await place.clock.advance(leaseMs / 3);
          await renewed;
          assert.ok(await remaining(place) > leaseMs / 2);
          await idle();
        }
        end([{ index: 0, ...delivered }]);
        assert.equal((await round).receipts[0]?.outcome, "delivered");
        assert.equal(place.clock.sleeping, 0);
      }),
    );

    it(
      "and a round is cut short when somebody else has taken over",
      at(async (place) => {
        const { client, begun } = slowClient();
        const outbox = await place.open(client);
        await outbox.put([place.event("a")]);
        const round = outbox.process(10);
        await begun;
        await pool.query(`UPDATE ${place.schema}.delivery SET fence = fence + 1`);
        await place.clock.advance(leaseMs / 3);
        assert.deepEqual((await round).receipts, []);
        assert.deepEqual(await place.rows("state, attempts"), [{ state: "waiting", attempts: 0 }]);
      }),
    );

    it(
      "and a round is cut short when its lease cannot be renewed in time",
      at(async (place) => {
        const watched = new WatchedPool(pool);
        const { client, begun } = slowClient();
        const outbox = await place.open(client, { database: watched });
        await outbox.put([place.event("a")]);
        const round = outbox.process(10);
        await begun;
        watched.failing = /SET expires_at/;
        await place.clock.advance(leaseMs);
        assert.partialDeepStrictEqual((await round).receipts, [{ code: "aborted" }]);
      }),
    );

    it(
      "and who was overtaken sends no more than it can settle",
      at(async (place) => {
        const client = clientStandIn(async (id) => {
          if (id === "50") {
            await pool.query(`UPDATE ${place.schema}.delivery SET fence = fence + 1`);
          }
          return delivered;
        });
        const outbox = await place.open(client);
        await outbox.put(Array.from({ length: 250 }, (_, index) => place.event(String(index))));
        assert.deepEqual((await outbox.process(500)).receipts, []);
        assert.equal(client.ids.length, 100);
      }),
    );

    it(
      "and what is known for a second is settled, however little",
      at(async (place) => {
        let reach = () => {};
        let release = () => {};
        const reached = new Promise<void>((resolve) => reach = resolve);
        const last = new Promise<void>((resolve) => release = resolve);
        const outbox = await place.open(clientStandIn(async (id) => {
          if (id === "c") {
            reach();
            await last;
          }
          await place.clock.advance(500);
          return delivered;
        }));
        await outbox.put(["a", "b", "c"].map((id) => place.event(id)));
        const round = outbox.process(10);
        await reached;
        const before = await place.rows("id, state");
        release();
        assert.equal((await round).receipts.length, 3);
        assert.deepEqual(before, [
          { id: "a", state: "delivered" },
          { id: "b", state: "delivered" },
          { id: "c", state: "waiting" },
        ]);
      }),
    );

    it(
      "and one failed renewal costs nothing",
      at(async (place) => {
        const watched = new WatchedPool(pool);
        const { client, begun, end } = slowClient();
        const outbox = await place.open(client, { database: watched });
        await outbox.put([place.event("a")]);
        const round = outbox.process(10);
        await begun;
        watched.failing = /SET expires_at/;
        await place.clock.advance(leaseMs / 3);
        watched.failing = undefined;
        const renewed = watched.ran(/SET expires_at/);
        await place.clock.advance(leaseMs / 3);
        await renewed;
        await idle();
        await place.clock.advance(leaseMs / 3 + 1);
        end([{ index: 0, ...delivered }]);
        assert.equal((await round).receipts[0]?.outcome, "delivered");
      }),
    );
  });

  describe("tell each other of what is put:", () => {
    it(
      "at once, and nobody of their own twice or of another destination's",
      at(async (place) => {
        const client = clientStandIn(() => delivered);
        const watched = new WatchedPool(pool);
        const here = await place.open(client, { database: watched });
        const there = await place.open(client);
        const local = await place.open(client, { destination: "local" });
        let told = 0;
        let tell = () => {};
        const listening = watched.ran(/LISTEN/);
        here.onPut(() => (told++, tell()));
        await listening;
        const toldOthers = watched.ran(/pg_notify/);
        await here.put([place.event("a")]);
        await toldOthers;
        await local.put([place.event("b")]);
        await place.close(local);
        assert.equal(told, 1);
        const heard = new Promise<void>((resolve) => tell = resolve);
        await there.put([place.event("c")]);
        await heard;
        assert.equal(told, 2);
      }),
    );

    it(
      "of dead letters that wait anew, and of a delivery that is free",
      at(async (place) => {
        const here = await place.open(clientStandIn(() => delivered), { database: pool });
        const watched = new WatchedPool(pool);
        const there = await place.open(clientStandIn(() => refused), { database: watched });
        const toldOthers = watched.ran(/pg_notify/);
        await there.put([place.event("a")]);
        await toldOthers;
        await there.process(10);
        let tell = () => {};
        const watchedHere = new WatchedPool(pool);
        const listener = await place.open(clientStandIn(() => delivered), {
          database: watchedHere,
        });
        const listening = watchedHere.ran(/LISTEN/);
        listener.onPut(() => tell());
        await listening;
        const replayed = new Promise<void>((resolve) => tell = resolve);
        await here.journal.replay("all");
        await replayed;
        const freed = new Promise<void>((resolve) => tell = resolve);
        await place.close(there);
        await freed;
      }),
    );

    it(
      "also after the connection broke",
      at(async (place) => {
        const client = clientStandIn(() => delivered);
        const watched = new WatchedPool(pool);
        const here = await place.open(client, { database: watched });
        const there = await place.open(client);
        let tell = () => {};
        const listening = watched.ran(/LISTEN/);
        here.onPut(() => tell());
        await listening;
        const broken = watched.ran(/release/);
        await pool.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'",
        );
        await broken;
        const back = new Promise<void>((resolve) => tell = resolve);
        await place.clock.advance(1_000);
        await back;
        const heard = new Promise<void>((resolve) => tell = resolve);
        await there.put([place.event("a")]);
        await heard;
      }),
    );

    it(
      "or find it by themselves, where nothing is passed on",
      at(async (place) => {
        let giveBack = () => {};
        const givenBack = new Promise<void>((resolve) => giveBack = resolve);
        const database = {
          query: (text: string, values?: unknown[]) => pool.query(text, values),
          async connect() {
            const connection = await pool.connect();
            return {
              query: (text: string, values?: unknown[]) => connection.query(text, values),
              release(close?: boolean) {
                connection.release(close);
                giveBack();
              },
            };
          },
        };
        const outbox = await place.open(clientStandIn(() => delivered), { database });
        let told = 0;
        const stop = outbox.onPut(() => told++);
        await givenBack;
        await place.clock.advance(9_999);
        assert.equal(told, 0);
        await place.clock.advance(10_001);
        assert.equal(told, 2);
        stop();
        await place.clock.advance(hour);
        assert.equal(told, 2);
      }),
    );

    it(
      "and a put stands although it could not be told",
      at(async (place) => {
        const watched = new WatchedPool(pool);
        const outbox = await place.open(clientStandIn(() => delivered), { database: watched });
        watched.failing = /pg_notify/;
        const asked = watched.ran(/pg_notify/);
        await outbox.put([place.event("a")]);
        await asked;
        assert.equal((await place.rows("id")).length, 1);
      }),
    );

    it(
      "and a listener that throws undoes no put",
      at(async (place) => {
        const outbox = await place.open(clientStandIn(() => delivered));
        outbox.onPut(() => assert.fail("a fault of the host's"));
        await outbox.put([place.event("a")]);
        assert.equal((await place.rows("id")).length, 1);
      }),
    );
  });
});
