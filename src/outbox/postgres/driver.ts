import { Pool } from "pg";
import type { PostgresPool } from "./pool.ts";

/** A pool that was opened here, and is closed here. */
export interface OwnPool extends PostgresPool {
  /** Closes every connection. */
  end(): Promise<void>;
}

/** Most that opening a connection may take, in milliseconds; a request waits for it. */
const connectLimitMs = 10_000;

/** Most that one statement may take, in milliseconds: an answer that a broken network keeps never comes. */
const statementLimitMs = 30_000;

/** Opens a pool of node-postgres. No connection is made before the first statement. */
export function openPool(connectionString: string): OwnPool {
  const pool = new Pool({
    connectionString,
    connectionTimeoutMillis: connectLimitMs,
    query_timeout: statementLimitMs,
    keepAlive: true,
  });
  // A connection that breaks while nobody uses it is replaced with the next statement; unheard, it ends the process.
  pool.on("error", () => {});
  return pool;
}
