import { broughtAtOnce, outageCodeList } from "./outage.ts";

/**
 * Parameters: destination, family, type, id, body, received_at, path, trace. What is new is due at once, whatever the
 * clock says later. A dead letter that is put again is new: whoever sends it again has put right what was wrong.
 */
export const insertEvent = `
INSERT INTO event (destination, family, type, id, body, received_at, path, trace, due_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
ON CONFLICT (destination, id, type, family) DO UPDATE SET
  body = excluded.body, received_at = excluded.received_at, path = excluded.path, trace = excluded.trace,
  due_at = 0, state = 'waiting', attempts = 0, settled_at = NULL, history = '[]'
WHERE state = 'dead'`;

const dueColumns = "sequence, attempts, received_at, path, trace, history, body";

/** Parameters: destination, now, limit. */
export const selectDue = `
SELECT ${dueColumns} FROM event
WHERE destination = ? AND due_at <= ? ORDER BY due_at, sequence LIMIT ?`;

/** The event of a key, where it waits. Parameters: destination, id, type, family. */
export const selectWaiting = `
SELECT ${dueColumns} FROM event
WHERE destination = ? AND id = ? AND type = ? AND family = ? AND state = 'waiting'`;

/** When the next event is due. Parameters: destination. */
export const selectNextDue = `
SELECT due_at FROM event WHERE destination = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1`;

/** Brings in what is put off too far. Parameters: due_at, destination, latest due_at that can be. */
export const bringIn = `UPDATE event SET due_at = ? WHERE destination = ? AND due_at > ?`;

/**
 * Brings forward what only an outage holds up, without its last attempt. Parameters: due_at, destination, now, since
 * when deliveries are known. Nothing that happens to a file may stop its events, so an unreadable history is left alone.
 */
export const bringForward = `
UPDATE event SET due_at = ?, attempts = max(attempts - 1, 0) WHERE sequence IN (
  SELECT sequence FROM event AS held
  WHERE destination = ? AND due_at > ? AND CASE WHEN json_valid(history) THEN
    json_extract(history, '$[#-1].code') IN (${outageCodeList})
    AND json_extract(history, '$[#-2].at') >= ?
    AND NOT EXISTS (
      SELECT 1 FROM event
      WHERE destination = held.destination AND state = 'delivered'
      AND settled_at BETWEEN json_extract(held.history, '$[#-2].at') AND json_extract(held.history, '$[#-1].at')
    )
  END
  LIMIT ${broughtAtOnce}
)`;

/** Parameters: state, attempts, due_at, settled_at, history, sequence. */
export const settleEvent = `
UPDATE event SET state = ?, attempts = ?, due_at = ?, settled_at = ?, history = ?
WHERE sequence = ? AND state = 'waiting'`;

/**
 * Parameters: destination, settled up to this time. Dead letters stay until somebody decides about them. As many at a
 * time as are quickly done; a round delivers fewer.
 */
export const deleteDelivered = `
DELETE FROM event WHERE sequence IN (
  SELECT sequence FROM event
  WHERE destination = ? AND state = 'delivered' AND settled_at <= ? ORDER BY settled_at, sequence LIMIT 1000
)`;

/** Parameters: destination. */
export const selectTally = `SELECT state, events, characters FROM tally WHERE destination = ?`;

/** Parameters: destination. */
export const selectPause =
  `SELECT from_at, until_at, code, message FROM pause WHERE destination = ?`;

/** Parameters: destination, from_at, until_at, code, message. */
export const replacePause = `INSERT OR REPLACE INTO pause VALUES (?, ?, ?, ?, ?)`;

/** Parameters: destination. */
export const deletePause = `DELETE FROM pause WHERE destination = ?`;
