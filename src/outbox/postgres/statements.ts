import { broughtAtOnce, outageCodeList, outageCodes } from "../outage.ts";

/** The statements of an outbox in one schema. Each is a transaction of its own. */
export interface Statements {
  /**
   * Makes events durable. Parameters: destination, received_at, origin, then arrays, one member an event: families,
   * types, ids, bodies, sizes. What is new is due at once, whatever the clock says later. A dead letter that is
   * put again is new: whoever sends it again has put right what was wrong.
   */
  insertEvents: string;
  /** What is due, as much as fits. Parameters: destination, now, limit, characters. */
  selectDue: string;
  /** Brings in what is put off too far. Parameters: destination, due_at, latest due_at that can be. */
  bringIn: string;
  /** When the next event is due. Parameters: destination. */
  selectNextDue: string;
  /**
   * Settles events, unless another instance has taken over. Parameters: destination, fence, pause or null, then arrays,
   * one member an event: sequences, states, attempts, due_at, settled_at, histories.
   */
  settleEvents: string;
  /**
   * Brings forward what only an outage holds up, without its last attempt, unless another instance has taken over.
   * Parameters: destination, fence, due_at, since when deliveries are known.
   */
  bringForward: string;
  /** Parameters: destination, settled up to this time, most rows. Dead letters stay until somebody decides about them. */
  deleteDelivered: string;
  /** How much waits. Parameters: destination. */
  selectDepth: string;
  /** Takes the lease, or says how long somebody else has it. Parameters: destination, holder, milliseconds. */
  takeLease: string;
  /** Parameters: destination, fence, milliseconds. */
  renewLease: string;
  /** Parameters: destination, holder. */
  releaseLease: string;
  /** Parameters: destination. */
  insertDelivery: string;
  /** The latest pause, whether or not it holds. Parameters: destination. */
  selectPause: string;
  /** Parameters: destination. */
  deletePause: string;
}

/** Tells a key from every other; a line break stands in none of its parts, as they are escaped. */
export const keyHash: string = "sha256(convert_to(concat_ws(E'\\n', family, type, id), 'UTF8'))";

/** Whether a history may end with such a code: reading all as JSON would take long where many wait for other reasons. */
const namesOutage = outageCodes.map((code) => `history LIKE '%"${code}"%'`).join(" OR ");

/** A history as `json` reads it: that refuses NUL, while codes and times, which are looked for, have no escapes. */
const historyWithoutEscapes = String.raw`replace(replace(history, E'\\\\', ''), E'\\u', '')`;

