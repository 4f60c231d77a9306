import type { EventKey } from "../hubspot/events.ts";
import type { Attempt, Journal, JournalEntry } from "../outbox/journal.ts";
import type { Deps } from "../transport/deps.ts";

/** What became of one event at its latest attempt, as the journal has it. */
export interface JournalReceipt extends Omit<Attempt, "at"> {
  /** Position of the event among those that were taken, from 0. */
  index: number;
  /** What tells the event from others. */
  key: EventKey;
}

/** What a wait for receipts came to. */
export interface WaitedReceipts {
  /** Those that had come by then, in order. */
  receipts: JournalReceipt[];
  /** Whether every event was attempted. */
  isComplete: boolean;
}

/** How a wait for receipts goes. */
export interface WaitOptions {
  /** Where they are found. */
  journal: Pick<Journal, "get">;
  /** Longest wait, in seconds. */
  waitSeconds: number;
  /** The clock. */
  deps: Pick<Deps, "sleep">;
}

/** First and longest pause between two looks, in milliseconds. */
const pauses = { first: 25, longest: 1_000 };

/**
 * Waits until each event was attempted at least once. It looks into the journal and delivers nothing itself, because
 * receipts belong to whoever delivers.
 */
export async function waitForReceipts(
  keys: readonly EventKey[],
  { journal, waitSeconds, deps }: WaitOptions,
): Promise<WaitedReceipts> {
  const receipts: JournalReceipt[] = [];
  let leftMs = waitSeconds * 1_000;
  for (let pauseMs = pauses.first;; pauseMs = Math.min(2 * pauseMs, pauses.longest)) {
    // Events go out in the order in which they came: behind one that was not attempted none is worth a look.
    for (const key of keys.slice(receipts.length)) {
      const attempt = latestAttempt(await journal.get(key));
      if (attempt === undefined) break;
      receipts.push({ index: receipts.length, key, ...attempt });
    }
    if (receipts.length === keys.length) return { receipts, isComplete: true };
    if (leftMs <= 0) return { receipts, isComplete: false };
    await deps.sleep(Math.min(pauseMs, leftMs));
    leftMs -= pauseMs;
  }
}

function latestAttempt(entry: JournalEntry | undefined): Omit<Attempt, "at"> | undefined {
  const latest = entry?.history.at(-1);
  if (latest === undefined) {
    return entry?.state === "delivered" ? { outcome: "delivered" } : undefined;
  }
  const { at: _, ...attempt } = latest;
  return attempt;
}
