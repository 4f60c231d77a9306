/**
 * The worked example of an outbox on another storage: SQLite compiled to WebAssembly, for hosts that have files and no
 * SQLite of their own, such as Node 20. A storage that speaks SQLite's SQL needs no more than a runner for it.
 *
 * @module
 */
import sqlite, { type Database } from "node-sqlite3-wasm";
import type { Client } from "../../src/hubspot/client.ts";
import { type DepthLimit, readDepthLimit } from "../../src/outbox/depth.ts";
import type { ForgettingOutbox } from "../../src/outbox/outbox.ts";
import { defaultSchedule, type RetrySchedule } from "../../src/outbox/settlement.ts";
import { SqlOutbox, type SqlOutboxOptions } from "../../src/outbox/sql_outbox.ts";
import {
  firstRow,
  type SqlRow,
  type SqlRunner,
  type SqlValue,
} from "../../src/outbox/sql_runner.ts";
import { createDeps, type Deps } from "../../src/transport/deps.ts";

/** How long delivered events stay known, in milliseconds: 30 days. */
const keepDeliveredMs = 30 * 24 * 60 * 60_000;

/** Settings of the outbox. */
export interface WasmOutboxOptions {
  /** Path of the database file, made when missing; its folder must exist. */
  path: string;
  /** Delivers the events. */
  client: Pick<Client, "sendAll">;
  /** Delays between attempts. Default: 8 attempts over about 27 hours. */
  schedule?: RetrySchedule;
  /** How much may wait. Default: 1,000,000 events and 2,000,000,000 characters of JSON. */
  depth?: Partial<DepthLimit>;
  /** Clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/**
 * Opens an outbox in an SQLite file without an SQLite of the runtime's.
 *
 * @throws {RangeError} If a limit of `depth` is no whole number from 1.
 */
export function openWasmOutbox(options: WasmOutboxOptions): ForgettingOutbox {
  const { path, client, schedule = defaultSchedule } = options;
  const depth = readDepthLimit(options.depth);
  const runner = new WasmSqlRunner(path);
  return new WasmOutbox(runner, {
    client,
    destination: "hubspot",
    schedule,
    keepDeliveredMs,
    depth,
    deps: createDeps(options.deps),
  });
}

class WasmOutbox extends SqlOutbox {
  readonly #runner: WasmSqlRunner;

  constructor(runner: WasmSqlRunner, options: Omit<SqlOutboxOptions, "runner" | "later">) {
    // Requests of one turn share a commit.
    super({ ...options, runner, later: (commit) => void queueMicrotask(commit) });
    this.#runner = runner;
  }

  override async close(): Promise<void> {
    await super.close();
    this.#runner.close();
  }
}

/** SQLite in WebAssembly. */
class WasmSqlRunner implements SqlRunner {
  readonly #database: Database;

  constructor(path: string) {
    this.#database = new sqlite.Database(path);
    // WebAssembly shares no memory with other processes, which WAL would need. FULL: a 202 promises the disk.
    this.#database.exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL");
  }

  run(sql: string, ...parameters: SqlValue[]): number {
    if (parameters.length > 0) return this.#database.run(sql, parameters).changes;
    this.#database.exec(sql);
    return 0;
  }

  all(sql: string, ...parameters: SqlValue[]): Iterable<SqlRow> {
    return this.#database.all(sql, parameters);
  }

  transaction<T>(act: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = act();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  readVersion(): number {
    return Number(firstRow(this.all("PRAGMA user_version"))?.user_version);
  }

  writeVersion(version: number): void {
    this.run(`PRAGMA user_version = ${version}`);
  }

  close(): void {
    this.#database.close();
  }
}
