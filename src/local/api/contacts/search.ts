import * as v from "valibot";
import { validate } from "../../../validation/issues.ts";
import { invalid, jsonAnswer, type Problem } from "../answers.ts";
import type { EndpointContext } from "../endpoint.ts";
import { orRequired, text } from "../fields.ts";
import { type Filter, filterSchema, holds } from "./filters.ts";
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
