import type { AcceptedEvent } from "../hubspot/events.ts";
import type { Receipt } from "../hubspot/receipts.ts";
import { readHistory } from "./attempts.ts";
import type { Attempt } from "./journal.ts";
import type { EventOrigin } from "./outbox.ts";
import type { SqlRow } from "./sql_runner.ts";

/** One row of an outbox that is due. */
export interface DueRow {
  /** Place in the order of arrival. */
  sequence: number;
  /** Attempts that counted so far. */
  attempts: number;
  /** When it was put, in milliseconds since 1970. */
  receivedAt: number;
  /** What was put beside it. */
  origin: EventOrigin;
  /** Attempts so far. */
  history: Attempt[];
  /** Missing where the body cannot be read: nothing that happens to a file may stop the others. */
  event?: AcceptedEvent;
}

/** Reads a row that is due. */
export function readDueRow(row: SqlRow): DueRow {
  return {
    sequence: Number(row.sequence),
    attempts: Number(row.attempts),
    receivedAt: Number(row.received_at),
    origin: readOrigin(row),
    history: readHistory(String(row.history)),
    ...readEvent(String(row.body)),
  };
}

/** Reads what was put beside an event. */
export function readOrigin({ path, trace }: SqlRow): EventOrigin {
  return {
    ...(typeof path === "string" ? { path } : {}),
    ...(typeof trace === "string" ? { trace } : {}),
  };
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
  count: number,
  receipts: readonly Receipt[],
  { isCutShort }: { isCutShort: boolean },
): Receipt[] {
  const known = new Set(receipts.map(({ index }) => index));
  const missing = Array.from({ length: count }, (_, index) => index)
    .filter((index) => !known.has(index));
  const message = isCutShort
    ? "The round was cut short"
    : "The client gave no receipt for the event";
  const code = isCutShort ? "aborted" : "unclear_answer";
  return missing.map((index) => ({ index, outcome: "deferred", code, message }));
}
