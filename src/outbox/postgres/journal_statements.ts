import { keyHash } from "./statements.ts";

/** The statements of a journal in one schema. Pages are looked through in two steps: what meets the query, then what is in it. */
export interface JournalStatements {
  /** Everything, the latest first. Parameters: destination, before this sequence, family, type, text, limit. */
  scanAll: string;
  /** What waits, the latest first. Parameters as of `scanAll`. */
  scanWaiting: string;
  /** What is settled, the latest first. Parameters as of `scanAll`, then state and before this settled_at. */
  scanSettled: string;
  /** Parameters: sequences. */
  selectEntries: string;
  /** Parameters: destination, family, type, id. */
  selectByKey: string;
  /** Parameters: destination, id. */
  selectById: string;
  /** How many are settled, by state. Parameters: destination. */
  countSettled: string;
  /** Parameters: destination. */
  replayAll: string;
  /** Parameters: destination, then arrays: families, types, ids. */
  replaySome: string;
  /** Parameters: destination. */
  dropAll: string;
  /** Parameters: destination, then arrays: families, types, ids. */
  dropSome: string;
}

/** Writes the statements for a schema. */
export function writeJournalStatements(schema: string): JournalStatements {
  const scan = (where: string, order: string) => `
SELECT sequence, settled_at,
  ($3::text IS NULL OR family = $3) AND ($4::text IS NULL OR type = $4)
    AND (strpos(lower(id), lower($5)) > 0 OR strpos(lower(type), lower($5)) > 0) AS is_met
FROM ${schema}.event WHERE destination = $1 AND ${where} ORDER BY ${order} LIMIT $6`;
  const entry = `
SELECT sequence, family, type, id, state, received_at, due_at, settled_at, attempts, origin, history, body
FROM ${schema}.event`;
  const isDead = "WHERE destination = $1 AND state = 'dead' AND settled_at IS NOT NULL";
  const hasKey = `AND key_hash IN (
  SELECT ${keyHash} FROM unnest($2::text[], $3::text[], $4::text[]) AS wanted (family, type, id)
)`;
  // Counted there: a million answers would fill the memory here.
  const count = (statement: string) => `
WITH changed AS (${statement} RETURNING 1) SELECT count(*) AS events FROM changed`;
  const replay = `
UPDATE ${schema}.event SET state = 'waiting', attempts = 0, due_at = 0, settled_at = NULL ${isDead}`;
  const drop = `DELETE FROM ${schema}.event ${isDead}`;
  return {
    scanAll: scan("sequence < $2", "sequence DESC"),
    scanWaiting: scan("due_at IS NOT NULL AND sequence < $2", "sequence DESC"),
    scanSettled: scan(
      "state = $7 AND settled_at IS NOT NULL AND (settled_at, sequence) < ($8, $2)",
      "settled_at DESC, sequence DESC",
    ),
    selectEntries: `${entry} WHERE sequence = ANY($1)`,
    selectByKey: `
${entry} WHERE destination = $1 AND key_hash = (
  SELECT ${keyHash} FROM (SELECT $2::text AS family, $3::text AS type, $4::text AS id) AS wanted
)`,
    selectById: `
${entry} WHERE destination = $1 AND id_hash = sha256(convert_to($2, 'UTF8')) LIMIT 10`,
    countSettled: `
SELECT state, count(*) AS events FROM ${schema}.event
WHERE destination = $1 AND settled_at IS NOT NULL GROUP BY state`,
    replayAll: count(replay),
    replaySome: count(`${replay} ${hasKey}`),
    dropAll: count(drop),
    dropSome: count(`${drop} ${hasKey}`),
  };
}
