import type { Client } from "../hubspot/client.ts";
import type { AcceptedEvent } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import type { Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import { deliverRound } from "./delivery_round.ts";
import { type DepthLimit, OutboxFullError, retryAfter } from "./depth.ts";
import { EventTable, type NewRow } from "./event_table.ts";
import { GroupCommit } from "./group_commit.ts";
import type { Journal } from "./journal.ts";
import { migrate } from "./layouts.ts";
import { withoutLong } from "./origin.ts";
import type { EventOrigin, ForgettingOutbox, ProcessResult, PutResult } from "./outbox.ts";
import type { RetrySchedule } from "./settlement.ts";
import { SqlJournal } from "./sql_journal.ts";
import type { SqlRunner } from "./sql_runner.ts";

/** What an outbox over SQLite is made of, whoever the host is. */
export interface SqlOutboxOptions {
  /** The database. */
  runner: SqlRunner;
  /** Delivers the events. */
  client: Pick<Client, "sendAll">;
  /** Name of where the events go. */
  destination: string;
  /** Delays between attempts. */
  schedule: RetrySchedule;
  /** How long delivered events stay known, in milliseconds. */
  keepDeliveredMs: number;
  /** How much may wait. */
  depth: DepthLimit;
  /** Clock and chance. */
  deps: Pick<Deps, "now" | "random">;
  /** Runs `commit` when no further put is to be expected at once. */
  later(commit: () => void): void;
}

/** An event that came another way, and what became of it there. */
export interface DeliveryRecord {
  /** The event. */
  event: AcceptedEvent;
  /** What is kept beside it. */
  origin: EventOrigin;
  /** When it came, in milliseconds since 1970. */
  receivedAt: number;
  /** What the attempt came to; missing where there was none yet. */
  receipt?: Receipt;
}

/** The outbox over SQLite, in whichever host. */
export class SqlOutbox implements ForgettingOutbox {
  readonly journal: Journal;
  readonly #table: EventTable;
  readonly #options: SqlOutboxOptions;
  readonly #commits: GroupCommit<readonly RecordRow[]>;
  readonly #listeners = new Set<() => void>();
  #round: Promise<unknown> = Promise.resolve();
  /** How much more may wait, as far as the transaction under way knows. */
  #room: DepthLimit = noRoom;

  constructor(options: SqlOutboxOptions) {
    const { runner, later, destination } = options;
    migrate(runner);
    this.#options = options;
    this.#table = new EventTable(options);
    this.#commits = new GroupCommit({
      runner,
      later,
      begin: () => void (this.#room = noRoom),
      write: (rows) => this.#write(rows),
    });
    this.journal = new SqlJournal({
      runner,
      destination,
      table: this.#table,
      onReplay: () => this.#tellListeners(),
    });
  }

  async put(events: readonly AcceptedEvent[], origin: EventOrigin = {}): Promise<PutResult> {
    const receivedAt = this.#options.deps.now();
    await this.record(events.map((event) => ({ event, origin, receivedAt })));
    return {};
  }

  /** Keeps events that came another way; those that wait are delivered from here. Rejects as `put` does. */
  async record(records: readonly DeliveryRecord[]): Promise<void> {
    const rows = records.map((record) => ({
      ...record,
      origin: withoutLong(record.origin),
      body: JSON.stringify(record.event),
    }));
    await this.#commits.add(rows);
    this.#tellListeners();
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

  forgetDelivered(): Promise<void> {
    const { runner } = this.#options;
    const forgotten = this.#round.then(() => {
      while (this.#table.tally().delivered.events > 0) {
        runner.transaction(() => this.#table.prune(Number.MAX_SAFE_INTEGER));
      }
    });
    this.#round = forgotten.catch(() => {});
    return forgotten;
  }

  async close(): Promise<void> {
    this.#commits.flush();
    await this.#round;
  }

  /** When there is something to do, in milliseconds since 1970; missing where nothing waits. */
  nextDueAt(): number | undefined {
    const dueAt = this.#table.nextDueAt();
    return dueAt === undefined ? undefined : Math.max(dueAt, this.#table.pause()?.until ?? 0);
  }

  async #processOnce(limit: number, signal: AbortSignal | undefined): Promise<ProcessResult> {
    const { runner, client, deps, keepDeliveredMs } = this.#options;
    this.#table.bringIn();
    const receipts = await deliverRound({
      runner,
      table: this.#table,
      client,
      forgetUntil: () => deps.now() - keepDeliveredMs,
      deps,
      limit,
      signal,
    });
    const nextDueAt = this.nextDueAt();
    return { receipts, ...(nextDueAt === undefined ? {} : { nextDueAt }) };
  }

  #write(rows: readonly RecordRow[]): OutboxFullError | undefined {
    if (rows.some(isToWait) && !this.#hasRoom(rows)) {
      const pausedMs = (this.#table.pause()?.until ?? 0) - this.#options.deps.now();
      return new OutboxFullError(retryAfter({ pausedMs }));
    }
    for (const row of rows) {
      this.#table.insert(row);
      if (row.receipt === undefined) continue;
      const inserted = this.#table.waiting(row.event);
      if (inserted !== undefined) this.#table.settle(row.receipt, inserted);
    }
    this.#table.bringForward(rows.flatMap(({ receipt }) => receipt ?? []));
    return undefined;
  }

  /** Whether there is room for at least one event; the tally is read once a commit, and again where it becomes narrow. */
  #hasRoom(rows: readonly RecordRow[]): boolean {
    const length = rows.reduce((sum, { body }) => sum + body.length, 0);
    let room = this.#room;
    if (room.events <= 0 || room.characters <= 0) {
      const { events, characters } = this.#table.tally().waiting;
      const { depth } = this.#options;
      room = { events: depth.events - events, characters: depth.characters - characters };
    }
    // What is known already takes none, so this is the least that is left.
    this.#room = { events: room.events - rows.length, characters: room.characters - length };
    return room.events > 0 && room.characters > 0;
  }

  #tellListeners(): void {
    for (const listener of this.#listeners) guarded(listener)();
  }
}

const noRoom: Readonly<DepthLimit> = { events: 0, characters: 0 };

type RecordRow = NewRow & Pick<DeliveryRecord, "receipt">;

function isToWait({ receipt }: RecordRow): boolean {
  return receipt === undefined || receipt.outcome === "deferred";
}
