import type { Outbox, SettledReceipt } from "../outbox/outbox.ts";
import type { Deps } from "../transport/deps.ts";
import { checkNumbers } from "../validation/numbers.ts";

/** How much one run of {@linkcode Forwarder.scheduled} delivers. */
export interface ScheduledOptions {
  /** Most events of one round. Default: 500, HubSpot's largest batch. */
  limit?: number;
  /**
   * No further round begins after so long, in milliseconds. Default: 20,000, which ends within the 25 seconds that a
   * Vercel Edge function has.
   */
  maxDurationMs?: number;
}

/** What a run needs of its host. */
export interface ScheduledContext {
  /** What is delivered. */
  outbox: Pick<Outbox, "process">;
  /** Clock. */
  deps: Pick<Deps, "now">;
  /** Told of every receipt. */
  onReceipt(receipt: SettledReceipt): void;
}

/**
 * Makes what a cron calls: it delivers what is due, round after round, until nothing is or its time is up. Rejects where a
 * round fails as a whole.
 *
 * @throws {RangeError} If `limit` is no whole number from 1, or `maxDurationMs` is negative.
 */
export function scheduledDelivery(
  { limit = 500, maxDurationMs = 20_000 }: ScheduledOptions,
  { outbox, deps, onReceipt }: ScheduledContext,
): () => Promise<void> {
  const task = "make a forwarder";
  checkNumbers(task, { "scheduled.limit": limit }, { least: 1, isWhole: true });
  checkNumbers(task, { "scheduled.maxDurationMs": maxDurationMs }, { least: 0 });
  return async function deliverDue() {
    const deadline = deps.now() + maxDurationMs;
    let isDue = true;
    while (isDue && deps.now() <= deadline) {
      const { receipts, nextDueAt = Infinity } = await outbox.process(limit);
      for (const receipt of receipts) onReceipt(receipt);
      // A round without a receipt found nothing, or another instance delivers.
      isDue = receipts.length > 0 && nextDueAt <= deps.now();
    }
  };
}
