import type { LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { count, type Rule } from "./rule.ts";

const base = "/events/2026-03/event-definitions";
const seeded: LocalHubSpotOptions = {
  eventDefinitions: [{
    name: "signed_up",
    label: "Signed up",
    includeDefaultProperties: false,
    propertyDefinitions: [{ name: "plan", label: "Plan", type: "string" }],
  }],
};
const draft = { label: "Signed up", includeDefaultProperties: false, propertyDefinitions: [] };
const via = {
  name: "via",
  label: "Via",
  type: "enumeration",
  options: [{ label: "Web", value: "web" }],
};

const paths = [
  "/events/v3/event-definitions",
  "/events/custom/2025-09/event-definitions",
  "/events/custom/2026-03/event-definitions",
  "/events/custom/2026-09/event-definitions",
];

const refusals: [rule: string, change: Record<string, unknown>, message: string][] = [
  [
    "a name has lower-case letters, digits and underscores",
    { name: "Signed-up" },
    "Give lower-case letters, digits and underscores, a letter first",
  ],
  [
    "a name begins with a letter",
    { name: "1_up" },
    "Give lower-case letters, digits and underscores, a letter first",
  ],
  ["a name has at most 50 characters", { name: "x".repeat(51) }, "Give at most 50 characters"],
  ["a label has at most 100 characters", { label: "x".repeat(101) }, "Give at most 100 characters"],
  [
    "a definition has at most 50 properties of its own",
    {
      propertyDefinitions: Array.from(
        { length: 51 },
        (_, index) => ({ name: `p${index}`, label: "P", type: "string" }),
      ),
    },
    "Give at most 50 properties",
  ],
  [
    "a property has a type that there is",
    { propertyDefinitions: [{ name: "a", label: "A", type: "text" }] },
    "Give string, number, enumeration, datetime, date or bool",
  ],
];

/** Definitions of custom events. */
export const definitionRules: Rule[] = [
  {
    rule: "a definition is made with 201, its full name from the account's number",
    options: { hubId: 42 },
    ask: ["POST", base, { ...draft, name: "signed_up", propertyDefinitions: [via] }],
    status: 201,
    body: {
      name: "signed_up",
      fullyQualifiedName: "pe42_signed_up",
      labels: { singular: "Signed up" },
      primaryObject: "CONTACT",
      archived: false,
      properties: [{
        name: "via",
        label: "Via",
        type: "enumeration",
        fieldType: "select",
        options: [{ label: "Web", value: "web", displayOrder: 0, hidden: false }],
      }],
    },
  },
  {
    rule: "a name is made of the label where none is given",
    ask: ["POST", base, { ...draft, label: "1st: Signed Up!" }],
    status: 201,
    body: { name: "st_signed_up" },
  },
  ...refusals.map(([rule, change, message]): Rule => ({
    rule,
    ask: ["POST", base, { ...draft, name: "a", ...change }],
    status: 400,
    body: { category: "VALIDATION_ERROR", errors: [{ message }] },
  })),
  {
    rule: "a name is taken once",
    options: seeded,
    ask: ["POST", base, { ...draft, name: "signed_up" }],
    status: 409,
    body: { category: "CONFLICT" },
  },
  {
    rule: "the name of a deleted definition cannot be used again",
    options: seeded,
    before: [["DELETE", `${base}/signed_up`]],
    ask: ["POST", base, { ...draft, name: "signed_up" }],
    status: 409,
  },
  {
    rule: "an account has at most 500 definitions",
    options: {
      eventDefinitions: Array.from(
        { length: 500 },
        (_, index) => ({ name: `e${index}`, label: "E" }),
      ),
    },
    ask: ["POST", base, { ...draft, name: "signed_up" }],
    status: 400,
    body: { errors: [{ message: "An account has at most 500 definitions" }] },
  },
  {
    rule: "a definition is read by its full name, with its properties",
    options: seeded,
    ask: ["GET", `${base}/pe1_signed_up`],
    status: 200,
    body: { name: "signed_up", properties: [{ name: "plan" }] },
  },
  {
    rule: "a definition is read by its short name",
    options: seeded,
    ask: ["GET", `${base}/signed_up`],
    status: 200,
  },
  ...paths.map((path): Rule => ({
    rule: `a definition is read at ${path}`,
    options: seeded,
    ask: ["GET", `${path}/signed_up`],
    status: 200,
  })),
  {
    rule: "a definition that does not exist is not found",
    ask: ["GET", `${base}/nothing`],
    status: 404,
    body: { category: "OBJECT_NOT_FOUND", message: "Event definition nothing does not exist" },
  },
  {
    rule: "definitions are listed page by page, without properties unless they are asked for",
    options: { eventDefinitions: ["aa", "ab", "b"].map((name) => ({ name, label: name })) },
    ask: ["GET", `${base}?searchString=a&limit=1`],
    status: 200,
    body: { total: 2, results: [{ name: "aa", properties: [] }], paging: { next: { after: "1" } } },
  },
  {
    rule: "the last page says so by saying nothing",
    options: seeded,
    ask: ["GET", `${base}?includeProperties=true&limit=1`],
    status: 200,
    body: { total: 1, results: [{ properties: [{ name: "plan" }] }], paging: undefined },
  },
  {
    rule: "label and description are changed with 201, the name is not",
    options: seeded,
    ask: ["PATCH", `${base}/signed_up`, { label: "Joined", description: "d", name: "x" }],
    status: 201,
    body: { name: "signed_up", labels: { singular: "Joined" }, description: "d" },
  },
  {
    rule: "a definition is deleted with 204, and its events with it",
    options: seeded,
    before: [["POST", "/events/2026-03/send", {
      eventName: "pe1_signed_up",
      email: "ada@example.com",
      properties: {},
    }]],
    ask: ["DELETE", `${base}/pe1_signed_up`],
    status: 204,
    leaves: [count, 0],
  },
  {
    rule: "a property is added with 201",
    options: seeded,
    ask: ["POST", `${base}/signed_up/property`, via],
    status: 201,
    body: { name: "via", fieldType: "select" },
  },
  {
    rule: "a property that is there already is not added",
    options: seeded,
    ask: ["POST", `${base}/signed_up/property`, { ...via, name: "plan" }],
    status: 409,
  },
  {
    rule: "a property's label and options are changed with 201, its type is not",
    options: seeded,
    ask: ["PATCH", `${base}/signed_up/property/plan`, { label: "Tier", type: "number" }],
    status: 201,
    body: { name: "plan", label: "Tier", type: "string" },
  },
  {
    rule: "a property is deleted with 204",
    options: seeded,
    ask: ["DELETE", `${base}/signed_up/property/plan`],
    status: 204,
  },
  {
    rule: "a property that does not exist is not found",
    options: seeded,
    ask: ["DELETE", `${base}/signed_up/property/nothing`],
    status: 404,
    body: { message: "Property nothing does not exist" },
  },
];
