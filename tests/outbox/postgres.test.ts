import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openPostgresOutbox } from "../../src/outbox/postgres.ts";
import { writeJournalStatements } from "../../src/outbox/postgres/journal_statements.ts";
import { writeStatements } from "../../src/outbox/postgres/statements.ts";
import { readSources } from "../architecture/source_text.ts";
import { root } from "../checks/root.ts";
import { clientStandIn, delivered } from "../support/client_stand_in.ts";
import { type ContractMaker, outboxChecks } from "./contract.ts";
import { checkForgetting } from "./forgetting.ts";
import { at, keepServer, Place, pool, server } from "./postgres_harness.ts";

const make: ContractMaker = async ({ decide, schedule, depth = {} }) => {
  const place = new Place();
  const open = () => place.open(clientStandIn(decide), { schedule, depth });
  const outbox = await open();
  return {
    outbox,
    now: place.clock.now,
    advance: (ms) => place.clock.advance(ms),
    async reopen() {
      await place.close();
      return await open();
    },
    close: () => place.close(),
  };
};

describe("openPostgresOutbox", () => {
  keepServer();

  for (const { name, run } of outboxChecks(make, { canAdvance: true })) it(name, run);

  const client = clientStandIn(() => delivered);

  it("loads its driver for a pool of its own, and not before", () => {
    const statements = readSources(root, ["mod.ts", "src"]).flatMap(({ path, text }) =>
      [...text.matchAll(/^.*(?:"pg"|driver\.ts").*$/gm)].map(([line]) => `${path}: ${line.trim()}`)
    );
    assert.deepEqual(statements, [
      'src/outbox/postgres/connect.ts: const { openPool } = await import("./driver.ts");',
      'src/outbox/postgres/driver.ts: import { Pool } from "pg";',
    ]);
  });

  it(
    "forgets what was delivered, where it is told to",
    at(async (place) => {
      await checkForgetting({
        open: (client) => place.open(client),
        event: (id) => place.event(id),
      });
    }),
  );

  it(
    "makes its tables once where several open together",
    at(async (place) => {
      await Promise.all([1, 2, 3, 4, 5].map(() => place.open(client)));
      const { rows } = await pool.query(`SELECT version FROM ${place.schema}.layout`);
      assert.deepEqual(rows, [{ version: 1 }]);
    }),
  );

  it(
    "needs no right to make tables where they are there",
    at(async (place) => {
      await place.open(client);
      const { schema } = place;
      await pool.query(`CREATE ROLE guest LOGIN; GRANT USAGE ON SCHEMA ${schema} TO guest;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO guest`);
      const database = server.url.replace("postgres@", "guest@");
      const outbox = await place.open(client, { database });
      await outbox.put([place.event("a")]);
      assert.equal((await outbox.process(10)).receipts.length, 1);
    }),
  );

  it(
    "refuses tables of a later version",
    at(async (place) => {
      await place.open(client);
      await pool.query(`UPDATE ${place.schema}.layout SET version = 2`);
      await assert.rejects(place.open(client), {
        name: "Error",
        message:
          "Cannot open the outbox: its layout is 2, and this version knows 1: update it, or name " +
          "another schema",
      });
    }),
  );

  it(
    "refuses a database that commits without waiting for its disk",
    at(async (place) => {
      const database = `${server.url}&options=-c%20synchronous_commit%3Doff`;
      await assert.rejects(place.open(client, { database }), {
        name: "Error",
        message: /^Cannot open the outbox: synchronous_commit is off, so what is put could be lost/,
      });
    }),
  );

  it(
    "refuses a database that cannot hold every text",
    at(async (place) => {
      await pool.query("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'");
      const database = server.url.replace("/postgres?", "/latin?");
      await assert.rejects(place.open(client, { database }), {
        name: "Error",
        message: "Cannot open the outbox: the database must be in UTF8 to hold every event: LATIN1",
      });
    }),
  );

  it("rejects where nobody answers", async () => {
    const database = `${server.url}-missing`;
    await assert.rejects(openPostgresOutbox({ database, client }), /ENOENT/);
  });

  for (
    const [own, message] of [
      [{ keepDeliveredDays: -1 }, "keepDeliveredDays must be a number from 0: -1"],
      [{ leaseMs: 99 }, "leaseMs must be a number from 100: 99"],
      [{ pollMs: 0 }, "pollMs must be a number from 100: 0"],
      [{ depth: { events: 0 } }, "depth.events must be a whole number from 1: 0"],
      [{ schema: 'a"b' }, 'schema must be up to 63 lower-case letters, digits and _: "a\\"b"'],
      [{ destination: "a b" }, 'destination must be up to 200 visible ASCII characters: "a b"'],
    ] as const
  ) {
    it(`refuses ${JSON.stringify(own)}`, async () => {
      await assert.rejects(openPostgresOutbox({ database: server.url, client, ...own }), {
        name: "RangeError",
        message: `Cannot open the outbox: ${message}`,
      });
    });
  }

  it("refuses what is no database", async () => {
    const options = { database: server.url, client };
    Reflect.set(options, "database", undefined);
    await assert.rejects(openPostgresOutbox(options), {
      name: "TypeError",
      message: "Cannot open the outbox: database must be a connection string or a pool",
    });
  });

  it(
    "uses a pool that is handed in, and leaves it open",
    at(async (place) => {
      const outbox = await place.open(client, { database: pool });
      await outbox.put([place.event("a")]);
      await outbox.process(10);
      await place.close();
      assert.equal((await place.rows("id")).length, 1);
    }),
  );

  it(
    "finds its rows by an index, however many there are",
    at(async (place) => {
      await place.open(clientStandIn(() => delivered));
      await place.close();
      const { schema } = place;
      await pool.query(`
INSERT INTO ${schema}.event (destination, key_hash, id_hash, family, type, id, origin, body, size,
  received_at, state, due_at, settled_at)
SELECT 'hubspot', sha256(n::text::bytea), sha256(n::text::bytea), 'app', 'ae1_test', n::text, '{}', repeat('x', 1000), 1000,
  n, state, CASE state WHEN 'waiting' THEN n END, CASE state WHEN 'waiting' THEN NULL ELSE n END
FROM generate_series(1, 50000) AS n,
  LATERAL (SELECT CASE n % 10 WHEN 0 THEN 'waiting' WHEN 1 THEN 'dead' ELSE 'delivered' END AS state) AS states`);
      await pool.query(`VACUUM ANALYZE ${schema}.event`);

      const outbox = writeStatements(schema);
      const journal = writeJournalStatements(schema);
      const last = Number.MAX_SAFE_INTEGER;
      const scan = ["hubspot", last, null, null, "x", 1_000];
      const plans: [statement: string, values: unknown[], index: string][] = [
        [outbox.selectDue, ["hubspot", last, 500, 1e7], "event_due"],
        [outbox.selectNextDue, ["hubspot"], "event_due"],
        [outbox.selectDepth, ["hubspot"], "event_due"],
        [outbox.deleteDelivered, ["hubspot", 100, 1_000], "event_settled"],
        [
          outbox.settleEvents,
          ["hubspot", 1, null, [10], ["dead"], [1], [null], [1], ["[]"]],
          "event_pkey",
        ],
        [journal.scanAll, scan, "event_pkey"],
        [journal.scanWaiting, scan, "event_waiting"],
        [journal.scanSettled, [...scan, "dead", last], "event_settled"],
        [journal.selectEntries, [[10, 11, 12]], "event_pkey"],
        [
          journal.selectByKey,
          ["hubspot", "app", "ae1_test", "1"],
          "event_destination_key_hash_key",
        ],
        [journal.selectById, ["hubspot", "1"], "event_id"],
        [journal.countSettled, ["hubspot"], "event_settled"],
        [journal.replaySome, ["hubspot", ["app"], ["t"], ["1"]], "event_destination_key_hash_key"],
      ];
      for (const [statement, values, index] of plans) {
        const { rows } = await pool.query(`EXPLAIN ${statement}`, values);
        const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
        assert.match(plan, new RegExp(`using ${index} on|on ${index} `), plan);
        assert.doesNotMatch(plan, /Seq Scan on event/, plan);
      }
    }),
  );
});
