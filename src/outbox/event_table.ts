import { type AcceptedEvent, keyOf } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import type { Deps } from "../transport/deps.ts";
import { attemptOf, withAttempt } from "./attempts.ts";
import { type DueRow, readDueRow } from "./due_rows.ts";
import type { Pause } from "./journal.ts";
import { OutageWatch } from "./outage.ts";
import type { DeliveryState, EventOrigin, SettledReceipt } from "./outbox.ts";
import { isPaused, pauseAfter } from "./pause.ts";
import { latestDueAt, type RetrySchedule, settle } from "./settlement.ts";
import { firstRow, type SqlRunner } from "./sql_runner.ts";
import * as sql from "./statements.ts";

/** An event on its way into the table. */
export interface NewRow {
  /** The event. */
  event: AcceptedEvent;
  /** The event as JSON. */
  body: string;
  /** What is kept beside it. */
  origin: EventOrigin;
  /** When it came, in milliseconds since 1970. */
  receivedAt: number;
}

/** How much there is of each state. */
export type Tally = Record<DeliveryState, { events: number; characters: number }>;

/** Most that one round takes up, in characters of JSON, so that large events cannot fill the memory. */
const roundLength = 8 * 1024 * 1024;

/** What an event table is opened with. */
export interface EventTableOptions {
  /** The database. */
  runner: SqlRunner;
  /** Name of where the events go; the table shows only its own destination's. */
  destination: string;
  /** Delays between attempts. */
  schedule: RetrySchedule;
  /** How long delivered events stay known, in milliseconds. */
  keepDeliveredMs: number;
  /** Clock and chance. */
  deps: Pick<Deps, "now" | "random">;
}

/** The events of one destination in a database; opens no transaction of its own. */
export class EventTable {
  readonly #runner: SqlRunner;
  readonly #destination: string;
  readonly #schedule: RetrySchedule;
  readonly #keepDeliveredMs: number;
  readonly #deps: Pick<Deps, "now" | "random">;
  readonly #outage: OutageWatch;

  constructor({ runner, destination, schedule, keepDeliveredMs, deps }: EventTableOptions) {
    this.#runner = runner;
    this.#destination = destination;
    this.#schedule = schedule;
    this.#keepDeliveredMs = keepDeliveredMs;
    this.#deps = deps;
    this.#outage = new OutageWatch(deps);
  }

  /** Adds an event, unless it waits or was delivered. */
  insert({ event, body, origin, receivedAt }: NewRow): void {
    const { family, type, id } = keyOf(event);
    const { path = null, trace = null } = origin;
    const key = [this.#destination, family, type, id] as const;
    this.#runner.run(sql.insertEvent, ...key, body, receivedAt, path, trace);
  }

  /** Has events due now that a clock which was ahead has put off further than can be. */
  bringIn(): void {
    const now = this.#deps.now();
    this.#runner.run(sql.bringIn, now, this.#destination, latestDueAt(this.#schedule, now));
  }

  /** The events that are due, up to `limit` and to what a round may hold. */
  due(limit: number): DueRow[] {
    const rows: DueRow[] = [];
    let length = 0;
    const found = this.#runner.all(sql.selectDue, this.#destination, this.#deps.now(), limit);
    for (const row of found) {
      length += String(row.body).length;
      if (rows.length > 0 && length > roundLength) break;
      rows.push(readDueRow(row));
    }
    return rows;
  }

  /** The event with the key of this one, if it waits. */
  waiting(event: AcceptedEvent): DueRow | undefined {
    const { family, type, id } = keyOf(event);
    const row = firstRow(
      this.#runner.all(sql.selectWaiting, this.#destination, id, type, family),
    );
    return row && readDueRow(row);
  }

  /** When the next event is due, the pause left out of account; missing where none waits. */
  nextDueAt(): number | undefined {
    const dueAt = firstRow(this.#runner.all(sql.selectNextDue, this.#destination))?.due_at;
    if (typeof dueAt !== "number") return undefined;
    const now = this.#deps.now();
    return dueAt > latestDueAt(this.#schedule, now) ? now : dueAt;
  }

  /** Settles a row by what the client said of it. */
  settle(receipt: Receipt, row: DueRow): SettledReceipt {
    const { random } = this.#deps;
    const now = this.#deps.now();
    const context = { attempts: row.attempts, now, random, schedule: this.#schedule };
    const settled = settle(receipt, context);
    const isWaiting = settled.state === "waiting";
    this.#runner.run(
      sql.settleEvent,
      settled.state,
      settled.attempts,
      isWaiting ? settled.dueAt : null,
      isWaiting ? null : now,
      JSON.stringify(withAttempt(row.history, attemptOf(receipt, now))),
      row.sequence,
    );
    this.#pauseAfter(receipt, now);
    const { receivedAt, origin } = row;
    const { state, attempts } = settled;
    return { ...receipt, settled: { state, attempts, receivedAt, origin } };
  }

  /** Brings forward what only an outage holds up, where these receipts say that it is over. */
  bringForward(receipts: readonly Receipt[]): void {
    if (!this.#outage.isTime(receipts)) return;
    const now = this.#deps.now();
    const knownSince = now - this.#keepDeliveredMs;
    this.#outage.looked(
      this.#runner.run(sql.bringForward, now, this.#destination, now, knownSince),
    );
  }

  /** Forgets some of what was delivered up to this time. */
  prune(until: number): void {
    this.#runner.run(sql.deleteDelivered, this.#destination, until);
  }

  /** The pause, while it holds. */
  pause(): Pause | undefined {
    const row = firstRow(this.#runner.all(sql.selectPause, this.#destination));
    if (row === undefined) return undefined;
    const pause = {
      from: Number(row.from_at),
      until: Number(row.until_at),
      code: String(row.code),
      message: String(row.message),
    };
    return isPaused(pause, this.#deps.now()) ? pause : undefined;
  }

  /** Ends the pause; says whether one held. */
  resume(): boolean {
    const held = this.pause() !== undefined;
    this.#runner.run(sql.deletePause, this.#destination);
    return held;
  }

  /** How much there is of each state. */
  tally(): Tally {
    const none = { events: 0, characters: 0 };
    const tally = new Map<unknown, typeof none>();
    for (const row of this.#runner.all(sql.selectTally, this.#destination)) {
      tally.set(row.state, { events: Number(row.events), characters: Number(row.characters) });
    }
    return {
      waiting: tally.get("waiting") ?? none,
      delivered: tally.get("delivered") ?? none,
      dead: tally.get("dead") ?? none,
    };
  }

  #pauseAfter(receipt: Receipt, now: number): void {
    const pause = pauseAfter(receipt, now);
    if (pause === undefined) return;
    const { from, until, code, message } = pause;
    this.#runner.run(sql.replacePause, this.#destination, from, until, code, message);
  }
}
