import type { AcceptedEvent } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";

/** What one round of delivery came to. */
export interface ProcessResult {
  /** One for each event that was tried; `index` counts within this round. */
  receipts: Receipt[];
  /** When there is something to do again, in milliseconds since 1970; missing where nothing waits. */
  nextDueAt?: number;
}

/** What became of a put. */
export interface PutResult {
  /** One for each event, in order, from an outbox that delivers at once; missing from one that delivers later. */
  receipts?: Receipt[];
}

/** Keeps accepted events safe until HubSpot has them. */
export interface Outbox {
  /**
   * Resolves when the events are durable. An event whose key waits or was delivered is left as it is: putting it
   * again is no second event. A dead letter that is put again waits anew. Rejects if the events could not be made durable; then none of them was.
   */
  put(events: readonly AcceptedEvent[]): Promise<PutResult>;
  /**
   * Delivers up to `limit` events that are due and settles each as done, to be tried again, or dead. Rounds never
   * overlap; a long-running host calls this in a loop, a push platform from its consumer, alarm or cron. What
   * `signal` cuts short is tried again in the next round.
   */
  process(limit: number, signal?: AbortSignal): Promise<ProcessResult>;
  /** Calls `listener` after each put on this instance; the function returned ends that. */
  onPut(listener: () => void): () => void;
  /** Lets the round under way finish and releases what is held. */
  close(): Promise<void>;
}
