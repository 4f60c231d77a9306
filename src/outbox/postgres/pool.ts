/** What a statement came to. */
export interface PostgresResult {
  /** The rows, each by column name. */
  rows: Record<string, unknown>[];
}

/** One connection, taken out of a pool. */
export interface PostgresConnection {
  /** Runs one statement. */
  query(text: string, values?: unknown[]): Promise<PostgresResult>;
  /** Tells of notifications, and of the end of the connection. Where it is missing, the outbox polls only. */
  on?(
    event: "notification" | "error" | "end",
    listener: (told?: { payload?: string | undefined }) => void,
  ): unknown;
  /** Gives the connection back to the pool, or closes it. */
  release(close?: boolean): void;
}

/**
 * The part of a connection pool that the outbox uses: the pools of `pg`, and of drivers that are shaped like it, fit
 * as they are. The outbox needs no statement on the same connection as another, so a pooler in between may hand out
 * connections one by one.
 */
export interface PostgresPool {
  /** Runs one statement on any connection. */
  query(text: string, values?: unknown[]): Promise<PostgresResult>;
  /** Takes out a connection, to listen on. */
  connect(): Promise<PostgresConnection>;
}

/** Attempts at a statement that Postgres ends because two of them wait for each other. */
const deadlockAttempts = 3;

/**
 * Runs one statement, and runs it again where Postgres picked it to end a deadlock: two puts of the same keys in
 * another order can meet in one. It was rolled back as a whole, so nothing of it stands.
 */
export async function runStatement(
  pool: Pick<PostgresPool, "query">,
  text: string,
  values: unknown[] = [],
): Promise<PostgresResult["rows"]> {
  for (let attempt = 1;; attempt++) {
    try {
      return (await pool.query(text, values)).rows;
    } catch (error) {
      if (attempt === deadlockAttempts || !isDeadlock(error)) throw error;
    }
  }
}

/** `deadlock_detected` in https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "40P01";
}
