import type { JournalQuery } from "./journal.ts";

/** Where a page ended. */
export interface JournalCursor {
  /** When the last event of the page was settled; 0 where the page does not go by that. */
  settledAt: number;
  /** Its place in the order of arrival. */
  sequence: number;
}

/** Before every event. */
const beginning: JournalCursor = {
  settledAt: Number.MAX_SAFE_INTEGER,
  sequence: Number.MAX_SAFE_INTEGER,
};

/** Writes where a page ended, for the next to begin there. */
export function writeCursor({ settledAt, sequence }: JournalCursor): string {
  return `${settledAt}.${sequence}`;
}

/**
 * Reads where a page begins.
 *
 * @throws {RangeError} If the text came from no page.
 */
export function readCursor(text: string | undefined): JournalCursor {
  if (text === undefined) return beginning;
  const found = /^(\d{1,15})\.(\d{1,15})$/.exec(text);
  if (found === null) {
    throw new RangeError(
      `Cannot list the journal: cursor must come from a page: ${text.slice(0, 40)}`,
    );
  }
  return { settledAt: Number(found[1]), sequence: Number(found[2]) };
}

/**
 * Reads how many events a page holds.
 *
 * @throws {RangeError} If it is no whole number from 1 to 100.
 */
export function readLimit({ limit = 50 }: Pick<JournalQuery, "limit">): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  throw new RangeError(
    `Cannot list the journal: limit must be a whole number from 1 to 100: ${limit}`,
  );
}
