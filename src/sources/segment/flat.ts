import type { ActivityValue } from "../../activity/activity.ts";

/** What of a sender's fields becomes properties. */
const limits = {
  /** Levels of nesting: `cart.owner.city` has three. */
  depth: 3,
  /** Properties. */
  properties: 100,
  /** Characters of a name. */
  name: 100,
  /** Characters of a text. */
  text: 1_000,
};

/** Names that would reach into what every object has. */
const ruledOut: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Makes flat properties of nested fields: names in snake_case, those of nested objects behind their parent's
 * (`cart.ownerCity` becomes `cart_owner_city`), lists of plain values as one text. Left out are empty values, lists of
 * objects, what is nested more than three deep, and what comes after the 100th; longer texts are cut at 1,000 characters.
 * Of two names that become one, the first counts.
 */
export function flatten(fields: Readonly<Record<string, unknown>>): Record<string, ActivityValue> {
  const flat = new Map<string, ActivityValue>();
  collect(fields, { flat, prefix: "", depth: 1 });
  return Object.fromEntries(flat);
}

function collect(
  fields: object,
  { flat, prefix, depth }: { flat: Map<string, ActivityValue>; prefix: string; depth: number },
): void {
  for (const [field, value] of Object.entries(fields)) {
    if (flat.size === limits.properties) return;
    const own = snakeCase(field);
    const name = (prefix === "" ? own : `${prefix}_${own}`).slice(0, limits.name);
    if (own === "" || ruledOut.has(field) || ruledOut.has(name)) continue;
    const plain = plainValue(value);
    if (plain !== undefined) {
      if (!flat.has(name)) flat.set(name, plain);
    } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      if (depth < limits.depth) collect(value, { flat, prefix: name, depth: depth + 1 });
    }
  }
}

function plainValue(value: unknown): ActivityValue | undefined {
  if (typeof value === "boolean") return value;
  // JSON can write numbers that are too large to be one.
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "string") return cut(value);
  if (!Array.isArray(value)) return undefined;
  const items = value.filter((item) => item !== null);
  return items.every(isPlain) ? cut(items.slice(0, limits.text).join(", ")) : undefined;
}

function isPlain(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function cut(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (trimmed.length <= limits.text) return trimmed.toWellFormed();
  // Half a surrogate pair is no text.
  const start = trimmed.slice(0, limits.text - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${start.toWellFormed()}…`;
}

/** `Order ID`, `orderId` and `order-id` are all `order_id`. Templates name properties in ASCII. */
function snakeCase(name: string): string {
  return name.slice(0, 2 * limits.name)
    .normalize("NFKD").replace(/\p{M}/gu, "")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .replace(/[^A-Za-z\d]+/g, "_")
    .replace(/^_|_$/g, "")
    .toLowerCase();
}
