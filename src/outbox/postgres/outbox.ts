import type { Client } from "../../hubspot/client.ts";
import type { AcceptedEvent } from "../../hubspot/events.ts";
import type { Deps } from "../../transport/deps.ts";
import type { DepthLimit } from "../depth.ts";
import type { Journal } from "../journal.ts";
import { withoutLong } from "../origin.ts";
import type { EventOrigin, ForgettingOutbox, ProcessResult, PutResult } from "../outbox.ts";
import type { RetrySchedule } from "../settlement.ts";
import { deliverRound } from "./delivery_round.ts";
import { DepthGuard } from "./depth_guard.ts";
import { EventTable } from "./event_table.ts";
import { PostgresJournal } from "./journal.ts";
import { Lease } from "./lease.ts";
import type { PostgresPool } from "./pool.ts";
import { writeStatements } from "./statements.ts";
import { WakeUp } from "./wake_up.ts";

/** What an outbox over Postgres is made of. */
export interface PostgresOutboxParts {
  /** The database, its tables there. */
  pool: PostgresPool;
  /** Closes the pool; does nothing to a pool that is somebody else's. */
  closePool(): Promise<void>;
  /** Schema of the tables, lower-case letters, digits and `_`. */
  schema: string;
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
  /** How long this instance delivers alone after each sign of life, in milliseconds. */
  leaseMs: number;
  /** Pause between looks for what no notification told of, in milliseconds. */
  pollMs: number;
  /** Clock, chance, waits and names. */
  deps: Deps;
}

/** The outbox over Postgres: what holds for one instance. What holds for all of them, stands in the database. */
export class PostgresOutbox implements ForgettingOutbox {
  readonly journal: Journal;
  readonly #parts: PostgresOutboxParts;
  readonly #table: EventTable;
  readonly #lease: Lease;
  readonly #depth: DepthGuard;
  readonly #wakeUp: WakeUp;
  #round: Promise<unknown> = Promise.resolve();

  constructor(parts: PostgresOutboxParts) {
    const { deps, schema } = parts;
    const statements = writeStatements(`"${schema}"`);
    this.#parts = parts;
    this.#table = new EventTable({ ...parts, statements });
    this.#lease = new Lease({ ...parts, statements });
    this.#wakeUp = new WakeUp({ ...parts, channel: schema, instance: this.#lease.holder });
    this.#depth = new DepthGuard({
      limit: parts.depth,
      count: () => this.#table.waiting(),
      pausedMs: async () => ((await this.#table.pause())?.until ?? 0) - deps.now(),
      deps,
    });
    const onReplay = () => this.#wakeUp.tell();
    this.journal = new PostgresJournal({ ...parts, table: this.#table, onReplay });
  }

  async put(events: readonly AcceptedEvent[], origin: EventOrigin = {}): Promise<PutResult> {
    await this.#depth.check();
    this.#depth.add(await this.#table.insert(events, withoutLong(origin)));
    this.#wakeUp.tell();
    return {};
  }

  process(limit: number, signal?: AbortSignal): Promise<ProcessResult> {
    const round = this.#round.then(() => this.#processOnce(limit, signal));
    this.#round = round.catch(() => {});
    return round;
  }

  onPut(listener: () => void): () => void {
    return this.#wakeUp.subscribe(listener);
  }

  forgetDelivered(): Promise<void> {
    const forgotten = this.#round.then(async () => {
      while ((await this.journal.counts()).delivered > 0) {
        await this.#table.prune(Number.MAX_SAFE_INTEGER);
      }
    });
    this.#round = forgotten.catch(() => {});
    return forgotten;
  }

  async close(): Promise<void> {
    await this.#round;
    try {
      if (await this.#lease.release()) this.#wakeUp.tellOthers();
    } catch {
      // The lease ends by itself.
    }
    await this.#wakeUp.close();
    await this.#parts.closePool();
  }

  async #processOnce(limit: number, signal: AbortSignal | undefined): Promise<ProcessResult> {
    const { client, deps, keepDeliveredMs } = this.#parts;
    const lease = await this.#lease.take();
    if (!lease.isHeld) return { receipts: [], nextDueAt: deps.now() + lease.remainingMs };
    await this.#table.bringIn();
    const isPaused = await this.#table.pause() !== undefined;
    const receipts = isPaused ? [] : await this.#lease.keep(lease, (lost) =>
      deliverRound({
        table: this.#table,
        client,
        fence: lease.fence,
        limit,
        deps,
        signal: signal === undefined ? lost : AbortSignal.any([lost, signal]),
      }));
    await this.#table.prune(deps.now() - keepDeliveredMs);
    const nextDueAt = await this.#nextDueAt();
    return { receipts, ...(nextDueAt === undefined ? {} : { nextDueAt }) };
  }

  async #nextDueAt(): Promise<number | undefined> {
    const dueAt = await this.#table.nextDueAt();
    if (dueAt === undefined) return undefined;
    return Math.max(dueAt, (await this.#table.pause())?.until ?? 0);
  }
}
