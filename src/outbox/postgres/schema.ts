import { type PostgresPool, runStatement } from "./pool.ts";

/** Which tables these are, so that a later version can turn them into its own. */
const layout = 1;

/**
 * The outbox as tables. One event is one row; the hash of its key makes a second put of it nothing. `due_at` is empty
 * once the row is settled, so its index holds only what waits. Times that we decide upon are ours, in milliseconds
 * since 1970; only the lease goes by the database's clock, the one clock that all instances share.
 *
 * `body`, `origin` and `history` are JSON in `text` and not `jsonb`, which refuses the character NUL, rounds
 * numbers and orders keys. Family, type and id are escaped as within JSON, since `text` refuses NUL, too.
 */
function createTables(schema: string): string {
  return `
CREATE SCHEMA IF NOT EXISTS ${schema};
CREATE TABLE IF NOT EXISTS ${schema}.event (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  destination text NOT NULL,
  key_hash bytea NOT NULL,
  id_hash bytea NOT NULL,
  family text NOT NULL,
  type text NOT NULL,
  id text NOT NULL,
  origin text NOT NULL,
  body text NOT NULL,
  size integer NOT NULL,
  received_at bigint NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  due_at bigint,
  settled_at bigint,
  history text NOT NULL DEFAULT '[]',
  UNIQUE (destination, key_hash)
);
CREATE INDEX IF NOT EXISTS event_due ON ${schema}.event (destination, due_at, sequence)
  INCLUDE (received_at, size) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_settled ON ${schema}.event (destination, state, settled_at, sequence)
  WHERE settled_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_waiting ON ${schema}.event (destination, sequence)
  WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_id ON ${schema}.event (destination, id_hash);
CREATE TABLE IF NOT EXISTS ${schema}.delivery (
  destination text PRIMARY KEY,
  holder text NOT NULL,
  fence bigint NOT NULL,
  expires_at timestamptz NOT NULL,
  pause text
);
CREATE TABLE IF NOT EXISTS ${schema}.layout (version integer NOT NULL);
INSERT INTO ${schema}.layout SELECT ${layout} WHERE NOT EXISTS (SELECT FROM ${schema}.layout);`;
}

/** Two instances that start together must not make the tables at the same time: an arbitrary number, ours alone. */
const schemaLock = 7_318_349_242_117;

/**
 * Makes the tables where they are missing, and looks whether the database can keep what an outbox promises.
 *
 * @param schema Quoted.
 * @throws {Error} If it cannot, does not answer, or a later version than this made the tables.
 */
export async function prepareDatabase(pool: PostgresPool, schema: string): Promise<void> {
  const [found] = await runStatement(
    pool,
    `SELECT current_setting('server_encoding') AS encoding,
      current_setting('synchronous_commit') AS durability`,
  );
  if (found?.encoding !== "UTF8") {
    throw new Error(
      `Cannot open the outbox: the database must be in UTF8 to hold every event: ${found?.encoding}`,
    );
  }
  if (found.durability === "off") {
    throw new Error(
      "Cannot open the outbox: synchronous_commit is off, so what is put could be lost with the server: " +
        "turn it on for the role that connects",
    );
  }
  await makeTables(pool, { table: `${schema}.layout`, statements: createTables(schema) });
  const [made] = await runStatement(pool, `SELECT version FROM ${schema}.layout`);
  if (made?.version !== layout) {
    throw new Error(
      `Cannot open the outbox: its layout is ${made?.version}, and this version knows ${layout}: ` +
        "update it, or name another schema",
    );
  }
}

/**
 * Makes tables where they are missing: whoever may not create any can have them created by somebody else.
 *
 * @param table The last of them, by which they are told to be there.
 */
export async function makeTables(
  pool: PostgresPool,
  { table, statements }: { table: string; statements: string },
): Promise<void> {
  const [found] = await runStatement(
    pool,
    `SELECT to_regclass('${table}') IS NOT NULL AS is_there`,
  );
  if (found?.is_there === true) return;
  // Without values, Postgres runs them all as one transaction.
  await pool.query(`SELECT pg_advisory_xact_lock(${schemaLock});${statements}`);
}
