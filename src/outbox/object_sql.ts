import type { ObjectStorage } from "./object_platform.ts";
import { firstRow, type SqlRow, type SqlRunner, type SqlValue } from "./sql_runner.ts";

/** SQLite as a Durable Object has it. */
export class ObjectSqlRunner implements SqlRunner {
  readonly #storage: ObjectStorage;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  run(sql: string, ...parameters: SqlValue[]): number {
    this.#storage.sql.exec(sql, ...parameters);
    // The cursor counts what is written into indexes, too.
    return Number(firstRow(this.all("SELECT changes() AS changed"))?.changed);
  }

  all(sql: string, ...parameters: SqlValue[]): Iterable<SqlRow> {
    return this.#storage.sql.exec(sql, ...parameters);
  }

  transaction<T>(act: () => T): T {
    return this.#storage.transactionSync(act);
  }

  // The platform keeps `PRAGMA user_version` for itself.
  readVersion(): number {
    this.run("CREATE TABLE IF NOT EXISTS layout (version INTEGER NOT NULL) STRICT");
    return Number(firstRow(this.all("SELECT version FROM layout"))?.version ?? 0);
  }

  writeVersion(version: number): void {
    this.run("DELETE FROM layout");
    this.run("INSERT INTO layout VALUES (?)", version);
  }
}
