import type { SqlRunner } from "./sql_runner.ts";

/**
 * The tables, layout after layout: each step turns the one before into its own, so that every file that was ever
 * written can be read. A step that was released is never changed again.
 *
 * One event is one row; its key makes a second put of it nothing. `due_at` is empty once the row is settled, so that the
 * index holds only what waits. Events for one destination are nothing to another: what a stand-in was sent must never
 * count as sent to HubSpot, nor wait to be.
 */
const steps: readonly string[] = [
  `
CREATE TABLE IF NOT EXISTS event (
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
) STRICT;`,
  // Each attempt has its place in `history`; what was put beside the event has its own. The id leads the key, so that
  // an event is found by it alone. How much there is of each state stands in `tally`, since counting a million rows
  // takes longer than a request may.
  `
DROP INDEX IF EXISTS event_due;
DROP INDEX IF EXISTS event_settled;
ALTER TABLE event RENAME TO event_before;
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  destination TEXT NOT NULL,
  family TEXT NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
  received_at INTEGER NOT NULL,
  due_at INTEGER,
  settled_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  path TEXT,
  trace TEXT,
  history TEXT NOT NULL DEFAULT '[]',
  body TEXT NOT NULL,
  UNIQUE (destination, id, type, family)
) STRICT;
INSERT INTO event
  (sequence, destination, family, type, id, state, received_at, due_at, settled_at, attempts, history, body)
SELECT
  sequence, destination, family, type, id, state, accepted_at, due_at, settled_at, attempts,
  CASE WHEN json_valid(receipt)
    THEN json_array(json_set(receipt, '$.at', COALESCE(settled_at, accepted_at))) ELSE '[]' END,
  body
FROM event_before ORDER BY sequence;
DROP TABLE event_before;
CREATE INDEX event_due ON event (destination, due_at, sequence) WHERE due_at IS NOT NULL;
CREATE INDEX event_settled ON event (destination, state, settled_at, sequence);

CREATE TABLE tally (
  destination TEXT NOT NULL,
  state TEXT NOT NULL,
  events INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  PRIMARY KEY (destination, state)
) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT destination, state, COUNT(*), SUM(LENGTH(body)) FROM event GROUP BY destination, state;
CREATE TRIGGER event_inserted AFTER INSERT ON event BEGIN
  INSERT INTO tally VALUES (new.destination, new.state, 1, LENGTH(new.body))
  ON CONFLICT DO UPDATE SET events = events + 1, characters = characters + excluded.characters;
END;
CREATE TRIGGER event_deleted AFTER DELETE ON event BEGIN
  UPDATE tally SET events = events - 1, characters = characters - LENGTH(old.body)
  WHERE destination = old.destination AND state = old.state;
END;
CREATE TRIGGER event_moved AFTER UPDATE OF state ON event WHEN old.state <> new.state BEGIN
  UPDATE tally SET events = events - 1, characters = characters - LENGTH(old.body)
  WHERE destination = old.destination AND state = old.state;
  INSERT INTO tally VALUES (new.destination, new.state, 1, LENGTH(new.body))
  ON CONFLICT DO UPDATE SET events = events + 1, characters = characters + excluded.characters;
END;

CREATE TABLE pause (
  destination TEXT PRIMARY KEY,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT, WITHOUT ROWID;`,
];

/**
 * Brings the tables to the latest layout, whichever they have.
 *
 * @throws {Error} If a later version than this wrote them.
 */
export function migrate(runner: SqlRunner): void {
  if (runner.readVersion() === steps.length) return;
  runner.transaction(() => {
    // Read again, since another process may just have done it.
    const version = runner.readVersion();
    if (version > steps.length) {
      throw new Error(
        `Cannot open the outbox: its layout is ${version}, and this version knows up to ${steps.length}: ` +
          "update it, or name another file",
      );
    }
    for (const step of steps.slice(version)) runner.run(step);
    runner.writeVersion(steps.length);
  });
}
