/**
 * The outbox as SQL. One event is one row; the key makes a second put of it nothing. `due_at` is empty once the
 * row is settled, so the index holds only what waits.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS event (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
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
  UNIQUE (family, type, id)
) STRICT;
CREATE INDEX IF NOT EXISTS event_due ON event (due_at, sequence) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_settled ON event (state, settled_at);
`;

/** Parameters: family, type, id, body, accepted_at, due_at. */
export const insertEvent = `
INSERT INTO event (family, type, id, body, accepted_at, due_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (family, type, id) DO NOTHING`;

/** Parameters: now, limit. */
export const selectDue = `
SELECT sequence, body, attempts FROM event
WHERE due_at <= ? ORDER BY due_at, sequence LIMIT ?`;

/** When the next event is due. */
export const selectNextDue = "SELECT MIN(due_at) AS due_at FROM event WHERE due_at IS NOT NULL";

/** Parameters: state, attempts, due_at, settled_at, receipt, sequence. */
export const settleEvent = `
UPDATE event SET state = ?, attempts = ?, due_at = ?, settled_at = ?, receipt = ?
WHERE sequence = ?`;

/** Parameters: settled before this time. Dead letters are kept until somebody decides about them. */
export const deleteDelivered = "DELETE FROM event WHERE state = 'delivered' AND settled_at < ?";
