import type { ActivityValue } from "../../activity/activity.ts";
import { oneLine } from "../../activity/text.ts";

/** Most properties that an activity gets from a payload. */
const mostProperties = 100;

/** Deepest value taken: `order.customer.name` is three deep. */
const deepest = 4;

/** Most members of a list or an object that are looked at. */
const mostMembers = 200;

/** Longest name of a property, in characters. */
const longestName = 100;

/** Longest text of a property, in characters. */
const longestText = 1_000;

/** Names that mean something else to an object than a property. */
const reserved: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** A value of a payload and the name that it gets. */
interface Member {
  name: string;
  value: unknown;
  depth: number;
}

/**
 * Makes flat properties of a payload, with the limits above: names become snake_case, and what stands inside something is
 * named after both, `orderTotal` inside `cart` becomes `cart_order_total`. Lists of plain values are joined with commas; other
 * lists, `null` and what lies too deep are left out. What lies less deep goes first, and of two values with one name the first
 * stays.
 */
export function flatten(payload: unknown, name = ""): Record<string, ActivityValue> {
  const found = new Map<string, ActivityValue>();
  const waiting: Member[] = [{ name, value: payload, depth: 0 }];
  // A list that grows while it is walked: all of one depth comes before the next.
  for (const member of waiting) {
    if (found.size === mostProperties) break;
    const flat = member.name === "" ? undefined : flatValue(member.value);
    if (flat === undefined) waiting.push(...membersOf(member));
    else if (!found.has(member.name)) found.set(member.name, flat);
  }
  return Object.fromEntries(found);
}

/** The one-line form of a plain value or of a list of them; nothing for anything else, and for what is blank. */
export function flatValue(value: unknown): ActivityValue | undefined {
  if (typeof value === "boolean") return value;
  // 1e999 is JSON, and infinite.
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "string") return oneLine(value, longestText) || undefined;
  if (!Array.isArray(value)) return undefined;
  const items = value.filter((item) => item !== null);
  if (!items.every(isPlain)) return undefined;
  return oneLine(items.slice(0, mostMembers).join(","), longestText) || undefined;
}

function isPlain(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function membersOf({ name, value, depth }: Member): Member[] {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth === deepest) {
    return [];
  }
  return Object.entries(value).slice(0, mostMembers).flatMap(([key, inner]) => {
    const own = reserved.has(key) ? "" : snakeCase(key);
    const full = name === "" ? own : `${name}_${own}`;
    if (own === "" || reserved.has(full) || full.length > longestName) return [];
    return [{ name: full, value: inner, depth: depth + 1 }];
  });
}

/** `Order ID`, `orderID` and `order-id` are all `order_id`. Templates name properties in ASCII. */
function snakeCase(key: string): string {
  return key.slice(0, 2 * longestName)
    .normalize("NFKD").replace(/\p{M}/gu, "")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .replace(/[^A-Za-z\d]+/g, "_")
    .replace(/^_|_$/g, "")
    .toLowerCase();
}
