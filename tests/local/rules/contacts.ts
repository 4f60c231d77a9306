import type { LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { now } from "../harness.ts";
import { people, type Rule } from "./rule.ts";

const base = "/crm/v3/objects/contacts";
const read = `${base}/batch/read`;
const search = `${base}/search`;

const seeded: LocalHubSpotOptions = {
  contacts: [
    {
      id: "7",
      email: "Ada@example.com",
      additionalEmails: ["ada@work.example", "ada@home.example"],
      properties: { firstname: "Ada" },
    },
    { id: "8", email: "bob@example.com" },
    { id: "9" },
  ],
};

const byEmail = (...emails: string[]) => ({
  idProperty: "email",
  properties: ["email"],
  inputs: emails.map((id) => ({ id })),
});

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
  ["EQ needs a value", filter("email", "EQ"), "Give value, or values for IN and NOT_IN"],
  [
    "IN needs values",
    filter("email", "IN", { value: "a" }),
    "Give value, or values for IN and NOT_IN",
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

/** Contacts. */
export const contactRules: Rule[] = [
  ...[
    base,
    "/crm/objects/2025-09/contacts",
    "/crm/objects/2026-03/contacts",
    "/crm/objects/2026-09/contacts",
  ]
    .map((path): Rule => ({
      rule: `contacts are read by address at ${path}`,
      options: seeded,
      ask: ["POST", `${path}/batch/read`, byEmail("ada@example.com")],
      status: 200,
      body: {
        status: "COMPLETE",
        results: [{
          id: "7",
          properties: {
            email: "ada@example.com",
            hs_object_id: "7",
            createdate: now,
            lastmodifieddate: now,
          },
          createdAt: now,
          updatedAt: now,
          archived: false,
        }],
      },
    })),
  {
    rule: "a further address leads to its contact, who is answered once and by the first",
    options: seeded,
    ask: ["POST", read, byEmail("ada@work.example", "ADA@home.example", "ada@example.com")],
    status: 200,
    body: { results: [{ id: "7", properties: { email: "ada@example.com" } }] },
  },
  {
    rule: "further addresses are answered with ; between them",
    options: seeded,
    ask: ["POST", read, { inputs: [{ id: "7" }], properties: ["hs_additional_emails", "phone"] }],
    status: 200,
    body: {
      results: [{
        properties: { hs_additional_emails: "ada@work.example;ada@home.example", phone: null },
      }],
    },
  },
  {
    rule: "who is not found is named in a 207, all in one error",
    options: seeded,
    ask: ["POST", read, byEmail("x@example.com", "bob@example.com", "y@example.com")],
    status: 207,
    body: {
      results: [{ id: "8" }],
      numErrors: 1,
      errors: [{
        status: "error",
        category: "OBJECT_NOT_FOUND",
        message:
          "Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.",
        context: { ids: ["x@example.com", "y@example.com"] },
      }],
    },
  },
  {
    rule: "a 207 comes even where nobody is found",
    ask: ["POST", read, { inputs: [{ id: "1" }] }],
    status: 207,
    body: { status: "COMPLETE", results: [], numErrors: 1 },
  },
  {
    rule: "at most 100 contacts are read at once",
    ask: ["POST", read, { inputs: Array.from({ length: 101 }, (_, id) => ({ id })) }],
    status: 400,
    body: { errors: [{ in: "inputs", message: "Give at most 100 inputs" }] },
  },
  {
    rule: "contacts are read by email or hs_object_id",
    ask: ["POST", read, { idProperty: "phone", inputs: [{ id: "1" }] }],
    status: 400,
    body: { errors: [{ in: "idProperty" }] },
  },
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
  {
    rule: "a contact is made with 201",
    ask: ["POST", base, {
      properties: {
        email: "New@example.com ",
        hs_additional_emails: "n@b.example",
        firstname: "N",
      },
    }],
    status: 201,
    body: {
      id: "101",
      properties: {
        email: "new@example.com",
        hs_additional_emails: "n@b.example",
        firstname: "N",
        hs_object_id: "101",
      },
    },
    leaves: [people, [["101", "new@example.com"]]],
  },
  {
    rule: "an address is a contact's once",
    ask: ["POST", base, {
      properties: { email: "n@b.example", hs_additional_emails: "N@b.example;m@b.example" },
    }],
    status: 201,
    body: { properties: { hs_additional_emails: "m@b.example" } },
  },
  {
    rule: "a contact is not made twice: the answer names the one there is",
    options: seeded,
    ask: ["POST", base, { properties: { email: "ADA@example.com" } }],
    status: 409,
    body: { category: "CONFLICT", message: "Contact already exists. Existing ID: 7" },
  },
  {
    rule: "a further address is a contact's too",
    options: seeded,
    ask: ["POST", base, { properties: { email: "ada@work.example" } }],
    status: 409,
    body: { message: "Contact already exists. Existing ID: 7" },
  },
  {
    rule: "an address must be one",
    ask: ["POST", base, { properties: { email: "nobody" } }],
    status: 400,
    body: {
      category: "VALIDATION_ERROR",
      message: 'Property values were not valid: [{"isValid":false,' +
        '"message":"Email address nobody is invalid","error":"INVALID_EMAIL","name":"email"}]',
      errors: [{ code: "INVALID_EMAIL" }],
    },
    leaves: [people, []],
  },
  {
    rule: "what HubSpot sets itself cannot be given",
    ask: ["POST", base, { properties: { hs_object_id: "5" } }],
    status: 400,
    body: { errors: [{ in: "properties.hs_object_id" }] },
  },
  {
    rule: "an event by a further address is on its contact's timeline",
    options: seeded,
    ask: ["POST", "/events/2026-03/send", {
      eventName: "pe1_seen",
      email: "ada@work.example",
      properties: {},
    }],
    status: 204,
    leaves: [(hubspot) => hubspot.events()[0]?.contactId, "7"],
  },
  {
    rule: "a change is seen in lastmodifieddate",
    options: seeded,
    before: [{ passMs: 1000 }, ["POST", "/integrators/timeline/v3/events", {
      eventTemplateId: "1",
      objectId: "8",
      email: "bob@new.example",
      tokens: {},
    }]],
    ask: ["POST", read, byEmail("bob@new.example")],
    status: 200,
    body: { results: [{ id: "8", createdAt: now, updatedAt: "2026-11-22T12:00:01.000Z" }] },
  },
];
