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
import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Client } from "../hubspot/client.ts";
import { type AcceptedEvent, keyOf } from "../hubspot/events.ts";
import { accountRecheckMs, concernsAccount, type Receipt } from "../hubspot/receipts.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import { type DueRow, missingReceipts, readEvent, unreadable } from "./due_rows.ts";
import type { Outbox, ProcessResult, PutResult } from "./outbox.ts";
import { defaultSchedule, type RetrySchedule, settle } from "./settlement.ts";
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

/** While the account is refused as a whole. A clock that is set back must not stretch it. */
interface Pause {
  from: number;
  until: number;
}

/** Most that one round takes up, in characters of JSON, so that large events cannot fill the memory. */
const roundLength = 8 * 1024 * 1024;

/** Receipts are settled in lots: one commit for each would wait for the disk each time. */
const settleLot = 100;

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
  #pause: Pause = { from: 0, until: 0 };

  constructor(options: SqliteOutboxOptions & { keepDeliveredDays: number; destination: string }) {
    this.#destination = options.destination;
    this.#client = options.client;
    this.#schedule = options.schedule ?? defaultSchedule;
    this.#keepDeliveredMs = options.keepDeliveredDays * 24 * 60 * 60_000;
    this.#deps = createDeps(options.deps);
    keepPrivate(options.path);
    const database = new DatabaseSync(options.path);
    // First of all, because switching to WAL needs a lock that another process may hold.
    database.exec("PRAGMA busy_timeout = 5000");
    // FULL, because a 202 promises that the event survives the power going off; WAL alone survives a crash only.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
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
        const body = JSON.stringify(event);
        this.#statements.insert.run(this.#destination, family, type, id, body, now);
      }
    });
    for (const listener of this.#listeners) guarded(listener)();
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
    const due = this.#isPaused() ? [] : this.#readDue(limit);
    const broken = due.filter(({ event }) => event === undefined);
    const rows = due.filter(({ event }) => event !== undefined);
    const events = rows.flatMap(({ event }) => event ?? []);
    const receipts: Receipt[] = [];
    let settled = 0;
    const settleLatest = () => {
      const latest = receipts.slice(settled);
      this.#transaction(() => latest.forEach((receipt) => this.#settle(receipt, rows)));
      settled = receipts.length;
    };
    for await (const receipt of this.#client.sendAll(events, signal ? { signal } : {})) {
      receipts.push(receipt);
      if (receipts.length - settled >= settleLot) settleLatest();
    }
    receipts.push(...missingReceipts(rows, receipts, { isCutShort: signal?.aborted === true }));
    receipts.push(...broken.map((_, index) => unreadable(rows.length + index)));
    rows.push(...broken);
    settleLatest();
    this.#statements.prune.run(this.#destination, this.#deps.now() - this.#keepDeliveredMs);
    const nextDueAt = this.#nextDue();
    return { receipts, ...(nextDueAt === undefined ? {} : { nextDueAt }) };
  }

  #readDue(limit: number): DueRow[] {
    const rows: DueRow[] = [];
    let length = 0;
    for (const row of this.#statements.due.iterate(this.#destination, this.#deps.now(), limit)) {
      const body = String(row.body);
      length += body.length;
      if (rows.length > 0 && length > roundLength) break;
      const [sequence, attempts] = [Number(row.sequence), Number(row.attempts)];
      rows.push({ sequence, attempts, ...readEvent(body) });
    }
    return rows;
  }

  #settle(receipt: Receipt, rows: readonly DueRow[]): void {
    const row = rows[receipt.index];
    if (row === undefined) return;
    const { random } = this.#deps;
    const now = this.#deps.now();
    const schedule = this.#schedule;
    const settled = settle(receipt, { attempts: row.attempts, now, random, schedule });
    const isWaiting = settled.state === "waiting";
    this.#statements.settle.run(
      settled.state,
      settled.attempts,
      isWaiting ? settled.dueAt : null,
      isWaiting ? null : now,
      JSON.stringify(receipt),
      row.sequence,
    );
    // Nothing else would get through either, so trying would only burn requests.
    if (receipt.outcome === "deferred" && concernsAccount(receipt)) {
      this.#pause = { from: now, until: receipt.retryAt ?? now + accountRecheckMs };
    }
  }

  #isPaused(): boolean {
    const now = this.#deps.now();
    return now >= this.#pause.from && now < this.#pause.until;
  }

  #nextDue(): number | undefined {
    const dueAt = this.#statements.nextDue.get(this.#destination)?.due_at;
    if (typeof dueAt !== "number") return undefined;
    return this.#isPaused() ? Math.max(dueAt, this.#pause.until) : dueAt;
  }

  #transaction(write: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      write();
      this.#database.exec("COMMIT");
    } catch (error) {
      // On a full disk SQLite has rolled back by itself, and its word on that would hide the cause.
      guarded(() => this.#database.exec("ROLLBACK"))();
      throw error;
    }
  }
}

/** The file holds people's addresses. SQLite gives its side files the same permissions. */
function keepPrivate(path: string): void {
  if (path !== ":memory:" && path !== "") closeSync(openSync(path, "a", 0o600));
}
