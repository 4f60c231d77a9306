/** What a column holds, as far as outboxes use it. */
export type SqlValue = string | number | null;

/** One row of an answer, by the names of its columns. */
export type SqlRow = Record<string, unknown>;

/** A database of SQLite, however the host lets it be reached. */
export interface SqlRunner {
  /** Runs statements that answer nothing; only a single one may have parameters. Returns how many rows the last one changed. */
  run(sql: string, ...parameters: SqlValue[]): number;
  /** Runs one statement and answers its rows, read as they are taken. */
  all(sql: string, ...parameters: SqlValue[]): Iterable<SqlRow>;
  /** Runs `act` in a transaction that is undone when it throws. Transactions are not nested. */
  transaction<T>(act: () => T): T;
  /** Which layout the tables have; 0 where nobody has said. */
  readVersion(): number;
  /** Writes down which layout the tables have. */
  writeVersion(version: number): void;
}

/** The first row of an answer. */
export function firstRow(rows: Iterable<SqlRow>): SqlRow | undefined {
  // A cursor that is not read to its end would keep its statement open.
  return [...rows][0];
}
