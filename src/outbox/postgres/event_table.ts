import { type AcceptedEvent, keyOf } from "../../hubspot/events.ts";
import type { Receipt } from "../../hubspot/receipts.ts";
import type { Deps } from "../../transport/deps.ts";
import { attemptOf, withAttempt } from "../attempts.ts";
import { type DueRow, readDueRow } from "../due_rows.ts";
import type { Pause } from "../journal.ts";
import { OutageWatch } from "../outage.ts";
import type { EventOrigin, SettledReceipt } from "../outbox.ts";
import { isPaused, pauseAfter } from "../pause.ts";
import { latestDueAt, type RetrySchedule, settle } from "../settlement.ts";
import type { Backlog } from "./depth_guard.ts";
import { type PostgresPool, runStatement } from "./pool.ts";
import type { Statements } from "./statements.ts";
import { keyColumns, readStored } from "./stored_text.ts";

/** What an event table is made of. */
export interface EventTableOptions {
  /** The database. */
  pool: Pick<PostgresPool, "query">;
  /** What to say there. */
  statements: Statements;
  /** Name of where the events go; the table shows only its own destination's. */
  destination: string;
  /** Delays between attempts. */
  schedule: RetrySchedule;
  /** How long delivered events stay known, in milliseconds. */
  keepDeliveredMs: number;
  /** Clock and chance. */
  deps: Pick<Deps, "now" | "random">;
}

/** How much waits, and since when. */
export interface Waiting extends Backlog {
  /** When the oldest was put, in milliseconds since 1970; missing where none waits. */
  oldestAt?: number;
}

/** A receipt with the row that it is about. */
export interface ReceivedReceipt {
  /** What the client said. */
  receipt: Receipt;
  /** What it was given. */
  row: DueRow;
}

/** Most that one round takes up, in characters of JSON, so that large events cannot fill the memory. */
const roundLength = 8 * 1024 * 1024;

/** Delivered rows that are forgotten after each round: more than it delivers, and quickly done. */
const pruneLot = 1_000;

/** The events of one destination. Each member is one statement and so one transaction. */
export class EventTable {
  readonly #options: EventTableOptions;
  readonly #outage: OutageWatch;

  constructor(options: EventTableOptions) {
    this.#options = options;
    this.#outage = new OutageWatch(options.deps);
  }

