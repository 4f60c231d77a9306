// deno-lint-ignore-file require-await -- an error must come as a rejection, as from every other journal
import type { EventKey } from "../hubspot/events.ts";
import type { EventTable } from "./event_table.ts";
import type {
  DeadLetters,
  Journal,
  JournalCounts,
  JournalDetail,
  JournalPage,
  JournalQuery,
} from "./journal.ts";
import { type JournalCursor, readCursor, readLimit, writeCursor } from "./journal_cursor.ts";
import { readDetail, rowFilter } from "./journal_rows.ts";
import * as sql from "./journal_statements.ts";
import { firstRow, type SqlRow, type SqlRunner } from "./sql_runner.ts";

/** What the journal over SQLite works with. */
export interface SqlJournalOptions {
  /** The database. */
  runner: SqlRunner;
  /** Name of where the events go; the journal shows only its own destination's. */
  destination: string;
  /** The events in it. */
  table: EventTable;
  /** Told when something waits anew. */
  onReplay(): void;
}

/** Most events that one call of `list` looks at, so that no search holds up the deliveries. */
const scanLength = 20_000;

/** The journal over SQLite, in whichever host. */
export class SqlJournal implements Journal {
  readonly #options: SqlJournalOptions;

  constructor(options: SqlJournalOptions) {
    this.#options = options;
  }

  async list(query: JournalQuery = {}): Promise<JournalPage> {
    const limit = readLimit(query);
    const isMet = rowFilter(query, this.#options.destination);
    const entries: JournalDetail[] = [];
    let looked = 0;
    let last: JournalCursor | undefined;
    for (const row of this.#scan(query, readCursor(query.cursor))) {
      // One row more than fits says that there is a next page.
      if (entries.length === limit || looked === scanLength) {
        return { entries: entries.map(withoutEvent), ...(last ? { next: writeCursor(last) } : {}) };
      }
      looked++;
      last = { settledAt: Number(row.settled_at ?? 0), sequence: Number(row.sequence) };
      if (isMet(row)) entries.push(...this.#read(sql.selectEntry, last.sequence));
    }
    return { entries: entries.map(withoutEvent) };
  }

  async get({ family, type, id }: EventKey): Promise<JournalDetail | undefined> {
    return this.#read(sql.selectByKey, this.#options.destination, id, type, family)[0];
  }

  async find(id: string): Promise<JournalDetail[]> {
    return this.#read(sql.selectById, this.#options.destination, id);
  }

  async counts(): Promise<JournalCounts> {
    const { runner, destination, table } = this.#options;
    const { waiting, delivered, dead } = table.tally();
    const oldest = firstRow(runner.all(sql.selectOldestWaiting, destination));
    const pause = table.pause();
    return {
      waiting: waiting.events,
      delivered: delivered.events,
      dead: dead.events,
      ...(oldest === undefined ? {} : { oldestWaitingAt: Number(oldest.received_at) }),
      ...(pause === undefined ? {} : { pause }),
    };
  }

  async replay(which: DeadLetters): Promise<number> {
    const replayed = this.#change(which, { all: sql.replayAll, one: sql.replayOne });
    if (replayed > 0) this.#options.onReplay();
    return replayed;
  }

  async drop(which: DeadLetters): Promise<number> {
    return this.#change(which, { all: sql.dropAll, one: sql.dropOne });
  }

  async resume(): Promise<boolean> {
    const { table, onReplay } = this.#options;
    const wasPaused = table.resume();
    if (wasPaused) onReplay();
    return wasPaused;
  }

  /** Events in the order of a page, each with as much as a query asks about. */
  #scan({ state }: JournalQuery, { settledAt, sequence }: JournalCursor): Iterable<SqlRow> {
    const { runner, destination } = this.#options;
    const limit = scanLength + 1;
    if (state === undefined) return runner.all(sql.scanAll, sequence, limit);
    if (state === "waiting") return runner.all(sql.scanWaiting, destination, sequence, limit);
    return runner.all(sql.scanSettled, destination, state, settledAt, sequence, limit);
  }

  #read(statement: string, ...parameters: (string | number)[]): JournalDetail[] {
    return [...this.#options.runner.all(statement, ...parameters)].map(readDetail);
  }

  #change(which: DeadLetters, statements: { all: string; one: string }): number {
    const { runner, destination } = this.#options;
    return runner.transaction(() => {
      if (which === "all") return runner.run(statements.all, destination);
      return which.reduce(
        (sum, { family, type, id }) =>
          sum + runner.run(statements.one, destination, id, type, family),
        0,
      );
    });
  }
}

/** A page is small: what stands in the events is read one by one. */
function withoutEvent({ event: _, ...entry }: JournalDetail): Omit<JournalDetail, "event"> {
  return entry;
}
