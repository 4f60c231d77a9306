import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach } from "node:test";
import type { AcceptedEvent } from "../../mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import type { ForgettingOutbox } from "../../src/outbox/outbox.ts";
import { openSqliteOutbox, type SqliteOutboxOptions } from "../../src/outbox/sqlite.ts";
import { appEvent } from "../support/events.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

export const hour = 3_600_000;

/** The folder and the clock of the test that runs. */
export let folder = "";
export let clock: VirtualClock = new VirtualClock();

/** Gives each test of a group a folder and a clock of its own. */
export function keepFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hubline-outbox-"));
    clock = new VirtualClock();
  });
  afterEach(() => rmSync(folder, { recursive: true }));
}

/** Opens the outbox of the test's folder. */
export function open(
  client: SqliteOutboxOptions["client"],
  own: Partial<SqliteOutboxOptions> = {},
): ForgettingOutbox {
  const deps = { now: clock.now, random: () => 0.5 };
  return openSqliteOutbox({ path: join(folder, "outbox.db"), client, deps, ...own });
}

/** An accepted event with this id. */
export function event(id: string): AcceptedEvent {
  return acceptEvent(appEvent({ id }), { now: clock.now, uuid: () => id });
}

/** What stands in the file, read beside the outbox. */
export function rows(columns: string): unknown[] {
  const database = new DatabaseSync(join(folder, "outbox.db"), { readOnly: true });
  const found = database.prepare(`SELECT ${columns} FROM event ORDER BY sequence`).all();
  database.close();
  return found.map((row) => ({ ...row }));
}
