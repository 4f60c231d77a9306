import * as v from "valibot";
import { orRequired, text } from "../fields.ts";
import { compare } from "./comparing.ts";

// https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm
const operatorNames = [
  "EQ",
  "NEQ",
  "LT",
  "LTE",
  "GT",
  "GTE",
  "BETWEEN",
  "IN",
  "NOT_IN",
  "HAS_PROPERTY",
  "NOT_HAS_PROPERTY",
  "CONTAINS_TOKEN",
  "NOT_CONTAINS_TOKEN",
] as const;

type OperatorName = typeof operatorNames[number];

/** One condition; all of a group must hold. */
export interface Filter {
  /** Name of the property. */
  propertyName: string;
  /** How it is compared. */
  operator: OperatorName;
  /** What it is compared with; of a range, its lower end. */
  value?: string;
  /** The upper end of a range. */
  highValue?: string;
  /** What it is compared with, where that may be several. */
  values?: string[];
}

/** What comparing needs: the property's value, lower case, and what the filter gives. */
type Operator = (found: string | undefined, filter: Filter) => boolean;

const operators: Readonly<Record<OperatorName, Operator>> = {
  EQ: (found, { value }) => found === value?.toLowerCase(),
  NEQ: (found, { value }) => found !== value?.toLowerCase(),
  LT: (found, { value }) => isOrdered(found, value, (order) => order < 0),
  LTE: (found, { value }) => isOrdered(found, value, (order) => order <= 0),
  GT: (found, { value }) => isOrdered(found, value, (order) => order > 0),
  GTE: (found, { value }) => isOrdered(found, value, (order) => order >= 0),
  // HubSpot's page says "within the specified range", and not whether its ends are: they are here.
  BETWEEN: (found, { value, highValue }) =>
    isOrdered(found, value, (order) => order >= 0) &&
    isOrdered(found, highValue, (order) => order <= 0),
  IN: (found, { values }) => isAmong(found, values),
  NOT_IN: (found, { values }) => !isAmong(found, values),
  HAS_PROPERTY: (found) => found !== undefined,
  NOT_HAS_PROPERTY: (found) => found === undefined,
  // A word of a text, or an address of several; `*` stands for anything.
  CONTAINS_TOKEN: (found, { value }) => hasToken(found, value),
  NOT_CONTAINS_TOKEN: (found, { value }) => !hasToken(found, value),
};

/** What a filter must give for its operator. */
const needed: Readonly<Record<OperatorName, readonly (keyof typeof members)[]>> = {
  EQ: ["value"],
  NEQ: ["value"],
  LT: ["value"],
  LTE: ["value"],
  GT: ["value"],
  GTE: ["value"],
  BETWEEN: ["value", "highValue"],
  IN: ["values"],
  NOT_IN: ["values"],
  HAS_PROPERTY: [],
  NOT_HAS_PROPERTY: [],
  CONTAINS_TOKEN: ["value"],
  NOT_CONTAINS_TOKEN: ["value"],
};

const members = { value: "a value", highValue: "a highValue", values: "values" };

/** Checks a condition. */
export const filterSchema: v.GenericSchema<unknown, Filter> = v.pipe(
  v.object({
    propertyName: text,
    operator: v.picklist(operatorNames, `Give one of ${operatorNames.join(", ")}`),
    value: v.exactOptional(v.string("Give a string")),
    highValue: v.exactOptional(v.string("Give a string")),
    values: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1, "Give at least one"))),
  }, orRequired("Give a filter")),
  v.check(
    (filter) => missingIn(filter) === undefined,
    // As HubSpot's answer in https://github.com/HubSpot/hubspot-api-nodejs/issues/128
    ({ input }) => `operator ${input.operator} requires ${missingIn(input)}`,
  ),
);

function missingIn(filter: Filter): string | undefined {
  const missing = needed[filter.operator].find((member) => filter[member] === undefined);
  return missing === undefined ? undefined : members[missing];
}

/** Whether a condition holds for someone of whom this is known. */
export function holds(filter: Filter, known: ReadonlyMap<string, string>): boolean {
  const isTrue = operators[filter.operator];
  return isTrue(known.get(filter.propertyName)?.toLowerCase(), filter);
}

/** A property without a value is neither smaller nor larger than any. */
function isOrdered(
  found: string | undefined,
  value: string | undefined,
  isWanted: (order: number) => boolean,
): boolean {
  return found !== undefined && value !== undefined &&
    isWanted(compare(found, value.toLowerCase()));
}

function isAmong(found: string | undefined, values: readonly string[] = []): boolean {
  return found !== undefined && values.some((value) => value.toLowerCase() === found);
}

function hasToken(found: string | undefined, value: string | undefined): boolean {
  if (found === undefined || value === undefined) return false;
  const parts = value.toLowerCase().split("*");
  return found.split(/[\s;,]+/).some((token) => matches(token, parts));
}

/** Whether a token has the parts in order, from its beginning to its end. */
function matches(token: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  if (!token.startsWith(first)) return false;
  if (rest.length === 0) return token === first;
  const last = rest[rest.length - 1] ?? "";
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const at = token.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return token.length - last.length >= from && token.endsWith(last);
}
