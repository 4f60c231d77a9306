import type { EventKey } from "../../hubspot/events.ts";
import type {
  DeadLetters,
  Journal,
  JournalCounts,
  JournalDetail,
  JournalEntry,
  JournalPage,
  JournalQuery,
} from "../journal.ts";
import { type JournalCursor, readCursor, readLimit, writeCursor } from "../journal_cursor.ts";
import { readDetail } from "../journal_rows.ts";
import type { SqlRow } from "../sql_runner.ts";
import type { EventTable } from "./event_table.ts";
import { type JournalStatements, writeJournalStatements } from "./journal_statements.ts";
import { type PostgresPool, runStatement } from "./pool.ts";
import { escapeText, keyColumns, readStored } from "./stored_text.ts";

/** What the journal works with. */
export interface PostgresJournalOptions {
  /** The database. */
  pool: Pick<PostgresPool, "query">;
  /** Schema of the tables. */
  schema: string;
  /** Name of where the events go; the journal shows only its own destination's. */
  destination: string;
  /** The events. */
  table: EventTable;
  /** Told when something waits anew. */
  onReplay(): void;
}

/** Most events that one call of `list` looks at, so that no search holds up the database. */
const scanLength = 20_000;

/** The journal over Postgres. */
export class PostgresJournal implements Journal {
  readonly #options: PostgresJournalOptions;
  readonly #statements: JournalStatements;

  constructor(options: PostgresJournalOptions) {
    this.#options = options;
    this.#statements = writeJournalStatements(`"${options.schema}"`);
  }

  async list(query: JournalQuery = {}): Promise<JournalPage> {
    const limit = readLimit(query);
    const isFiltered = [query.family, query.type, query.text].some((one) => one !== undefined);
    // One row more than fits says that there is a next page.
    const looks = isFiltered ? scanLength : limit + 1;
    const looked = await this.#scan(query, { ...readCursor(query.cursor), looks });
    const met = looked.filter(({ isMet }) => isMet);
    const page = met.slice(0, limit);
    const end = met.length > limit ? page.at(-1) : looked[looks - 1];
    return {
      entries: await this.#entries(page),
      ...(end === undefined ? {} : { next: writeCursor(end) }),
    };
  }

  async get(key: EventKey): Promise<JournalDetail | undefined> {
    const [families, types, ids] = keyColumns([key]);
    const values = [this.#options.destination, families[0], types[0], ids[0]];
    return (await this.#read(this.#statements.selectByKey, values))[0];
  }

  async find(id: string): Promise<JournalDetail[]> {
    const values = [this.#options.destination, escapeText(id)];
    return await this.#read(this.#statements.selectById, values);
  }

  async counts(): Promise<JournalCounts> {
    const { destination, table } = this.#options;
    const [{ events, oldestAt }, settled, pause] = await Promise.all([
      table.waiting(),
      this.#run(this.#statements.countSettled, [destination]),
      table.pause(),
    ]);
    const count = (state: string) =>
      Number(settled.find((row) => row.state === state)?.events ?? 0);
    return {
      waiting: events,
      delivered: count("delivered"),
      dead: count("dead"),
      ...(oldestAt === undefined ? {} : { oldestWaitingAt: oldestAt }),
      ...(pause === undefined ? {} : { pause }),
    };
  }

  async replay(which: DeadLetters): Promise<number> {
    const { replayAll, replaySome } = this.#statements;
    const replayed = await this.#change(which, { all: replayAll, some: replaySome });
    if (replayed > 0) this.#options.onReplay();
    return replayed;
  }

  async drop(which: DeadLetters): Promise<number> {
    const { dropAll, dropSome } = this.#statements;
    return await this.#change(which, { all: dropAll, some: dropSome });
  }

  async resume(): Promise<boolean> {
    const wasPaused = await this.#options.table.resume();
    if (wasPaused) this.#options.onReplay();
    return wasPaused;
  }

  async #scan(
    { state, family, type, text = "" }: JournalQuery,
    { sequence, settledAt, looks }: JournalCursor & { looks: number },
  ): Promise<Looked[]> {
    const { scanAll, scanWaiting, scanSettled } = this.#statements;
    const values = [
      this.#options.destination,
      sequence,
      family ?? null,
      type === undefined ? null : escapeText(type),
      escapeText(text),
      looks,
    ];
    const rows = state === "delivered" || state === "dead"
      ? await this.#run(scanSettled, [...values, state, settledAt])
      : await this.#run(state === undefined ? scanAll : scanWaiting, values);
    return rows.map((row) => ({
      sequence: Number(row.sequence),
      settledAt: Number(row.settled_at ?? 0),
      isMet: row.is_met === true,
    }));
  }

  /** What stands in the rows of a page; what was dropped meanwhile is missing. */
  async #entries(page: readonly Looked[]): Promise<JournalEntry[]> {
    const places = new Map(page.map(({ sequence }, place) => [sequence, place]));
    const rows = await this.#run(this.#statements.selectEntries, [[...places.keys()]]);
    const placeOf = ({ sequence }: SqlRow) => places.get(Number(sequence)) ?? 0;
    return rows.sort((a, b) => placeOf(a) - placeOf(b)).map((row) => {
      const { event: _, ...entry } = readDetail(readStored(row));
      return entry;
    });
  }

  async #read(text: string, values: unknown[]): Promise<JournalDetail[]> {
    return (await this.#run(text, values)).map((row) => readDetail(readStored(row)));
  }

  async #change(which: DeadLetters, statements: { all: string; some: string }): Promise<number> {
    const { destination } = this.#options;
    const changed = which === "all"
      ? await this.#run(statements.all, [destination])
      : await this.#run(statements.some, [destination, ...keyColumns(which)]);
    return Number(changed[0]?.events ?? 0);
  }

  #run(text: string, values: unknown[]): Promise<SqlRow[]> {
    return runStatement(this.#options.pool, text, values);
  }
}

/** A row that was looked at. */
interface Looked extends JournalCursor {
  /** Whether it meets the query. */
  isMet: boolean;
}
