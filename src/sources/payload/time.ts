const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?(Z|[+-]\d\d:\d\d)$/i;

/** Numbers below this are seconds since 1970, others milliseconds: it is the year 5138 in the one, 1973 in the other. */
const leastMilliseconds = 100_000_000_000;

/** The last millisecond of the year 9999: later years have no four digits. */
const latest = 253_402_300_799_999;

/** Reads a time with its zone as RFC 3339 has it, and gives it in UTC; nothing where it is none. */
export function readTimestamp(text: string): string | undefined {
  const [, year, month, day, clock, fraction = "0", zone = ""] = rfc3339.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month}-${day}`;
  // Runtimes differ in what they make of 30 February.
  const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (midnight.toISOString().slice(0, 10) !== date) return undefined;
  return isoTime(Date.parse(`${date}T${clock}.${fraction}${zone.toUpperCase()}`));
}

/**
 * Reads a time as payloads write it: RFC 3339, or the seconds or milliseconds since 1970 as a number or in digits. Gives
 * ISO 8601 in UTC; nothing for anything else.
 */
export function readTime(value: unknown): string | undefined {
  if (typeof value === "string" && !/^\d{9,15}$/.test(value)) return readTimestamp(value);
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const count = Number(value);
  return isoTime(count < leastMilliseconds ? count * 1000 : count);
}

function isoTime(milliseconds: number): string | undefined {
  return milliseconds > 0 && milliseconds <= latest
    ? new Date(milliseconds).toISOString()
    : undefined;
}
