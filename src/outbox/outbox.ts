import type { AcceptedEvent } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import type { Journal } from "./journal.ts";
import type { QueueBatch } from "./queue_platform.ts";

/** Where an event in an outbox stands: it waits for its next attempt, HubSpot has it, or nobody tries any more. */
export type DeliveryState = "waiting" | "delivered" | "dead";

/** What is kept beside an event, from its request on. */
export interface EventOrigin {
  /** Path of the request that brought the event, such as `/github`. */
  path?: string;
  /** Opaque text that comes back with the event's receipts, such as a W3C `traceparent`. */
  trace?: string;
}

/** What an outbox made of one attempt. */
export interface Settled {
  /** Where the event stands now. */
  state: DeliveryState;
  /** Attempts that counted so far; those that concern the whole account do not, nor the last one of an outage. */
  attempts: number;
  /** When the event was put, in milliseconds since 1970. */
  receivedAt: number;
  /** What was put beside the event. */
  origin: EventOrigin;
}

/** A receipt, and what the outbox made of it. */
export type SettledReceipt = Receipt & { settled: Settled };

/** What one round of delivery came to. */
export interface ProcessResult {
  /** One for each event that was tried; `index` counts within this round. */
  receipts: SettledReceipt[];
  /** When there is something to do again, in milliseconds since 1970; missing where nothing waits. */
  nextDueAt?: number;
}

/** What became of a put. */
export interface PutResult {
  /** One for each event, in order, from an outbox that delivers at once; missing from one that delivers later. */
  receipts?: Receipt[];
}

/** Who is told while a batch of a queue is delivered; what they throw is dropped. */
export interface ConsumeListeners {
  /** Told of every receipt. Default: nobody is. */
  onReceipt?: (receipt: SettledReceipt) => void;
  /** Told of what went wrong on our side. Default: nobody is. */
  onError?: (error: unknown) => void;
}

/** Keeps accepted events safe until HubSpot has them. */
export interface Outbox {
  /**
   * Resolves when the events are durable. An event whose key waits or was delivered is left as it is: putting it
   * again is no second event. A dead letter that is put again waits anew. Rejects if the events could not be made durable; then none of them was.
   *
   * @throws {OutboxFullError} If as much waits as the outbox takes.
   */
  put(events: readonly AcceptedEvent[], origin?: EventOrigin): Promise<PutResult>;
  /**
   * Delivers up to `limit` events that are due, in the order in which they came, those that failed before after the
   * others, and settles each as done, to be tried again, or dead. After a receipt that concerns the whole account
   * nothing is taken out until the time that it names; what an outage held up is due once something is delivered again.
   * Rounds never overlap; a long-running host calls this in a loop, a push platform from its consumer, alarm or cron.
   * What `signal` cuts short is tried again in the next round.
   */
  process(limit: number, signal?: AbortSignal): Promise<ProcessResult>;
  /**
   * Delivers a batch that the platform's queue hands out, and says of each message whether it is done with. Never rejects.
   * Missing from an outbox without a queue.
   */
  consume?(batch: QueueBatch, listeners?: ConsumeListeners): Promise<void>;
  /** Calls `listener` after each put on this instance; the function returned ends that. */
  onPut(listener: () => void): () => void;
  /** Lets the round under way finish and releases what is held. */
  close(): Promise<void>;
  /** What came in and what became of it; missing from an outbox that keeps nothing. */
  readonly journal?: Journal;
}

/** An outbox that says what came in and what became of it. */
export interface JournaledOutbox extends Outbox {
  /** What came in and what became of it. */
  readonly journal: Journal;
}

/** An outbox that can be told that HubSpot has nothing any more of what it was sent. */
export interface ForgettingOutbox extends JournaledOutbox {
  /**
   * Forgets what was delivered, the round under way included, so that putting it again delivers it again: for a sandbox
   * or a stand-in that was emptied. What waits and what is dead stays.
   */
  forgetDelivered(): Promise<void>;
}
