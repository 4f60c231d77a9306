import * as v from "valibot";
import { validate } from "../../../validation/issues.ts";
import { invalid, jsonAnswer, type Problem } from "../answers.ts";
import type { EndpointContext } from "../endpoint.ts";
import { orRequired, text } from "../fields.ts";
import { contactAnswer, propertiesOf } from "./record.ts";
import { inOrder, type Sort, sortsSchema } from "./sorting.ts";

// https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm
const [maxGroups, maxFilters, maxAllFilters, maxLimit, usualLimit] = [5, 6, 18, 200, 10];
const maxQuery = 3_000;

/** Where HubSpot looks for the words of a query. */
const searchable = [
  "firstname",
  "lastname",
  "email",
  "phone",
  "hs_additional_emails",
  "fax",
  "mobilephone",
  "company",
];

/** One condition; all of a group must hold. */
interface Filter {
  /** Name of the property. */
  propertyName: string;
  /** How it is compared. */
  operator: keyof typeof operators;
  /** What it is compared with. */
  value?: string;
  /** What it is compared with, where that may be several. */
  values?: string[];
}

/** A search for contacts. */
interface Search {
  /** Conditions; one group must hold, and without any, everything is found. */
  filterGroups: { filters: Filter[] }[];
  /** Words of which each must be in one of the usual properties. */
  query: string;
  /** In which order; none for that in which they came. */
  sorts: Sort[];
  /** What to answer of each contact. */
  properties: string[];
  /** How many to answer at once. */
  limit: number;
  /** Where the last answer ended. */
  after: string;
}

/** What comparing needs: the property's value, lower case, and what the filter gives. */
type Operator = (found: string | undefined, filter: Filter) => boolean;

const operators = {
  EQ: (found, { value }) => found === value?.toLowerCase(),
  NEQ: (found, { value }) => found !== value?.toLowerCase(),
  IN: (found, { values }) => isAmong(found, values),
  NOT_IN: (found, { values }) => !isAmong(found, values),
  HAS_PROPERTY: (found) => found !== undefined,
  NOT_HAS_PROPERTY: (found) => found === undefined,
  // A word of a text, or an address of several; `*` stands for anything.
  CONTAINS_TOKEN: (found, { value }) => hasToken(found, value),
} satisfies Record<string, Operator>;

const needed: Readonly<Record<keyof typeof operators, "value" | "values" | "nothing">> = {
  EQ: "value",
  NEQ: "value",
  IN: "values",
  NOT_IN: "values",
  HAS_PROPERTY: "nothing",
  NOT_HAS_PROPERTY: "nothing",
  CONTAINS_TOKEN: "value",
};

const filterSchema: v.GenericSchema<unknown, Filter> = v.pipe(
  v.object({
    propertyName: text,
    operator: v.picklist(
      ["EQ", "NEQ", "IN", "NOT_IN", "HAS_PROPERTY", "NOT_HAS_PROPERTY", "CONTAINS_TOKEN"],
      "Local HubSpot knows EQ, NEQ, IN, NOT_IN, HAS_PROPERTY, NOT_HAS_PROPERTY and CONTAINS_TOKEN",
    ),
    value: v.exactOptional(v.string("Give a string")),
    values: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1, "Give at least one"))),
  }, orRequired("Give a filter")),
  v.check((filter) => {
    const member = needed[filter.operator];
    return member === "nothing" || filter[member] !== undefined;
  }, "Give value, or values for IN and NOT_IN"),
);

const searchSchema: v.GenericSchema<unknown, Search> = v.object({
  filterGroups: v.pipe(
    v.optional(
      v.pipe(
        v.array(v.object({
          filters: v.pipe(
            v.array(filterSchema),
            v.maxLength(maxFilters, `Give at most ${maxFilters} filters in a group`),
          ),
        })),
        v.maxLength(maxGroups, `Give at most ${maxGroups} groups`),
      ),
      [],
    ),
    v.check(
      (groups) => groups.flatMap(({ filters }) => filters).length <= maxAllFilters,
      `Give at most ${maxAllFilters} filters`,
    ),
  ),
  query: v.optional(
    v.pipe(
      v.string("Give a string"),
      v.maxLength(maxQuery, `Give at most ${maxQuery} characters`),
    ),
    "",
  ),
  sorts: sortsSchema,
  properties: v.optional(v.array(text), []),
  limit: v.optional(
    v.pipe(
      v.number(),
      v.safeInteger(),
      v.minValue(1, "Give at least 1"),
      v.maxValue(maxLimit, `Give at most ${maxLimit}`),
    ),
    usualLimit,
  ),
  after: v.optional(
    v.pipe(
      v.union([v.string(), v.number()]),
      v.transform(String),
      v.regex(/^\d{0,9}$/, "Give after as it was answered"),
    ),
    "0",
  ),
}, orRequired("Give a search"));

/** Searches contacts. `email` is a contact's first address only; further ones are in `hs_additional_emails`. */
export function searchContacts(body: unknown, { account }: EndpointContext): Response | Problem {
  const search = validate(searchSchema, body);
  if (!search.ok) return invalid(search.issues);
  const { filterGroups, query, sorts, properties, limit } = search.value;
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const found = inOrder(sorts, account.contacts()).filter((contact) => {
    const known = propertiesOf(contact);
    return words.every((word) => isAnywhere(word, known)) &&
      (filterGroups.length === 0 ||
        filterGroups.some(({ filters }) => filters.every((filter) => holds(filter, known))));
  });
  const after = Number(search.value.after);
  const end = after + limit;
  return jsonAnswer(200, {
    total: found.length,
    results: found.slice(after, end).map((contact) => contactAnswer(contact, properties)),
    ...(end < found.length && { paging: { next: { after: String(end) } } }),
  });
}

function isAnywhere(word: string, known: ReadonlyMap<string, string>): boolean {
  return searchable.some((name) => known.get(name)?.toLowerCase().includes(word) ?? false);
}

function holds(filter: Filter, known: ReadonlyMap<string, string>): boolean {
  const operator: Operator = operators[filter.operator];
  return operator(known.get(filter.propertyName)?.toLowerCase(), filter);
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
