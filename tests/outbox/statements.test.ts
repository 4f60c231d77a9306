import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import * as journal from "../../src/outbox/journal_statements.ts";
import * as outbox from "../../src/outbox/statements.ts";
import { clientStandIn, delivered } from "../support/client_stand_in.ts";
import { event, folder, keepFolder, open } from "./sqlite_harness.ts";

/** Statements that may well look at all dead letters: they change each of them. */
const wholesale = ["replayAll", "dropAll"];

describe("statements of the outbox", () => {
  keepFolder();

  it("find what they look for by an index, and sort nothing, however many rows there are", async () => {
    const opened = open(clientStandIn(() => delivered));
    await opened.put([event("a")]);
    await opened.close();
    const database = new DatabaseSync(join(folder, "outbox.db"));
    const plans = Object.entries({ ...outbox, ...journal })
      .filter(([name]) => !wholesale.includes(name))
      .map(([name, sql]): [string, string] => {
        const unknown = Array.from(sql.matchAll(/\?/g), () => 1);
        const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...unknown);
        return [name, plan.map(({ detail }) => String(detail)).join("; ")];
      });
    database.close();
    const slow = plans.filter(([, plan]) => /SCAN|TEMP B-TREE/.test(plan));
    assert.deepEqual(slow, []);
    // Statements that have a plan at all, so that an empty list of them cannot pass.
    assert.ok(plans.filter(([, plan]) => /SEARCH event USING/.test(plan)).length > 10);
  });
});
