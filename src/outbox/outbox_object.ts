import type { Client } from "../hubspot/client.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import { checkNumbers } from "../validation/numbers.ts";
import { type DepthLimit, readDepthLimit } from "./depth.ts";
import { ErrorPause, longestErrorPauseMs } from "./error_pause.ts";
import { type ObjectAnswer, type ObjectCall, writeFailure } from "./object_calls.ts";
import type { ObjectContext, ObjectStorage } from "./object_platform.ts";
import { ObjectSqlRunner } from "./object_sql.ts";
import type { ProcessResult, SettledReceipt } from "./outbox.ts";
import { defaultSchedule, type RetrySchedule } from "./settlement.ts";
import { SqlOutbox } from "./sql_outbox.ts";

/** Settings of an outbox object. */
export interface OutboxObjectSettings {
  /** Delivers the events. All events of the account go through it, so its limits are the account's. */
  client: Pick<Client, "sendAll">;
  /** Delays between attempts. Default: 8 attempts over about 27 hours. */
  schedule?: RetrySchedule;
  /** How long delivered events stay known, so that putting them again does nothing, in days. Default: 30. */
  keepDeliveredDays?: number;
  /** How much may wait. Default: 1,000,000 events and 2,000,000,000 characters of JSON. */
  depth?: Partial<DepthLimit>;
  /** Most events of one round. Default: 500, HubSpot's largest batch. */
  limit?: number;
  /** Told of every receipt; what it throws is dropped. Default: nobody is. */
  onReceipt?: (receipt: SettledReceipt) => void;
  /** Told of what went wrong in the object; what it throws is dropped. Default: nobody is. */
  onError?: (error: unknown) => void;
  /** Clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/** An object as its platform calls it. */
export interface OutboxObject {
  /** Answers what a Worker asks through {@linkcode durableObjectOutbox}. */
  fetch(request: Request): Promise<Response>;
  /** Delivers what is due. Never rejects: the platform gives an alarm up that fails seven times. */
  alarm(): Promise<void>;
}

/** A class of outbox objects, for a Worker's module to export. */
export type OutboxObjectClass<Env> = new (context: ObjectContext, env: Env) => OutboxObject;

/**
 * The object wakes up again after so long, in milliseconds, whatever becomes of the round under way. A longer round has
 * the alarm wait for its end.
 */
const safetyMs = 5_000;

/**
 * Makes the class of an outbox object, which keeps events in its SQLite storage and delivers them by its alarm.
 *
 * @param settings Makes the settings of an object, given the Worker's environment. What is out of its range there throws
 * a `RangeError` in the object's constructor.
 */
export function outboxObject<Env>(
  settings: (env: Env) => OutboxObjectSettings,
): OutboxObjectClass<Env> {
  return class extends SqlOutboxObject {
    constructor({ storage }: ObjectContext, env: Env) {
      super(storage, settings(env));
    }
  };
}

class SqlOutboxObject implements OutboxObject {
  readonly #storage: ObjectStorage;
  readonly #outbox: SqlOutbox;
  readonly #limit: number;
  readonly #now: () => number;
  readonly #onReceipt: (receipt: SettledReceipt) => void;
  readonly #onError: (error: unknown) => void;
  /** Begins anew where the platform takes the object out of memory, as it does where a pause is long. */
  readonly #errorPause: ErrorPause;
  #pausedUntil = 0;

  constructor(storage: ObjectStorage, settings: OutboxObjectSettings) {
    const { client, schedule = defaultSchedule, keepDeliveredDays = 30, limit = 500 } = settings;
    checkNumbers("open the outbox", { keepDeliveredDays }, { least: 0 });
    checkNumbers("open the outbox", { limit }, { least: 1, isWhole: true });
    const deps = createDeps(settings.deps);
    this.#storage = storage;
    this.#limit = limit;
    this.#now = deps.now;
    this.#onReceipt = guarded(settings.onReceipt);
    this.#onError = guarded(settings.onError);
    this.#outbox = new SqlOutbox({
      runner: new ObjectSqlRunner(storage),
      client,
      destination: "hubspot",
      schedule,
      keepDeliveredMs: keepDeliveredDays * 24 * 60 * 60_000,
      depth: readDepthLimit(settings.depth),
      deps,
      // The platform itself commits together what is written together, and lets no answer out before.
      later: (commit) => commit(),
    });
    this.#errorPause = new ErrorPause(deps);
    this.#outbox.onPut(() => this.#endPause());
  }

  async fetch(request: Request): Promise<Response> {
    const answer = await this.#answer(await request.json());
    await this.#wakeInTime();
    return Response.json(answer);
  }

  async alarm(): Promise<void> {
    // A round that is killed, rather than failing, must not be the last.
    await this.#setAlarm(this.#now() + safetyMs);
    try {
      const { receipts } = await this.#outbox.process(this.#limit);
      for (const receipt of receipts) this.#onReceipt(receipt);
      this.#endPause();
      await this.#setAlarm(this.#outbox.nextDueAt());
    } catch (error) {
      this.#onError(error);
      this.#pausedUntil = this.#now() + this.#errorPause.next();
      await this.#setAlarm(this.#pausedUntil);
    }
  }

  async #answer(call: ObjectCall): Promise<ObjectAnswer<unknown>> {
    try {
      return { value: await this.#run(call) };
    } catch (error) {
      return { error: writeFailure(error) };
    }
  }

  async #run(call: ObjectCall): Promise<unknown> {
    const { journal } = this.#outbox;
    switch (call.call) {
      case "put":
        return await this.#outbox.put(call.events, call.origin);
      case "record":
        return await this.#outbox.record(call.records);
      case "process":
        return await this.#process(call.limit);
      case "list":
        return await journal.list(call.query);
      case "get":
        return await journal.get(call.key);
      case "find":
        return await journal.find(call.id);
      case "counts":
        return await journal.counts();
      case "replay":
        return await journal.replay(call.which);
      case "drop":
        return await journal.drop(call.which);
      case "resume":
        return await journal.resume();
    }
  }

  async #process(limit: number): Promise<ProcessResult> {
    const result = await this.#outbox.process(limit);
    for (const receipt of result.receipts) this.#onReceipt(receipt);
    return result;
  }

  /** Sees to it that the object wakes up when something is due, even where an alarm was lost. */
  async #wakeInTime(): Promise<void> {
    try {
      const dueAt = this.#outbox.nextDueAt();
      if (dueAt === undefined) return;
      const now = this.#now();
      // A clock that was set back must not stretch the pause.
      const pausedUntil = Math.min(this.#pausedUntil, now + longestErrorPauseMs);
      const wakeAt = Math.max(dueAt, now, pausedUntil);
      const alarmAt = await this.#storage.getAlarm();
      if (alarmAt === null || alarmAt > wakeAt) await this.#setAlarm(wakeAt);
    } catch (error) {
      this.#onError(error);
    }
  }

  #endPause(): void {
    this.#errorPause.reset();
    this.#pausedUntil = 0;
  }

  async #setAlarm(dueAt: number | undefined): Promise<void> {
    try {
      if (dueAt === undefined) await this.#storage.deleteAlarm();
      else await this.#storage.setAlarm(Math.max(dueAt, this.#now()));
    } catch (error) {
      this.#onError(error);
    }
  }
}
