import { guarded } from "../transport/guarded.ts";
import type { Journal } from "./journal.ts";
import { type ObjectAnswer, type ObjectCall, readFailure } from "./object_calls.ts";
import type { ObjectNamespace } from "./object_platform.ts";
import type { JournaledOutbox } from "./outbox.ts";
import type { DeliveryRecord } from "./sql_outbox.ts";

/** Settings of an outbox in a Durable Object. */
export interface DurableObjectOutboxOptions {
  /** The Worker's binding to the class that {@linkcode outboxObject} made. */
  namespace: ObjectNamespace;
  /** Name of the object, one for each HubSpot account. Default: `hubspot`. */
  name?: string;
}

/** An outbox in a Durable Object, which also keeps what was delivered another way. */
export interface DurableObjectOutbox extends JournaledOutbox {
  /**
   * Keeps events that came another way, with what became of them there; those that wait are delivered by the object.
   *
   * @throws {OutboxFullError} If some of them wait, and as much waits already as the object takes.
   */
  record(records: readonly DeliveryRecord[]): Promise<void>;
}

/**
 * The outbox that a Worker uses: all it is told goes to one Durable Object. The object delivers by itself, so nobody has
 * to call `process`; a cron trigger that does is a safety net for an alarm that was lost. A `signal` does not reach it.
 */
export function durableObjectOutbox(
  { namespace, name = "hubspot" }: DurableObjectOutboxOptions,
): DurableObjectOutbox {
  const listeners = new Set<() => void>();
  const journal: Journal = {
    list: (query = {}) => ask({ call: "list", query }),
    get: (key) => ask({ call: "get", key }),
    find: (id) => ask({ call: "find", id }),
    counts: () => ask({ call: "counts" }),
    async replay(which) {
      const replayed: number = await ask({ call: "replay", which });
      if (replayed > 0) tellListeners();
      return replayed;
    },
    drop: (which) => ask({ call: "drop", which }),
    resume: () => ask({ call: "resume" }),
  };
  return {
    journal,
    async put(events, origin = {}) {
      await ask({ call: "put", events, origin });
      tellListeners();
      return {};
    },
    async record(records) {
      await ask({ call: "record", records });
      tellListeners();
    },
    process: (limit) => ask({ call: "process", limit }),
    onPut(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => Promise.resolve(),
  };

  /** Asks anew by a fresh stub: one that met an error stays broken. */
  async function ask<T>(call: ObjectCall): Promise<T> {
    const stub = namespace.get(namespace.idFromName(name));
    const response = await stub.fetch("https://outbox/", {
      method: "POST",
      body: JSON.stringify(call),
    });
    const answer: ObjectAnswer<T> = JSON.parse(await response.text());
    if ("error" in answer) throw readFailure(answer.error);
    return answer.value;
  }

  function tellListeners(): void {
    for (const listener of listeners) guarded(listener)();
  }
}
