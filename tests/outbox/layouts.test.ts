import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { clientStandIn, delivered } from "../support/client_stand_in.ts";
import { clock, event, folder, keepFolder, open } from "./sqlite_harness.ts";

/** The first layout, as version 0.1.0 wrote it. */
const firstLayout = `
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  destination TEXT NOT NULL,
  family TEXT NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  settled_at INTEGER,
  receipt TEXT,
  UNIQUE (destination, family, type, id)
) STRICT;
CREATE INDEX event_due ON event (destination, due_at, sequence) WHERE due_at IS NOT NULL;
CREATE INDEX event_settled ON event (destination, state, settled_at);`;

function writeFile(statements: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, "outbox.db"));
  database.exec(statements);
  return database;
}

describe("migrate", () => {
  keepFolder();

  it("keeps every event of the first layout, with what became of it", async () => {
    const database = writeFile(firstLayout);
    const insert = database.prepare(`
      INSERT INTO event (destination, family, type, id, body, accepted_at, state, attempts, due_at, settled_at, receipt)
      VALUES ('hubspot', 'app', 'ae1_test', ?, ?, ?, ?, ?, ?, ?, ?)`);
    const at = clock.now() - 1_000;
    const receipt = { index: 3, outcome: "rejected", code: "refused", message: "no", issues: [] };
    const body = (id: string) => JSON.stringify(event(id));
    insert.run("dead", body("dead"), at, "dead", 8, null, at + 1, JSON.stringify(receipt));
    insert.run("damaged", body("damaged"), at, "delivered", 1, null, at + 1, "{");
    insert.run("new", body("new"), at, "waiting", 0, 0, null, null);
    insert.run("later", body("later"), at, "waiting", 2, clock.now() + 5, null, null);
    database.close();

    const client = clientStandIn(() => delivered);
    const outbox = open(client);
    const { journal } = outbox;
    assert.partialDeepStrictEqual(await journal.counts(), { waiting: 2, delivered: 1, dead: 1 });
    const { entries } = await journal.list();
    assert.deepEqual(entries.map(({ key }) => key.id), ["later", "new", "damaged", "dead"]);
    assert.partialDeepStrictEqual(entries[3], {
      state: "dead",
      attempts: 8,
      receivedAt: at,
      settledAt: at + 1,
      history: [{ at: at + 1, outcome: "rejected", code: "refused", message: "no" }],
    });
    await outbox.process(10);
    assert.deepEqual(client.ids, ["new"]);
    await clock.advance(5);
    await outbox.put([event("damaged"), event("added")]);
    await outbox.process(10);
    assert.deepEqual(client.ids, ["new", "added", "later"]);
    assert.partialDeepStrictEqual(await journal.counts(), { waiting: 0, delivered: 4, dead: 1 });
    await outbox.close();
  });

  it("leaves a file as it is that has the latest layout already", async () => {
    const first = open(clientStandIn(() => delivered));
    await first.put([event("a")]);
    const second = open(clientStandIn(() => delivered));
    assert.equal((await second.journal.counts()).waiting, 1);
    await first.close();
    await second.close();
  });

  it("refuses a file of a later version, and leaves it as it is", () => {
    writeFile("PRAGMA user_version = 1000").close();
    assert.throws(() => open(clientStandIn(() => delivered)), {
      message: "Cannot open the outbox: its layout is 1000, and this version knows up to 2: " +
        "update it, or name another file",
    });
    const database = new DatabaseSync(join(folder, "outbox.db"));
    assert.deepEqual(database.prepare("SELECT name FROM sqlite_schema").all(), []);
    database.close();
  });
});
