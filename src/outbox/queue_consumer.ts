import type { Client } from "../hubspot/client.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import { guarded } from "../transport/guarded.ts";
import { OutboxFullError } from "./depth.ts";
import { missingReceipts } from "./due_rows.ts";
import type { DurableObjectOutbox } from "./object_client.ts";
import type { ConsumeListeners, Settled } from "./outbox.ts";
import { type QueuedEvent, readMessage } from "./queue_messages.ts";
import type { QueueBatch, QueueMessage } from "./queue_platform.ts";
import { defaultSchedule, settle } from "./settlement.ts";

/** Settings of a queue's consumer. */
export interface ConsumeOptions extends ConsumeListeners {
  /** Delivers the events. */
  client: Pick<Client, "sendAll">;
  /** Takes what was not delivered at the first attempt, and delivers it; keeps the journal and the account's pause. */
  outbox: DurableObjectOutbox;
  /** What the journal hears of: `all`, or only `failures`, where the object could not keep up. Default: `all`. */
  journal?: "all" | "failures";
}

/** A message, what it carries, and what became of it. */
interface Taken extends QueuedEvent {
  message: QueueMessage;
  receipt?: Receipt;
}

/**
 * Hands a batch of the queue to the client, as it is. What is delivered is acknowledged; what is not goes to the object,
 * which tries it again over hours or keeps it as a dead letter, and only then it is acknowledged. While the account is
 * refused as a whole, all goes to the object at once. What the object does not take comes again later from the queue. Never
 * rejects: the queue would give out again what is delivered.
 */
export async function consume(batch: QueueBatch, options: ConsumeOptions): Promise<void> {
  const onError = guarded(options.onError);
  const taken = batch.messages.flatMap((message): Taken[] => {
    const queued = readMessage(message.body);
    if (queued !== undefined) return [{ message, ...queued }];
    onError(new Error("A message of the queue is no event of ours: its dead-letter queue gets it"));
    message.retry();
    return [];
  });
  if (taken.length === 0) return;
  try {
    await deliver(taken, options);
  } catch (error) {
    onError(error);
    for (const { message } of taken) retryLater(message, error);
    return;
  }
  const { journal = "all" } = options;
  const delivered = taken.filter(isDelivered);
  const rejected = taken.filter(({ receipt }) => receipt?.outcome === "rejected");
  const settled = journal === "all" ? [...delivered, ...rejected] : rejected;
  for (const { message } of delivered) message.ack();
  await keep(settled, options);
  await keep(taken.filter((one) => !isDelivered(one) && !rejected.includes(one)), options);
}

/** Writes down what became of each, and leaves out those that were not tried. */
async function deliver(taken: readonly Taken[], options: ConsumeOptions): Promise<void> {
  const { client, outbox } = options;
  const onReceipt = guarded(options.onReceipt);
  const { pause } = await outbox.journal.counts();
  if (pause !== undefined) return;
  const receipts: Receipt[] = [];
  for await (const receipt of client.sendAll(taken.map(({ event }) => event))) {
    receipts.push(receipt);
  }
  receipts.push(...missingReceipts(taken.length, receipts, { isCutShort: false }));
  for (const receipt of receipts) {
    const one = taken[receipt.index];
    if (one === undefined) continue;
    one.receipt = receipt;
    onReceipt({ ...receipt, settled: settledOf(receipt, one) });
  }
}

/** What the object makes of a first attempt; it settles by the same rules. */
function settledOf(receipt: Receipt, { origin, receivedAt }: QueuedEvent): Settled {
  const context = { attempts: 0, now: receivedAt, random: () => 0, schedule: defaultSchedule };
  const { state, attempts } = settle(receipt, context);
  return { state, attempts, receivedAt, origin };
}

/** Has the object keep events; what it does not keep and is not delivered comes again. */
async function keep(taken: readonly Taken[], options: ConsumeOptions): Promise<void> {
  if (taken.length === 0) return;
  try {
    await options.outbox.record(taken.map(({ message: _, ...record }) => record));
    for (const one of taken) if (!isDelivered(one)) one.message.ack();
  } catch (error) {
    guarded(options.onError)(error);
    for (const one of taken) if (!isDelivered(one)) retryLater(one.message, error);
  }
}

function isDelivered({ receipt }: Taken): boolean {
  return receipt?.outcome === "delivered" || receipt?.outcome === "duplicate";
}

/** Delay after the first time, and the longest, in seconds; Cloudflare takes up to 12 hours. */
const delays = { first: 30, longest: 12 * 60 * 60 };

/** Each time twice as late, so that a hundred times, the most that a queue has, are days. */
function retryLater(message: QueueMessage, error: unknown): void {
  const growing = delays.first * 2 ** Math.max(0, message.attempts - 1);
  const asked = error instanceof OutboxFullError ? Math.ceil(error.retryAfterMs / 1_000) : 0;
  message.retry({ delaySeconds: Math.min(Math.max(growing, asked), delays.longest) });
}
