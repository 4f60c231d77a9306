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
 * // When the process is asked to end:
 * await delivery.stop(5_000);
 * await outbox.close();
 * ```
 *
 * @module
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Client } from "../hubspot/client.ts";
import { type AcceptedEvent, type HubSpotEvent, keyOf } from "../hubspot/events.ts";
import { concernsAccount, type Receipt } from "../hubspot/receipts.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import type { Outbox, ProcessResult, PutResult } from "./outbox.ts";
import { accountRecheckMs, defaultSchedule, type RetrySchedule, settle } from "./settlement.ts";
import * as sql from "./statements.ts";

export type { Outbox, ProcessResult, PutResult } from "./outbox.ts";
export type { RetrySchedule } from "./settlement.ts";
export { startDelivery } from "./delivery_loop.ts";
export type { DeliveryLoop, DeliveryLoopOptions } from "./delivery_loop.ts";

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
  /** Clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

interface DueRow {
  sequence: number;
  attempts: number;
  event: HubSpotEvent;
}

/**
 * Opens an outbox in an SQLite file.
 *
 * @throws {Error} If the file cannot be opened or is no database.
 * @throws {RangeError} If `keepDeliveredDays` is negative.
 */
export function openSqliteOutbox(options: SqliteOutboxOptions): Outbox {
  const { keepDeliveredDays = 30, destination = "hubspot" } = options;
  if (!(keepDeliveredDays >= 0)) {
    throw new RangeError(
      `Cannot open the outbox: keepDeliveredDays must be 0 or more: ${keepDeliveredDays}`,
    );
  }
  return new SqliteOutbox({ ...options, keepDeliveredDays, destination });
}

class SqliteOutbox implements Outbox {
  readonly #database: DatabaseSync;
  readonly #statements: Record<"insert" | "due" | "nextDue" | "settle" | "prune", StatementSync>;
  readonly #destination: string;
  readonly #client: Pick<Client, "sendAll">;
  readonly #schedule: RetrySchedule;
  readonly #keepDeliveredMs: number;
  readonly #deps: Deps;
  readonly #listeners = new Set<() => void>();
  #round: Promise<unknown> = Promise.resolve();
  #pausedUntil = 0;

  constructor(options: SqliteOutboxOptions & { keepDeliveredDays: number; destination: string }) {
    this.#destination = options.destination;
    this.#client = options.client;
    this.#schedule = options.schedule ?? defaultSchedule;
    this.#keepDeliveredMs = options.keepDeliveredDays * 24 * 60 * 60_000;
    this.#deps = createDeps(options.deps);
    const database = new DatabaseSync(options.path);
    // FULL, because a 202 promises that the event survives the power going off; WAL alone survives a crash only.
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;",
    );
    database.exec(sql.schema);
    this.#database = database;
    this.#statements = {
      insert: database.prepare(sql.insertEvent),
      due: database.prepare(sql.selectDue),
      nextDue: database.prepare(sql.selectNextDue),
      settle: database.prepare(sql.settleEvent),
      prune: database.prepare(sql.deleteDelivered),
    };
  }

  // deno-lint-ignore require-await -- an error must come as a rejection, as from every other outbox
  async put(events: readonly AcceptedEvent[]): Promise<PutResult> {
    const now = this.#deps.now();
    this.#transaction(() => {
      for (const event of events) {
        const { family, type, id } = keyOf(event);
        this.#statements.insert.run(
          this.#destination,
          family,
          type,
          id,
          JSON.stringify(event),
          now,
          now,
        );
      }
    });
    for (const listener of this.#listeners) listener();
    return {};
  }

  process(limit: number, signal?: AbortSignal): Promise<ProcessResult> {
    const round = this.#round.then(() => this.#processOnce(limit, signal));
    this.#round = round.catch(() => {});
    return round;
  }

  onPut(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#round;
    this.#database.close();
  }

  async #processOnce(limit: number, signal: AbortSignal | undefined): Promise<ProcessResult> {
    const rows = this.#deps.now() < this.#pausedUntil ? [] : this.#readDue(limit);
    const receipts: Receipt[] = [];
    const events = rows.map(({ event }) => event);
    for await (const receipt of this.#client.sendAll(events, signal ? { signal } : {})) {
      receipts.push(receipt);
    }
    this.#transaction(() => this.#settleAll(rows, receipts));
    const nextDueAt = this.#nextDue();
    return { receipts, ...(nextDueAt === undefined ? {} : { nextDueAt }) };
  }

  #readDue(limit: number): DueRow[] {
    return this.#statements.due.all(this.#destination, this.#deps.now(), limit).map((row) => ({
      sequence: Number(row.sequence),
      attempts: Number(row.attempts),
      // What stands there was written by put; the client checks every event all the same.
      event: JSON.parse(String(row.body)),
    }));
  }

  #settleAll(rows: readonly DueRow[], receipts: readonly Receipt[]): void {
    const now = this.#deps.now();
    for (const receipt of receipts) {
      const row = rows[receipt.index];
      if (row === undefined) continue;
      const { random } = this.#deps;
      const settled = settle(receipt, {
        attempts: row.attempts,
        now,
        random,
        schedule: this.#schedule,
      });
      const dueAt = settled.state === "waiting" ? settled.dueAt : null;
      const settledAt = settled.state === "waiting" ? null : now;
      this.#statements.settle.run(
        settled.state,
        settled.attempts,
        dueAt,
        settledAt,
        JSON.stringify(receipt),
        row.sequence,
      );
      // Nothing else would get through either, so trying would only burn requests.
      if (receipt.outcome === "deferred" && concernsAccount(receipt)) {
        this.#pausedUntil = Math.max(this.#pausedUntil, receipt.retryAt ?? now + accountRecheckMs);
      }
    }
    this.#statements.prune.run(this.#destination, now - this.#keepDeliveredMs);
  }

  #nextDue(): number | undefined {
    const dueAt = this.#statements.nextDue.get(this.#destination)?.due_at;
    return typeof dueAt === "number" ? Math.max(dueAt, this.#pausedUntil) : undefined;
  }

  #transaction(write: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      write();
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}
