import type { LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { count, people, placed, type Rule } from "./rule.ts";

const send = "/events/2026-03/send";
const email = "ada@example.com";
const yearMs = 365 * 24 * 60 * 60 * 1000;

const declared: LocalHubSpotOptions = {
  definitions: "declared",
  hubId: 42,
  eventDefinitions: [
    {
      name: "signed_up",
      label: "Signed up",
      propertyDefinitions: [
        { name: "plan", label: "Plan", type: "string" },
        { name: "seats", label: "Seats", type: "number" },
        { name: "since", label: "Since", type: "datetime" },
        { name: "day", label: "Day", type: "date" },
        { name: "paid", label: "Paid", type: "bool" },
        {
          name: "via",
          label: "Via",
          type: "enumeration",
          options: [{ label: "Web", value: "web" }, { label: "Phone", value: "phone" }],
        },
      ],
    },
    { name: "shipped", label: "Shipped", primaryObject: "DEAL", includeDefaultProperties: false },
    {
      name: "matched",
      label: "Matched",
      propertyDefinitions: [{ name: "customer", label: "Customer", type: "string" }],
      customMatchingId: {
        primaryObjectRule: {
          eventPropertyName: "customer",
          targetObjectPropertyName: "customer_no",
        },
      },
    },
  ],
};

const event = (change: Record<string, unknown> = {}) => ({
  eventName: "pe42_signed_up",
  email,
  properties: {},
  ...change,
});

const valueRules: [rule: string, properties: Record<string, unknown>, problem?: string][] = [
  ["a number is a number", { seats: "many" }, "Give a number"],
  ["a number may be sent as one", { seats: 3 }],
  ["a datetime is milliseconds", { since: 1_500_000_000_000 }],
  ["a datetime is ISO 8601", { since: "2026-11-22T12:00:00Z" }],
  [
    "a datetime is no text",
    { since: "today" },
    "Give ISO 8601 with a zone, or milliseconds since 1970",
  ],
  ["a date is a day", { day: "2026-11-22" }],
  ["a date is midnight in milliseconds", { day: Date.UTC(2026, 10, 22) }],
  [
    "a date is at midnight",
    { day: Date.UTC(2026, 10, 22) + 1 },
    "Give a day as ISO 8601, or midnight UTC in milliseconds",
  ],
  ["a bool is true or false", { paid: "yes" }, "Give true or false"],
  ["a bool may be sent as one", { paid: true }],
  ["an enumeration takes several options", { via: "web;phone" }],
  [
    "an enumeration takes its options only",
    { via: "web;fax" },
    "Give options, with ; between them: web, phone",
  ],
  ["HubSpot's own properties are there", { hs_page_title: "Pricing", hs_device_type: "PDA" }],
  [
    "HubSpot's own properties have their types",
    { hs_screen_width: "wide" },
    "Give a number",
  ],
  ["names in another case are the same names", { PLAN: "team" }],
  ["a value has at most 256 characters", { plan: "x".repeat(257) }, "Give at most 256 characters"],
  ["an address has up to 1,024 characters", { hs_page_url: "x".repeat(1024) }],
  [
    "an address has at most 1,024 characters",
    { hs_referrer: "x".repeat(1025) },
    "Give at most 1024 characters",
  ],
  [
    "an occurrence has at most 50 properties",
    Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`p${index}`, "x"])),
    "Give at most 50 properties",
  ],
];

/** Occurrences of custom events. */
export const customEventRules: Rule[] = [
  ...valueRules.map(([rule, properties, problem]): Rule => ({
    rule,
    options: declared,
    ask: ["POST", send, event({ properties })],
    ...(problem === undefined
      ? { status: 204 }
      : { status: 400, body: { category: "VALIDATION_ERROR", errors: [{ message: problem }] } }),
  })),
  {
    rule: "a property that is not defined is refused",
    options: declared,
    ask: [
      "POST",
      send,
      event({ eventName: "pe42_shipped", objectId: 1, properties: { hs_city: "x" } }),
    ],
    status: 400,
    body: {
      errors: [{
        in: "properties.hs_city",
        message: "No such name is declared: pe42_shipped has none",
      }],
    },
  },
  {
    rule: "of names that differ in case only, the last in alphabetical order counts",
    options: declared,
    ask: ["POST", send, event({ properties: { plan: "lower", PLAN: "upper" } })],
    status: 204,
    leaves: [(hubspot) => hubspot.events()[0]?.properties, { plan: "lower" }],
  },
  {
    rule: "an event that is not defined is refused",
    options: declared,
    ask: ["POST", send, event({ eventName: "pe42_nothing" })],
    status: 400,
    body: { errors: [{ in: "eventName", message: '"pe42_nothing" does not exist' }] },
  },
  {
    rule: "an event is sent by its full name",
    options: declared,
    ask: ["POST", send, event({ eventName: "signed_up" })],
    status: 400,
  },
  {
    rule: "what is no full name is no event's, whatever is declared",
    ask: ["POST", send, event({ eventName: "signed_up" })],
    status: 400,
    body: { errors: [{ in: "eventName", message: '"signed_up" does not exist' }] },
  },
  {
    rule: "an event names objectId, email or utk",
    options: declared,
    ask: ["POST", send, event({ email: undefined })],
    status: 400,
    body: {
      message:
        "Invalid input JSON: Give objectId, email or utk: nothing says whose timeline this goes on",
    },
  },
  {
    rule: "events of deals need an objectId",
    options: declared,
    ask: ["POST", send, event({ eventName: "pe42_shipped" })],
    status: 400,
    body: { errors: [{ in: "objectId", message: "Give a value: events of deals require it" }] },
  },
  {
    rule: "a matching property comes before objectId and email",
    options: {
      ...declared,
      contacts: [{ id: "7", properties: { customer_no: "c7" } }, { id: "8", email }],
    },
    ask: [
      "POST",
      send,
      event({ eventName: "pe42_matched", objectId: "8", properties: { customer: "c7" } }),
    ],
    status: 204,
    leaves: [(hubspot) => hubspot.events()[0]?.contactId, "7"],
  },
  {
    rule: "a matching property alone is enough",
    options: declared,
    ask: [
      "POST",
      send,
      event({ eventName: "pe42_matched", email: undefined, properties: { customer: "c9" } }),
    ],
    status: 204,
    leaves: [people, []],
  },
  {
    rule: "the first occurrence with a uuid counts, for a year",
    before: [["POST", send, event({ uuid: "a" })], { passMs: yearMs - 1 }],
    ask: ["POST", send, event({ uuid: "a", email: "bob@example.com" })],
    status: 409,
    leaves: [placed, [["a", "101"]]],
  },
  {
    rule: "a uuid may come again after a year",
    before: [["POST", send, event({ uuid: "a" })], { passMs: yearMs }],
    ask: ["POST", send, event({ uuid: "a" })],
    status: 204,
    leaves: [count, 2],
  },
  {
    rule: "a batch with an occurrence that breaks a rule is refused whole",
    options: declared,
    ask: ["POST", `${send}/batch`, {
      inputs: [event(), event({ eventName: "pe42_nothing" })],
    }],
    status: 400,
    body: { errors: [{ in: "inputs.1.eventName" }] },
    leaves: [count, 0],
  },
];
