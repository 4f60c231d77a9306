import { type EventKey, isEventFamily } from "../../hubspot/events.ts";
import type { JournalQuery } from "../../outbox/journal.ts";
import type { DeliveryState } from "../../outbox/outbox.ts";

const states: readonly DeliveryState[] = ["waiting", "delivered", "dead"];

/** Events on one page. */
const pageLength = 50;

/** Reads what a reader asks for; what is no such thing is not asked for. */
export function readQuery(parameters: URLSearchParams): JournalQuery {
  const state = states.find((one) => one === parameters.get("state"));
  const family = parameters.get("family");
  const type = textOf(parameters, "type");
  const text = textOf(parameters, "text");
  const cursor = parameters.get("cursor") ?? "";
  return {
    limit: pageLength,
    ...(state === undefined ? {} : { state }),
    ...(isEventFamily(family) ? { family } : {}),
    ...(type === undefined ? {} : { type }),
    ...(text === undefined ? {} : { text }),
    // What came from no page would be an error of the journal's.
    ...(/^[\w.:-]{1,100}$/.test(cursor) ? { cursor } : {}),
  };
}

/** Writes a query as an address below the page's, with some of it replaced; an empty text leaves a part out. */
export function writeQuery(
  query: JournalQuery,
  own: Partial<Record<"state" | "cursor", string>> = {},
): string {
  const { state = "", family = "", type = "", text = "" } = query;
  const parts = { state, family, type, text, ...own };
  const written = new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== ""));
  return written.size === 0 ? "" : `?${written}`;
}

/** Reads the key of an event out of an address. */
export function readKey(parameters: URLSearchParams): EventKey | undefined {
  const [family, type, id] = ["family", "type", "id"].map((name) => parameters.get(name));
  return isEventFamily(family) && typeof type === "string" && typeof id === "string"
    ? { family, type, id }
    : undefined;
}

/** Writes the key of an event for an address or a form. */
export function writeKey({ family, type, id }: EventKey): string {
  return new URLSearchParams({ family, type, id }).toString();
}

function textOf(parameters: URLSearchParams, name: string): string | undefined {
  const text = parameters.get(name)?.trim().slice(0, 500);
  return text === undefined || text === "" ? undefined : text;
}
