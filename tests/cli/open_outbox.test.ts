import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openOutbox, placeOfOutbox } from "../../src/cli/open_outbox.ts";
import { readSettings } from "../../src/cli/settings.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { event, folder, keepFolder } from "../outbox/sqlite_harness.ts";

const verdicts = new Map([["good", delivered], ["late", failed], ["bad", refused]]);
const client = clientStandIn((id) => verdicts.get(id) ?? delivered);

/** Opens an outbox twice, puts events into the first, and says what the second one knows of them. */
async function reopened(environment: Record<string, string>) {
  const settings = readSettings(environment);
  const first = await openOutbox(settings, client);
  await first.put(["good", "late", "bad"].map(event));
  await first.process(10);
  await first.close();
  const next = await openOutbox(settings, client);
  const { oldestWaitingAt: _, ...counts } = await next.journal.counts();
  await next.close();
  return counts;
}

describe("openOutbox", () => {
  keepFolder();

  it("for Local HubSpot, forgets what an earlier one delivered, and keeps what waits and dead letters", async () => {
    const counts = await reopened({ HUBLINE_DB: `${folder}/below/local.db` });
    assert.deepEqual(counts, { waiting: 1, delivered: 0, dead: 1 });
  });

  it("for HubSpot, forgets nothing", async () => {
    const counts = await reopened({
      HUBLINE_DB: `${folder}/below/hubspot.db`,
      HUBSPOT_ACCESS_TOKEN: "pat-na1-x",
    });
    assert.deepEqual(counts, { waiting: 1, delivered: 1, dead: 1 });
  });

  it("names the variable where it cannot open, whose password it does not tell", async () => {
    await assert.rejects(openOutbox(readSettings({ HUBLINE_DB: folder }), client), {
      name: "SettingsError",
      message: /^HUBLINE_DB: /,
    });
    const DATABASE_URL = `postgres://me:canary@localhost/hubline?host=${folder}`;
    await assert.rejects(openOutbox(readSettings({ DATABASE_URL }), client), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /^DATABASE_URL: .*ENOENT/);
      assert.doesNotMatch(error.message, /canary/);
      return true;
    });
  });
});

describe("placeOfOutbox", () => {
  it("tells file, or host and database, and neither who connects nor how", () => {
    const table: [Record<string, string>, string][] = [
      [{ HUBLINE_DB: "a.db" }, "a.db"],
      [
        { DATABASE_URL: "postgres://canary:canary@db.example.com:5433/hubline?sslkey=canary" },
        "Postgres, db.example.com:5433/hubline",
      ],
      [
        { DATABASE_URL: "postgres:///hubline?host=/run/postgresql" },
        "Postgres, /run/postgresql/hubline",
      ],
    ];
    for (const [environment, place] of table) {
      assert.equal(placeOfOutbox(readSettings(environment)), place);
    }
  });
});
