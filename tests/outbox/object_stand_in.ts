import { DatabaseSync } from "node:sqlite";
import {
  type ObjectNamespace,
  type ObjectStorage,
  type OutboxObject,
  outboxObject,
  type OutboxObjectSettings,
} from "../../src/outbox/durable_object.ts";

/** A platform with one outbox object, on SQLite in memory; its alarm goes off when a test says so. */
export class ObjectStandIn {
  readonly object: OutboxObject;
  /** When the alarm goes off; `null` where none is set. */
  alarmAt: number | null = null;
  /** Every time for which the alarm was set. */
  readonly alarms: number[] = [];
  /** What the platform fails with from now on, where it has to do with the alarm. */
  alarmFailure: Error | undefined;
  /** What every request to the object fails with from now on. */
  requestFailure: Error | undefined;
  readonly #database = new DatabaseSync(":memory:");

  constructor(settings: OutboxObjectSettings) {
    const Class = outboxObject((env: OutboxObjectSettings) => env);
    this.object = new Class({ storage: this.#storage() }, settings);
  }

  readonly namespace: ObjectNamespace<string> = {
    idFromName: (name) => name,
    get: () => ({
      fetch: async (url, init) => {
        if (this.requestFailure !== undefined) throw this.requestFailure;
        return await this.object.fetch(new Request(url, init));
      },
    }),
  };

  /** Has the alarm go off, as the platform does: it is unset before. */
  async ring(): Promise<void> {
    this.alarmAt = null;
    await this.object.alarm();
  }

  #storage(): ObjectStorage {
    const fail = () => {
      if (this.alarmFailure !== undefined) throw this.alarmFailure;
    };
    return {
      sql: {
        exec: (query, ...bindings) => {
          const isSeveral = query.trim().replace(/;$/, "").includes(";");
          if (!isSeveral) return this.#database.prepare(query).all(...bindings);
          this.#database.exec(query);
          return [];
        },
      },
      transactionSync: (act) => {
        this.#database.exec("BEGIN");
        try {
          const result = act();
          this.#database.exec("COMMIT");
          return result;
        } catch (error) {
          this.#database.exec("ROLLBACK");
          throw error;
        }
      },
      getAlarm: () => Promise.resolve(this.alarmAt),
      // deno-lint-ignore require-await -- the platform's failures are rejections
      setAlarm: async (time) => {
        fail();
        this.alarmAt = time;
        this.alarms.push(time);
      },
      // deno-lint-ignore require-await -- the platform's failures are rejections
      deleteAlarm: async () => {
        fail();
        this.alarmAt = null;
      },
    };
  }
}
