import type { EventKey } from "../../hubspot/events.ts";
import type { SqlRow } from "../sql_runner.ts";

/**
 * Writes a text as within JSON. Postgres holds no NUL, and an id may have one: an event must not be lost, nor its whole
 * request refused, for what somebody wrote into it.
 */
export function escapeText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Turns a row into what every outbox that keeps events reads: its texts as they were put, its times as numbers. */
export function readStored(row: SqlRow): SqlRow {
  return {
    ...row,
    ...(typeof row.origin === "string" ? JSON.parse(row.origin) : {}),
    type: unescapeText(row.type),
    id: unescapeText(row.id),
    // A driver gives whole numbers of 64 bits as texts.
    due_at: readTime(row.due_at),
    settled_at: readTime(row.settled_at),
  };
}

function unescapeText(text: unknown): string {
  return JSON.parse(`"${text}"`);
}

function readTime(stored: unknown): number | undefined {
  return stored === null || stored === undefined ? undefined : Number(stored);
}

/** Keys as the three arrays that the statements take. */
export function keyColumns(keys: readonly EventKey[]): [string[], string[], string[]] {
  return [
    keys.map(({ family }) => family),
    keys.map(({ type }) => escapeText(type)),
    keys.map(({ id }) => escapeText(id)),
  ];
}
