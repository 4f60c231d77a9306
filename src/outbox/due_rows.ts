import type { HubSpotEvent } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";

/** One row of an outbox that is due. */
export interface DueRow {
  /** Place in the order of arrival. */
  sequence: number;
  /** Attempts that counted so far. */
  attempts: number;
  /** Missing where the body cannot be read: nothing that happens to a file may stop the others. */
  event?: HubSpotEvent;
}

/** Reads the body of a row. It was written by a put, and the client checks every event all the same. */
export function readEvent(body: string): Pick<DueRow, "event"> {
  try {
    const event = JSON.parse(body);
    return typeof event === "object" && event !== null ? { event } : {};
  } catch {
    return {};
  }
}

/** The receipt of a row whose body cannot be read. */
export function unreadable(index: number): Receipt {
  const message = "The stored event is no JSON any more";
  return { index, outcome: "rejected", code: "invalid_event", message, issues: [] };
}

/**
 * Receipts for the rows that a client said nothing of: it has not delivered them, and where the round was cut short, it
 * has not even read them.
 */
export function missingReceipts(
  rows: readonly DueRow[],
  receipts: readonly Receipt[],
  { isCutShort }: { isCutShort: boolean },
): Receipt[] {
  const known = new Set(receipts.map(({ index }) => index));
  const missing = [...rows.keys()].filter((index) => !known.has(index));
  const message = isCutShort
    ? "The round was cut short"
    : "The client gave no receipt for the event";
  const code = isCutShort ? "aborted" : "unclear_answer";
  return missing.map((index) => ({ index, outcome: "deferred", code, message }));
}
