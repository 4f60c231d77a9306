/**
 * An outbox in an SQLite file, for Deno, Node 22.13 and later, and Bun: what is put is on disk before the put
 * resolves, so that a process that is killed loses nothing. {@linkcode startDelivery} delivers what it holds.
 *
 * ```ts
 * import { createClient } from "@hubline/timeline";
 * import { openSqliteOutbox, startDelivery } from "@hubline/timeline/outbox/sqlite";
 *
 * const client = createClient({ accessToken: "pat-na1-your-token" });
 * const outbox = openSqliteOutbox({ path: ":memory:", client }); // a file's path, to keep it
 * const delivery = startDelivery(outbox, { onReceipt: ({ outcome }) => console.log(outcome) });
 *
 * const { dead } = await outbox.journal.counts();
 * if (dead > 0) await outbox.journal.replay("all");
 *
 * // When the process is asked to end:
 * await delivery.stop(5_000);
 * await outbox.close();
 * ```
 *
 * @module
 */
import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { setImmediate } from "node:timers";
import type { Client } from "../hubspot/client.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import { type DepthLimit, readDepthLimit } from "./depth.ts";
import type { ForgettingOutbox } from "./outbox.ts";
import { defaultSchedule, type RetrySchedule } from "./settlement.ts";
import { SqlOutbox } from "./sql_outbox.ts";
import type { SqlRow, SqlRunner, SqlValue } from "./sql_runner.ts";

export * from "./delivery_loop.ts";
export { type DepthLimit, OutboxFullError } from "./depth.ts";
export type * from "./journal.ts";
export type {
  DeliveryState,
  EventOrigin,
  ForgettingOutbox,
  JournaledOutbox,
  Outbox,
  ProcessResult,
  PutResult,
  Settled,
  SettledReceipt,
} from "./outbox.ts";
export type { RetrySchedule } from "./settlement.ts";

/** Settings of an SQLite outbox. */
export interface SqliteOutboxOptions {
  /** Path of the database file, made when missing; its folder must exist. `:memory:` keeps nothing. */
  path: string;
  /** Delivers the events. */
  client: Pick<Client, "sendAll">;
  /** Name of where the events go; an outbox sees only its own destination's. Default: `hubspot`. */
  destination?: string;
  /** Delays between attempts. Default: 8 attempts over about 27 hours. */
  schedule?: RetrySchedule;
  /** How long delivered events stay known, so that putting them again does nothing, in days. Default: 30. */
  keepDeliveredDays?: number;
  /** How much may wait. Default: 1,000,000 events and 2,000,000,000 characters of JSON. */
  depth?: Partial<DepthLimit>;
  /** Clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/**
 * Opens an outbox in an SQLite file. A file of an earlier version is brought up to date.
 *
 * @throws {Error} If the file cannot be opened, is no database, or was written by a later version.
 * @throws {RangeError} If `keepDeliveredDays` is negative, or a limit of `depth` is no whole number from 1.
 */
export function openSqliteOutbox(options: SqliteOutboxOptions): ForgettingOutbox {
  const { keepDeliveredDays = 30, destination = "hubspot", schedule = defaultSchedule } = options;
  if (!(keepDeliveredDays >= 0)) {
    throw new RangeError(
      `Cannot open the outbox: keepDeliveredDays must be 0 or more: ${keepDeliveredDays}`,
    );
  }
  const depth = readDepthLimit(options.depth);
  const runner = new NodeSqlRunner(options.path);
  try {
    return new SqliteOutbox(runner, {
      client: options.client,
      destination,
      schedule,
      keepDeliveredMs: keepDeliveredDays * 24 * 60 * 60_000,
      depth,
      deps: createDeps(options.deps),
    });
  } catch (error) {
    runner.close();
    throw error;
  }
}

class SqliteOutbox extends SqlOutbox {
  readonly #runner: NodeSqlRunner;

  constructor(
    runner: NodeSqlRunner,
    options: Omit<ConstructorParameters<typeof SqlOutbox>[0], "runner" | "later">,
  ) {
    // After the turn in which they came: all requests that were read in it are committed together.
    super({ ...options, runner, later: (commit) => void setImmediate(commit) });
    this.#runner = runner;
  }

  override async close(): Promise<void> {
    await super.close();
    this.#runner.close();
  }
}

/** SQLite as Node, Deno and Bun have it. */
class NodeSqlRunner implements SqlRunner {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    keepPrivate(path);
    this.#database = new DatabaseSync(path);
    // First of all, because switching to WAL needs a lock that another process may hold.
    this.#database.exec("PRAGMA busy_timeout = 5000");
    // FULL, because a 202 promises that the event survives the power going off; WAL alone survives a crash only.
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  }

  run(sql: string, ...parameters: SqlValue[]): number {
    if (parameters.length > 0) return Number(this.#prepare(sql).run(...parameters).changes);
    this.#database.exec(sql);
    return 0;
  }

  all(sql: string, ...parameters: SqlValue[]): Iterable<SqlRow> {
    return this.#prepare(sql).iterate(...parameters);
  }

  transaction<T>(act: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = act();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      // On a full disk SQLite has rolled back by itself, and its word on that would hide the cause.
      guarded(() => this.#database.exec("ROLLBACK"))();
      throw error;
    }
  }

  readVersion(): number {
    return Number(this.#database.prepare("PRAGMA user_version").get()?.user_version);
  }

  writeVersion(version: number): void {
    this.#database.exec(`PRAGMA user_version = ${version}`);
  }

  close(): void {
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** The file holds people's addresses. SQLite gives its side files the same permissions. */
function keepPrivate(path: string): void {
  if (path !== ":memory:" && path !== "") closeSync(openSync(path, "a", 0o600));
}
