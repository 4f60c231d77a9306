import type { Previews } from "../preview/previews.ts";
import type { LocalEvent } from "../records.ts";
import { typeName } from "./card.ts";
import type { Filter } from "./filters.ts";

/** Leaves what is on no contact's timeline. No key of a type is like it: those have a colon. */
const nobodys = "nobody";

/** Longest key of a type that a filter is for. */
const longestKey = 300;

/** The types that there are among events, the most frequent first; last, what is on no contact's timeline. */
export function eventFilters(events: readonly LocalEvent[], previews: Previews): Filter[] {
  const types = new Map<string, { event: LocalEvent; count: number }>();
  let lost = 0;
  for (const event of events) {
    const key = keyOf(event);
    const type = types.get(key);
    if (type === undefined) types.set(key, { event, count: 1 });
    else type.count += 1;
    if (event.contactId === undefined) lost += 1;
  }
  // A name that fits into no address can be no filter.
  const short = [...types].filter(([only]) => only.length <= longestKey);
  const filters = short.map(([only, { event, count }]) => ({
    only,
    label: previews.of(event)?.name ?? typeName(event),
    count,
  }));
  const sorted = filters.sort((a, b) => b.count - a.count);
  return lost === 0 ? sorted : [...sorted, { only: nobodys, label: "On no contact", count: lost }];
}

/** The events that a filter leaves. */
export function filterEvents(events: readonly LocalEvent[], only: string): readonly LocalEvent[] {
  if (only === "") return events;
  if (only === nobodys) return events.filter(({ contactId }) => contactId === undefined);
  return events.filter((event) => keyOf(event) === only);
}

function keyOf({ family, type }: LocalEvent): string {
  return `${family}:${type}`;
}
