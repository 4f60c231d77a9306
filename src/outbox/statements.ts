/**
 * The outbox as SQL. One event is one row; the key makes a second put of it nothing. `due_at` is empty once the
 * row is settled, so the index holds only what waits. Events for one destination are nothing to another: what a
 * stand-in was sent must never count as sent to HubSpot, nor wait to be.
 */
export const schema = `
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
) STRICT;
CREATE INDEX IF NOT EXISTS event_due ON event (destination, due_at, sequence) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_settled ON event (destination, state, settled_at);
`;

/**
 * Parameters: destination, family, type, id, body, accepted_at. What is new is due at once, whatever the clock says
 * later. A dead letter that is put again is new: whoever sends it again has put right what was wrong.
 */
export const insertEvent = `
INSERT INTO event (destination, family, type, id, body, accepted_at, due_at)
VALUES (?, ?, ?, ?, ?, ?, 0)
ON CONFLICT (destination, family, type, id) DO UPDATE SET
  body = excluded.body, accepted_at = excluded.accepted_at, due_at = 0,
  state = 'waiting', attempts = 0, settled_at = NULL, receipt = NULL
WHERE state = 'dead'`;

/** Parameters: destination, now, limit. */
export const selectDue = `
SELECT sequence, body, attempts FROM event
WHERE destination = ? AND due_at <= ? ORDER BY due_at, sequence LIMIT ?`;

/** When the next event is due. Parameters: destination. */
export const selectNextDue = `
SELECT MIN(due_at) AS due_at FROM event WHERE destination = ? AND due_at IS NOT NULL`;

/** Parameters: state, attempts, due_at, settled_at, receipt, sequence. */
export const settleEvent = `
UPDATE event SET state = ?, attempts = ?, due_at = ?, settled_at = ?, receipt = ?
WHERE sequence = ? AND state = 'waiting'`;

/** Parameters: destination, settled up to this time. Dead letters stay until somebody decides about them. */
export const deleteDelivered = `
DELETE FROM event WHERE destination = ? AND state = 'delivered' AND settled_at <= ?`;
