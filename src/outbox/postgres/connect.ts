import type { PostgresPool } from "./pool.ts";

/** A pool, and how to let go of it. */
export interface Connected {
  /** The pool. */
  pool: PostgresPool;
  /** Closes the pool; does nothing to a pool that is somebody else's. */
  closePool(): Promise<void>;
}

/**
 * Opens a pool of our own, or takes the one that is handed in.
 *
 * @param task What it is for, in the words of an error.
 * @throws {TypeError} If `database` is neither a connection string nor a pool.
 */
export async function connect(task: string, database: string | PostgresPool): Promise<Connected> {
  if (typeof database !== "string") {
    if (typeof database?.query !== "function" || typeof database.connect !== "function") {
      throw new TypeError(`Cannot ${task}: database must be a connection string or a pool`);
    }
    return { pool: database, closePool: () => Promise.resolve() };
  }
  // Loaded only here: whoever hands in a pool has a driver of their own.
  const { openPool } = await import("./driver.ts");
  const pool = openPool(database);
  return { pool, closePool: () => pool.end() };
}

/**
 * Checks the name of a schema, which stands in statements as it is.
 *
 * @throws {RangeError} If it is none.
 */
export function checkSchema(task: string, schema: string): void {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) return;
  throw new RangeError(
    `Cannot ${task}: schema must be up to 63 lower-case letters, digits and _: ${
      JSON.stringify(schema)
    }`,
  );
}