  /** Adds events, except those that wait or were delivered; says how much was added. */
  async insert(events: readonly AcceptedEvent[], origin: EventOrigin): Promise<Backlog> {
    const { statements, destination, deps } = this.#options;
    const keyed = new Map<string, AcceptedEvent>();
    for (const event of events) {
      const { family, type, id } = keyOf(event);
      const key = JSON.stringify([family, type, id]);
      // One statement cannot meet the same row twice; the first of a key is the event, as in two puts.
      if (!keyed.has(key)) keyed.set(key, event);
    }
    const distinct = [...keyed.values()];
    const bodies = distinct.map((event) => JSON.stringify(event));
    const rows = await this.#run(statements.insertEvents, [
      destination,
      deps.now(),
      JSON.stringify(origin),
      ...keyColumns(distinct.map(keyOf)),
      bodies,
      bodies.map((body) => body.length),
    ]);
    const characters = rows.reduce((sum, { size }) => sum + Number(size), 0);
    return { events: rows.length, characters };
  }

  /** Has events due now that a clock which was ahead has put off further than can be. */
  async bringIn(): Promise<void> {
    const { statements, destination, schedule, deps } = this.#options;
    const now = deps.now();
    await this.#run(statements.bringIn, [destination, now, latestDueAt(schedule, now)]);
  }

  /** The events that are due, up to `limit` and to what a round may hold. */
  async due(limit: number): Promise<DueRow[]> {
    const { statements, destination, deps } = this.#options;
    const values = [destination, deps.now(), limit, roundLength];
    const rows = await this.#run(statements.selectDue, values);
    return rows.map((row) => readDueRow(readStored(row)));
  }

  /** When the next event is due, the pause left out of account; missing where none waits. */
  async nextDueAt(): Promise<number | undefined> {
    const { statements, destination, schedule, deps } = this.#options;
    const [row] = await this.#run(statements.selectNextDue, [destination]);
    if (row === undefined || row.due_at === null) return undefined;
    const now = deps.now();
    const dueAt = Number(row.due_at);
    return dueAt > latestDueAt(schedule, now) ? now : dueAt;
  }

  /**
   * Settles rows by what the client said of them. `undefined`, and nothing settled, where somebody else delivers
   * meanwhile.
   *
   * @param fence That of the lease under which they were delivered.
   */
  async settle(
    received: readonly ReceivedReceipt[],
    fence: string,
  ): Promise<SettledReceipt[] | undefined> {
    const { statements, destination, schedule, deps: { random, now: readClock } } = this.#options;
    const now = readClock();
    const settled = received.map(({ receipt, row }) => {
      const settlement = settle(receipt, { attempts: row.attempts, now, random, schedule });
      return { receipt, row, settlement };
    });
    const pause = received.map(({ receipt }) => pauseAfter(receipt, now)).findLast(Boolean);
    const [answer] = await this.#run(statements.settleEvents, [
      destination,
      fence,
      pause === undefined ? null : JSON.stringify(pause),
      settled.map(({ row }) => row.sequence),
      settled.map(({ settlement }) => settlement.state),
      settled.map(({ settlement }) => settlement.attempts),
      settled.map(({ settlement }) => settlement.state === "waiting" ? settlement.dueAt : null),
      settled.map(({ settlement }) => settlement.state === "waiting" ? null : now),
      settled.map(({ receipt, row }) =>
        JSON.stringify(withAttempt(row.history, attemptOf(receipt, now)))
      ),
    ]);
    if (answer?.is_held !== true) return undefined;
    await this.#bringForward(settled.map(({ receipt }) => receipt), { fence, now });
    return settled.map(({ receipt, row: { receivedAt, origin }, settlement }) => {
      const { state, attempts } = settlement;
      return { ...receipt, settled: { state, attempts, receivedAt, origin } };
    });
  }

  /** Forgets some of what was delivered up to this time. */
  async prune(until: number): Promise<void> {
    const { statements, destination } = this.#options;
    await this.#run(statements.deleteDelivered, [destination, until, pruneLot]);
  }

  /** How much waits. */
  async waiting(): Promise<Waiting> {
    const { statements, destination } = this.#options;
    const [row] = await this.#run(statements.selectDepth, [destination]);
    const oldestAt = row?.oldest_at ?? undefined;
    return {
      events: Number(row?.events ?? 0),
      characters: Number(row?.characters ?? 0),
      ...(oldestAt === undefined ? {} : { oldestAt: Number(oldestAt) }),
    };
  }

  /** The pause, while it holds. */
  async pause(): Promise<Pause | undefined> {
    const { statements, destination, deps } = this.#options;
    const [row] = await this.#run(statements.selectPause, [destination]);
    const pause = readPause(row?.pause);
    return isPaused(pause, deps.now()) ? pause : undefined;
  }

  /** Ends the pause; says whether one held. */
  async resume(): Promise<boolean> {
    const { statements, destination } = this.#options;
    const held = await this.pause();
    await this.#run(statements.deletePause, [destination]);
    return held !== undefined;
  }

  /** Brings forward what only an outage holds up, where these receipts say that it is over. */
  async #bringForward(
    receipts: readonly Receipt[],
    { fence, now }: { fence: string; now: number },
  ): Promise<void> {
    if (!this.#outage.isTime(receipts)) return;
    const { statements, destination, keepDeliveredMs } = this.#options;
    const values = [destination, fence, now, now - keepDeliveredMs];
    const [answer] = await this.#run(statements.bringForward, values);
    this.#outage.looked(Number(answer?.events ?? 0));
  }

  #run(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
    return runStatement(this.#options.pool, text, values);
  }
}

function readPause(stored: unknown): Pause | undefined {
  return typeof stored === "string" ? JSON.parse(stored) : undefined;
}
