import type { Json } from "../../hubspot/events.ts";

/** Longest text in one place, most text in all places, and most values; what is more is left off. */
const longestName = 300;
const [longestText, mostText, mostValues] = [2_000, 20_000, 2_000];

/**
 * Copies what a sender sent as far as a template shows it. A template may name a value a thousand times over: with all ten
 * megabytes that an event may have, that would take the page away for minutes.
 */
export function boundedCopy(value: Json): Json {
  return copy(value, { text: mostText, values: mostValues });
}

/** The same of values that are all text. */
export function boundedValues(values: Readonly<Record<string, string>>): Record<string, string> {
  const room = { text: mostText, values: mostValues };
  const some = Object.entries(values).slice(0, mostValues);
  return Object.fromEntries(
    some.map(([name, value]) => [copyText(name, room), copyText(value, room)]),
  );
}

/** A text as far as it has room in one place. */
export function shortened(text: string): string {
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text;
}

interface Room {
  text: number;
  values: number;
}

function copy(value: Json, room: Room): Json {
  room.values -= 1;
  if (typeof value === "string") return copyText(value, room);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      if (room.values <= 0) break;
      items.push(copy(item, room));
    }
    return items;
  }
  const entries: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (room.values <= 0) break;
    entries.push([copyText(name, room), copy(member, room)]);
  }
  return Object.fromEntries(entries);
}

function copyText(text: string, room: Room): string {
  const longest = Math.min(longestText, Math.max(0, room.text));
  const kept = text.length > longest ? `${text.slice(0, longest)}…` : text;
  room.text -= kept.length;
  return kept;
}
