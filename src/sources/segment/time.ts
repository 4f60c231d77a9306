import type { Message } from "./message.ts";

/** Apart from a clock's fault, this much of the time between sending and receipt is the way. */
const longestWayMs = 10_000;

/** Clocks that were never set begin in 1970 or 1980, and no product tracked its users before this. */
const earliest = Date.UTC(2000, 0, 1);

/**
 * When it happened:
 *
 * 1. where Segment itself has corrected the time, and so tells both, its `timestamp`;
 * 2. else the sender's `timestamp` or `originalTimestamp`; where its `sentAt` is more than 10 seconds off the time of
 *    receipt, its clock is wrong, and the same is added to both;
 * 3. the time of receipt for what cannot be read, lies before 2000, or would lie after the receipt.
 *
 * @see https://segment.com/docs/connections/spec/common/#timestamps
 */
export function timeOf(message: Message, receivedAt: Date): Date {
  const received = receivedAt.getTime();
  const stated = statedTime(message, received);
  return stated === undefined || stated < earliest || stated > received
    ? receivedAt
    : new Date(stated);
}

function statedTime(message: Message, received: number): number | undefined {
  const timestamp = parseTime(message.timestamp);
  const original = parseTime(message.originalTimestamp);
  if (timestamp !== undefined && original !== undefined) return timestamp;
  const happened = timestamp ?? original;
  const sent = parseTime(message.sentAt);
  if (happened === undefined || sent === undefined) return happened;
  const off = received - sent;
  return Math.abs(off) > longestWayMs ? happened + off : happened;
}

// What runtimes make of other texts differs, so only this profile of ISO 8601 counts.
const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Reads a time of ISO 8601, in UTC where it names no zone; nothing for other texts and for days that do not exist. */
export function parseTime(text: string | undefined): number | undefined {
  const match = iso.exec(text?.trim() ?? "");
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7)
    .map((part) => Number(part ?? 0));
  const milliseconds = Math.floor(Number(`0.${match[7] ?? 0}`) * 1_000);
  const time = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59 || second > 60) return undefined;
  return time - offsetMs(match[8] ?? "Z");
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === "-" ? -offset : offset;
}
