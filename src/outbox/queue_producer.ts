import type { Client } from "../hubspot/client.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import type { DurableObjectOutbox } from "./object_client.ts";
import type { JournaledOutbox } from "./outbox.ts";
import { consume, type ConsumeOptions } from "./queue_consumer.ts";
import { type MessagePlan, planMessages, type QueuedEvent } from "./queue_messages.ts";
import type { QueueBinding } from "./queue_platform.ts";

/** Settings of an outbox over a queue. */
export interface CloudflareQueueOutboxOptions {
  /** The Worker's binding to the queue. */
  queue: QueueBinding;
  /** Takes what the queue does not: events that are too large for it, and all while it is out of order. */
  outbox: DurableObjectOutbox;
  /** Delivers what the queue hands out. Default: the outbox has no `consume`, as where the consumer is another Worker. */
  client?: Pick<Client, "sendAll">;
  /** What the journal hears of: `all`, or only `failures`, where the object could not keep up. Default: `all`. */
  journal?: ConsumeOptions["journal"];
  /** Told where the queue did not take events; what it throws is dropped. Default: nobody is. */
  onError?: (error: unknown) => void;
  /** Clock to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/**
 * The outbox that a Worker uses which takes in more than one Durable Object can. Its `put` goes to a queue, whose
 * batches its `consume` delivers, or {@linkcode consume} in another Worker; all else is the object's. Unlike other outboxes it may hold an event twice that is
 * put twice: HubSpot then knows its id. Where a put of several batches rejects, some of it may be stored all the same.
 */
export function cloudflareQueueOutbox(options: CloudflareQueueOutboxOptions): JournaledOutbox {
  const { queue, outbox, client, journal = "all" } = options;
  const onError = guarded(options.onError);
  const { now } = createDeps(options.deps);
  const listeners = new Set<() => void>();
  const queued: JournaledOutbox = {
    journal: outbox.journal,
    async put(events, origin = {}) {
      const receivedAt = now();
      const plan = planMessages(events.map((event) => ({ event, origin, receivedAt })));
      // The object may refuse: it comes first, so that nothing is in the queue then.
      await record(plan.tooLarge);
      await record(await send(plan));
      for (const listener of listeners) guarded(listener)();
      return {};
    },
    process: (limit) => outbox.process(limit),
    onPut(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => outbox.close(),
  };
  if (client === undefined) return queued;
  return {
    ...queued,
    consume: (batch, told) => consume(batch, { ...told, client, outbox, journal }),
  };

  async function record(events: readonly QueuedEvent[]): Promise<void> {
    if (events.length > 0) await outbox.record(events);
  }

  /** Sends all batches and returns the events of those that the queue did not take. */
  async function send({ batches }: MessagePlan): Promise<QueuedEvent[]> {
    const left = await Promise.all(batches.map(async ({ messages, events }) => {
      try {
        await queue.sendBatch(messages);
        return [];
      } catch (error) {
        onError(error);
        return events;
      }
    }));
    return left.flat();
  }
}
