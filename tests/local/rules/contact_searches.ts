import type { LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { now } from "../harness.ts";
import type { Rule } from "./rule.ts";

const search = "/crm/v3/objects/contacts/search";

/** An account with some contacts. */
export const seeded: LocalHubSpotOptions = {
  contacts: [
    {
      id: "7",
      email: "Ada@example.com",
      additionalEmails: ["ada@work.example", "ada@home.example"],
      properties: { firstname: "Ada", visits: "9" },
    },
    { id: "8", email: "bob@example.com", properties: { visits: "10" } },
    { id: "9" },
  ],
};

const filter = (propertyName: string, operator: string, given: Record<string, unknown> = {}) => ({
  filterGroups: [{ filters: [{ propertyName, operator, ...given }] }],
});

const searches: [rule: string, body: unknown, ids: string[]][] = [
  ["EQ compares whatever the case", filter("email", "EQ", { value: "ADA@example.com" }), ["7"]],
  ["email is the first address only", filter("email", "EQ", { value: "ada@work.example" }), []],
  [
    "further addresses are in hs_additional_emails",
    filter("hs_additional_emails", "CONTAINS_TOKEN", { value: "ada@home.example" }),
    ["7"],
  ],
  ["CONTAINS_TOKEN knows *", filter("email", "CONTAINS_TOKEN", { value: "*@example.com" }), [
    "7",
    "8",
  ]],
  [
    "CONTAINS_TOKEN counts no character twice",
    filter("email", "CONTAINS_TOKEN", { value: "ada@example.com*com" }),
    [],
  ],
  ["CONTAINS_TOKEN takes whole words", filter("email", "CONTAINS_TOKEN", { value: "ada" }), []],
  [
    "IN takes several values",
    filter("email", "IN", { values: ["ada@example.com", "bob@example.com"] }),
    ["7", "8"],
  ],
  ["NOT_IN leaves them out", filter("email", "NOT_IN", { values: ["bob@example.com"] }), [
    "7",
    "9",
  ]],
  ["NEQ is the other of EQ", filter("firstname", "NEQ", { value: "ada" }), ["8", "9"]],
  [
    "NOT_CONTAINS_TOKEN is the other of CONTAINS_TOKEN",
    filter("email", "NOT_CONTAINS_TOKEN", { value: "ada*" }),
    ["8", "9"],
  ],
  ["GT compares numbers by their size", filter("visits", "GT", { value: "9" }), ["8"]],
  ["GTE takes the value too", filter("visits", "GTE", { value: "9" }), ["7", "8"]],
  ["LT finds nobody who has no value", filter("visits", "LT", { value: "10" }), ["7"]],
  ["LTE takes the value too", filter("visits", "LTE", { value: "10" }), ["7", "8"]],
  [
    "LT compares texts by their order, whatever the case",
    filter("email", "LT", { value: "BOB@example.com" }),
    ["7"],
  ],
  [
    "BETWEEN takes both ends and what is between",
    filter("visits", "BETWEEN", { value: "9", highValue: "10" }),
    ["7", "8"],
  ],
  ["BETWEEN leaves out", filter("visits", "BETWEEN", { value: "9.5", highValue: "99" }), ["8"]],
  [
    "times are compared with milliseconds since 1970",
    filter("createdate", "GTE", { value: String(Date.parse(now)) }),
    ["7", "8", "9"],
  ],
  [
    "times are compared by the clock, not by their text",
    filter("createdate", "BETWEEN", {
      value: "2026-11-22T12:59:59+01:00",
      highValue: "2026-11-22T13:00:00+01:00",
    }),
    ["7", "8", "9"],
  ],
  ["a time before is not after", filter("createdate", "GT", { value: now }), []],
  ["HAS_PROPERTY finds a value", filter("firstname", "HAS_PROPERTY"), ["7"]],
  ["NOT_HAS_PROPERTY finds none", filter("email", "NOT_HAS_PROPERTY"), ["9"]],
  [
    "all filters of a group hold",
    {
      filterGroups: [{
        filters: [
          { propertyName: "email", operator: "HAS_PROPERTY" },
          { propertyName: "firstname", operator: "NOT_HAS_PROPERTY" },
        ],
      }],
    },
    ["8"],
  ],
  [
    "one of the groups holds",
    {
      filterGroups: [
        { filters: [{ propertyName: "hs_object_id", operator: "EQ", value: "8" }] },
        { filters: [{ propertyName: "hs_object_id", operator: "EQ", value: "9" }] },
      ],
    },
    ["8", "9"],
  ],
  ["without filters, everybody is found", {}, ["7", "8", "9"]],
  ["a query's words are looked for in names and addresses", { query: "ADA work.exam" }, ["7"]],
  ["a query looks at no other property", { query: "9" }, []],
  ["a query and filters both hold", { query: "ada", ...filter("email", "EQ", { value: "b" }) }, []],
  ["sorts puts in order", { sorts: ["hs_object_id"] }, ["7", "8", "9"]],
  ["a minus puts the last first", { sorts: ["-hs_object_id"] }, ["9", "8", "7"]],
  [
    "sorts is also by propertyName and direction, and whoever has no value comes last",
    { sorts: [{ propertyName: "email", direction: "DESCENDING" }] },
    ["8", "7", "9"],
  ],
];

const refusedSearches: [rule: string, body: unknown, message: string][] = [
  ["EQ needs a value", filter("email", "EQ"), "operator EQ requires a value"],
  ["IN needs values", filter("email", "IN", { value: "a" }), "operator IN requires values"],
  [
    "BETWEEN needs both ends, and says so in HubSpot's words",
    filter("email", "BETWEEN", { value: "a" }),
    "operator BETWEEN requires a highValue",
  ],
  [
    "an operator must be one of HubSpot's",
    filter("email", "LIKE", { value: "a" }),
    "Give one of EQ, NEQ, LT, LTE, GT, GTE, BETWEEN, IN, NOT_IN, HAS_PROPERTY, NOT_HAS_PROPERTY, " +
    "CONTAINS_TOKEN, NOT_CONTAINS_TOKEN",
  ],
  ["a search gives at most 200 at once", { limit: 201 }, "Give at most 200"],
  ["a search is in one order", { sorts: ["email", "firstname"] }, "Give at most one"],
  [
    "a query has at most 3,000 characters",
    { query: "a".repeat(3_001) },
    "Give at most 3000 characters",
  ],
  [
    "a search has at most 5 groups",
    { filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) },
    "Give at most 5 groups",
  ],
  [
    "a group has at most 6 filters",
    {
      filterGroups: [{
        filters: Array.from({ length: 7 }, () => ({ propertyName: "a", operator: "HAS_PROPERTY" })),
      }],
    },
    "Give at most 6 filters in a group",
  ],
  [
    "a search has at most 18 filters",
    {
      filterGroups: Array.from({ length: 5 }, () => ({
        filters: Array.from({ length: 4 }, () => ({ propertyName: "a", operator: "HAS_PROPERTY" })),
      })),
    },
    "Give at most 18 filters",
  ],
];

/** Searches for contacts. */
export const contactSearchRules: Rule[] = [
  ...searches.map(([rule, body, ids]): Rule => ({
    rule,
    options: seeded,
    ask: ["POST", search, body],
    status: 200,
    body: { total: ids.length, results: ids.map((id) => ({ id })) },
  })),
  ...refusedSearches.map(([rule, body, message]): Rule => ({
    rule,
    ask: ["POST", search, body],
    status: 400,
    body: { errors: [{ message }] },
  })),
  {
    rule: "a search is answered page by page",
    options: seeded,
    ask: ["POST", search, { limit: 1, after: "1" }],
    status: 200,
    body: { total: 3, results: [{ id: "8" }], paging: { next: { after: "2" } } },
  },
];