/** Writes the statements for a schema. */
export function writeStatements(schema: string): Statements {
  return {
    insertEvents: `
INSERT INTO ${schema}.event AS old (
  destination, key_hash, id_hash, family, type, id, origin, body, size, received_at, due_at
)
SELECT $1, ${keyHash}, sha256(convert_to(id, 'UTF8')), family, type, id, $3, body, size, $2, 0
FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::integer[])
  WITH ORDINALITY AS new (family, type, id, body, size, position)
ORDER BY position
ON CONFLICT (destination, key_hash) DO UPDATE SET
  origin = excluded.origin, body = excluded.body, size = excluded.size,
  received_at = excluded.received_at, due_at = 0, state = 'waiting', attempts = 0, settled_at = NULL,
  history = '[]'
WHERE old.state = 'dead'
RETURNING size`,

    selectDue: `
SELECT sequence, type, id, attempts, received_at, origin, history, body FROM (
  SELECT *, sum(size) OVER (ORDER BY due_at, sequence ROWS UNBOUNDED PRECEDING) AS total FROM (
    SELECT * FROM ${schema}.event
    WHERE destination = $1 AND due_at <= $2 ORDER BY due_at, sequence LIMIT $3
  ) AS due
) AS counted
WHERE total <= $4 OR total = size
ORDER BY due_at, sequence`,

    bringIn: `UPDATE ${schema}.event SET due_at = $2 WHERE destination = $1 AND due_at > $3`,

    selectNextDue: `
SELECT min(due_at) AS due_at FROM ${schema}.event WHERE destination = $1 AND due_at IS NOT NULL`,

    // Reached through the lease's row, which stays locked until the end, so nobody takes over in between.
    settleEvents: `
WITH held AS (
  UPDATE ${schema}.delivery SET pause = coalesce($3, pause)
  WHERE destination = $1 AND fence = $2 RETURNING 1
), settled AS (
  UPDATE ${schema}.event AS event SET
    state = new.state, attempts = new.attempts, due_at = new.due_at, settled_at = new.settled_at,
    history = new.history
  FROM held, unnest($4::bigint[], $5::text[], $6::integer[], $7::bigint[], $8::bigint[], $9::text[])
    AS new (sequence, state, attempts, due_at, settled_at, history)
  WHERE event.sequence = new.sequence AND event.state = 'waiting'
)
SELECT count(*) > 0 AS is_held FROM held`,

    bringForward: `
WITH held AS (
  SELECT FROM ${schema}.delivery WHERE destination = $1 AND fence = $2 FOR UPDATE
), held_up AS MATERIALIZED (
  SELECT sequence, ${historyWithoutEscapes}::json AS attempts FROM ${schema}.event
  WHERE destination = $1 AND due_at > $3 AND (${namesOutage})
), attempted AS (
  SELECT sequence, attempts #>> '{-1,code}' AS code,
    (attempts #>> '{-2,at}')::bigint AS first_at, (attempts #>> '{-1,at}')::bigint AS last_at
  FROM held_up
), brought AS (
  UPDATE ${schema}.event SET due_at = $3, attempts = greatest(event.attempts - 1, 0)
  FROM held WHERE sequence IN (
    SELECT sequence FROM attempted
    WHERE code IN (${outageCodeList}) AND first_at >= $4 AND NOT EXISTS (
      SELECT FROM ${schema}.event
      WHERE destination = $1 AND state = 'delivered' AND settled_at BETWEEN first_at AND last_at
    )
    LIMIT ${broughtAtOnce}
  )
  RETURNING 1
)
SELECT count(*) AS events FROM brought`,

    deleteDelivered: `
DELETE FROM ${schema}.event WHERE sequence IN (
  SELECT sequence FROM ${schema}.event
  WHERE destination = $1 AND state = 'delivered' AND settled_at <= $2 ORDER BY settled_at LIMIT $3
)`,

    selectDepth: `
SELECT count(*) AS events, coalesce(sum(size), 0) AS characters, min(received_at) AS oldest_at
FROM ${schema}.event WHERE destination = $1 AND due_at IS NOT NULL`,

    takeLease: `
WITH taken AS (
  UPDATE ${schema}.delivery SET
    holder = $2,
    fence = fence + CASE WHEN holder = $2 THEN 0 ELSE 1 END,
    expires_at = clock_timestamp() + $3 * interval '1 millisecond'
  WHERE destination = $1 AND (holder = $2 OR expires_at <= clock_timestamp())
  RETURNING fence
)
SELECT fence, NULL AS remaining FROM taken
UNION ALL
SELECT NULL, extract(epoch FROM expires_at - clock_timestamp()) * 1000
FROM ${schema}.delivery WHERE destination = $1 AND NOT EXISTS (SELECT FROM taken)`,

    renewLease: `
UPDATE ${schema}.delivery SET expires_at = clock_timestamp() + $3 * interval '1 millisecond'
WHERE destination = $1 AND fence = $2 RETURNING 1`,

    releaseLease: `
UPDATE ${schema}.delivery SET expires_at = '-infinity' WHERE destination = $1 AND holder = $2 RETURNING 1`,

    insertDelivery: `
INSERT INTO ${schema}.delivery (destination, holder, fence, expires_at) VALUES ($1, '', 0, '-infinity')
ON CONFLICT DO NOTHING`,

    selectPause: `SELECT pause FROM ${schema}.delivery WHERE destination = $1`,

    deletePause: `UPDATE ${schema}.delivery SET pause = NULL WHERE destination = $1`,
  };
}
