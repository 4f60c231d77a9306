import type { EventTime, EventValue } from "./events.ts";

/**
 * Writes a value as the string that HubSpot takes: strings stay as they are, numbers and booleans are written
 * as JSON writes them, a `Date` becomes milliseconds since 1970, which is what HubSpot's date tokens hold.
 */
export function writeValue(value: EventValue): string {
  return String(value instanceof Date ? value.getTime() : value);
}

/** Writes every value of a record as HubSpot takes it. */
export function writeValues(values: Record<string, EventValue>): Record<string, string> {
  const written: Record<string, string> = {};
  // Object.entries would make an array of each pair, which was a seventh of all that is allocated for an event.
  for (const name of Object.keys(values)) written[name] = writeValue(values[name] ?? "");
  return written;
}

/** Writes a time as ISO 8601 in UTC. */
export function writeTime(time: EventTime): string {
  const milliseconds = typeof time === "number" ? time : Number(new Date(time));
  if (milliseconds !== lastTime) {
    lastTime = milliseconds;
    lastText = new Date(milliseconds).toISOString();
  }
  return lastText;
}

/** Thousands of events are accepted in one millisecond, and to write a time takes as long as to check an event. */
let [lastTime, lastText] = [NaN, ""];
