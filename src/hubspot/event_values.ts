import type { EventTime, EventValue } from "./events.ts";

/**
 * Writes a value as the string that HubSpot takes: strings stay as they are, numbers and booleans are written
 * as JSON writes them, a `Date` becomes milliseconds since 1970, which is what HubSpot's date tokens hold.
 */
export function writeValue(value: EventValue): string {
  return value instanceof Date ? String(value.getTime()) : String(value);
}

/** Writes every value of a record as HubSpot takes it. */
export function writeValues(values: Record<string, EventValue>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, writeValue(value)]),
  );
}

/** Writes a time as ISO 8601 in UTC. */
export function writeTime(time: EventTime): string {
  return new Date(time).toISOString();
}
