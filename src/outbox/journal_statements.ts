const scanned = "sequence, destination, settled_at, family, type, id";

/** Everything, the latest first. Parameters: before this sequence, limit. */
export const scanAll = `
SELECT ${scanned} FROM event WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`;

/** What waits, the latest first. Parameters: destination, before this sequence, limit. */
export const scanWaiting = `
SELECT ${scanned} FROM event
WHERE destination = ? AND state = 'waiting' AND settled_at IS NULL AND sequence < ?
ORDER BY sequence DESC LIMIT ?`;

/** What is settled, the latest first. Parameters: destination, state, before settled_at and sequence, limit. */
export const scanSettled = `
SELECT ${scanned} FROM event
WHERE destination = ? AND state = ? AND (settled_at, sequence) < (?, ?)
ORDER BY settled_at DESC, sequence DESC LIMIT ?`;

const entryColumns =
  "family, type, id, state, received_at, due_at, settled_at, attempts, path, trace, history, body";

/** Parameters: sequence. */
export const selectEntry = `SELECT ${entryColumns} FROM event WHERE sequence = ?`;

/** Parameters: destination, id, type, family. */
export const selectByKey = `
SELECT ${entryColumns} FROM event WHERE destination = ? AND id = ? AND type = ? AND family = ?`;

/** Parameters: destination, id. */
export const selectById = `
SELECT ${entryColumns} FROM event WHERE destination = ? AND id = ? LIMIT 10`;

/** Since when what came first of all that waits has been there. Parameters: destination. */
export const selectOldestWaiting = `
SELECT received_at FROM event
WHERE destination = ? AND state = 'waiting' AND settled_at IS NULL ORDER BY sequence LIMIT 1`;

const replay = "UPDATE event SET state = 'waiting', attempts = 0, due_at = 0, settled_at = NULL";
const isDead = "WHERE destination = ? AND state = 'dead'";
const hasKey = "AND id = ? AND type = ? AND family = ?";

/** Parameters: destination. */
export const replayAll = `${replay} ${isDead}`;

/** Parameters: destination, id, type, family. */
export const replayOne = `${replay} ${isDead} ${hasKey}`;

/** Parameters: destination. */
export const dropAll = `DELETE FROM event ${isDead}`;

/** Parameters: destination, id, type, family. */
export const dropOne = `DELETE FROM event ${isDead} ${hasKey}`;
