import type { LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { count, people, placed, type Rule } from "./rule.ts";

const base = "/integrators/timeline/v3";
const events = `${base}/events`;
const batch = `${events}/batch/create`;
const email = "ada@example.com";

/** Two templates, one for contacts and one for companies, and HubSpot's own strictness. */
const declared: LocalHubSpotOptions = {
  definitions: "declared",
  templates: [
    {
      id: "1",
      name: "Visit",
      tokens: [
        { name: "pet", label: "Pet", type: "string", objectPropertyName: "pet_name" },
        { name: "age", label: "Age", type: "number" },
        { name: "born", label: "Born", type: "date" },
        {
          name: "kind",
          label: "Kind",
          type: "enumeration",
          options: [{ label: "Cat", value: "cat" }, { label: "Dog", value: "dog" }],
        },
        { name: "mail", label: "Mail", type: "string", objectPropertyName: "email" },
      ],
    },
    { id: "2", name: "Order", objectType: "companies" },
  ],
};

/** A template that draws. */
const drawn: LocalHubSpotOptions = {
  templates: [{
    id: "1",
    name: "Visit",
    headerTemplate: "Met **{{pet}}**",
    detailTemplate: "{{extraData.[1]}} for {{pet}}",
    tokens: [{ name: "pet", label: "Pet", type: "string" }],
  }],
};

const event = (change: Record<string, unknown> = {}) => ({
  eventTemplateId: "1",
  email,
  tokens: {},
  ...change,
});

const takes = (tokens: Record<string, unknown>): Partial<Rule> => ({
  ask: ["POST", events, event({ tokens })],
  status: 201,
});
const refuses = (tokens: Record<string, unknown>, name: string, message: string) => ({
  ask: ["POST", events, event({ tokens })] as const,
  status: 400,
  body: { category: "VALIDATION_ERROR", errors: [{ in: `tokens.${name}`, message }] },
});

const values: Rule[] = [
  {
    rule: "a token that the template does not define is refused",
    ...refuses(
      { pat: "x" },
      "pat",
      "No such name is declared: template 1 has pet, age, born, kind, mail",
    ),
  },
  { rule: "a number is a number", ...refuses({ age: "old" }, "age", "Give a number") },
  { rule: "a number may be sent as one", ...takes({ age: 3.5 }) },
  {
    rule: "a date is milliseconds, not ISO 8601",
    ...refuses(
      { born: "2026-11-22T00:00:00Z" },
      "born",
      "Give a date in milliseconds since 1970",
    ),
  },
  { rule: "a date in milliseconds is taken", ...takes({ born: 1_500_000_000_000 }) },
  {
    rule: "an enumeration takes one of its options only",
    ...refuses({ kind: "cat;dog" }, "kind", "Give one of the options: cat, dog"),
  },
  { rule: "an enumeration takes an option", ...takes({ kind: "dog" }) },
  { rule: "an empty value is no value", ...takes({ age: "", kind: "" }) },
].map((rule) => ({ options: declared, ...rule }) as Rule);

/** Events of timeline `v3`. */
export const timelineRules: Rule[] = [
  ...values,
  {
    rule: "eventTemplateId is required",
    ask: ["POST", events, { email, tokens: {} }],
    status: 400,
    body: { errors: [{ in: "eventTemplateId" }] },
  },
  {
    rule: "a template that does not exist is refused",
    options: declared,
    ask: ["POST", events, event({ eventTemplateId: "9" })],
    status: 400,
    body: { errors: [{ in: "eventTemplateId", message: '"9" does not exist' }] },
  },
  {
    rule: "by the rule `any`, a template that nobody declared takes anything",
    options: { ...declared, definitions: "any" },
    ask: ["POST", events, event({ eventTemplateId: "9", tokens: { any: "thing" } })],
    status: 201,
  },
  {
    rule: "by the rule `any`, a template that is declared is still checked",
    options: { ...declared, definitions: "any" },
    ask: ["POST", events, event({ tokens: { any: "thing" } })],
    status: 400,
  },
  {
    rule: "events of companies need an objectId",
    options: declared,
    ask: ["POST", events, event({ eventTemplateId: "2" })],
    status: 400,
    body: { errors: [{ in: "objectId", message: "Give a value: events of companies require it" }] },
  },
  {
    rule: "events of companies are on no contact's timeline, whoever has that number",
    options: { ...declared, contacts: [{ id: "7" }] },
    ask: ["POST", events, event({ eventTemplateId: "2", objectId: "7", id: "a" })],
    status: 201,
    body: { objectType: "companies", objectId: "7" },
    leaves: [(hubspot) => [placed(hubspot), people(hubspot)], [[["a", undefined]], [[
      "7",
      undefined,
    ]]]],
  },
  {
    rule: "the last event with an id wins, across contacts",
    before: [["POST", events, event({ id: "a" })]],
    ask: ["POST", events, event({ id: "a", email: "bob@example.com" })],
    status: 201,
    leaves: [placed, [["a", "102"]]],
  },
  {
    rule: "an event is read by template and id",
    before: [["POST", events, event({ id: "a/b" })]],
    ask: ["GET", `${events}/1/a%2Fb`],
    status: 200,
    body: { id: "a/b", eventTemplateId: "1", objectId: "101", objectType: "contacts", tokens: {} },
  },
  {
    rule: "a name that would be lost is refused",
    ask: ["POST", events, event({ tokens: JSON.parse('{"constructor": "x"}') })],
    status: 400,
    body: { errors: [{ in: "tokens" }] },
    leaves: [count, 0],
  },
  {
    rule: "an event that does not exist is not found",
    before: [["POST", events, event({ id: "a" })]],
    ask: ["GET", `${events}/2/a`],
    status: 404,
    body: { category: "OBJECT_NOT_FOUND", message: "Event a of template 2 does not exist" },
  },
  {
    rule: "an event's detail is read as HTML",
    options: drawn,
    before: [["POST", events, event({ id: "a", tokens: { pet: "*Rex*" }, extraData: [1, 2] })]],
    ask: ["GET", `${events}/1/a/detail`],
    status: 200,
    body: { details: "<p><bdi>2 for </bdi><em><bdi>Rex</bdi></em></p>" },
  },
  {
    rule: "an event without a template has no detail",
    before: [["POST", events, event({ id: "a" })]],
    ask: ["GET", `${events}/1/a/detail`],
    status: 200,
    body: { details: "" },
  },
  {
    rule: "the detail of an event that does not exist is not found",
    ask: ["GET", `${events}/1/a/detail`],
    status: 404,
    body: { category: "OBJECT_NOT_FOUND" },
  },
  {
    rule: "an event is never changed",
    before: [["POST", events, event({ id: "a" })]],
    ask: ["PUT", `${events}/1/a`, event()],
    status: 405,
  },
  {
    rule: "an event is never deleted",
    before: [["POST", events, event({ id: "a" })]],
    ask: ["DELETE", `${events}/1/a`],
    status: 405,
    leaves: [count, 1],
  },
  {
    rule: "a token sets its contact property",
    options: declared,
    ask: ["POST", events, event({ tokens: { pet: "Rex" } })],
    status: 201,
    leaves: [(hubspot) => hubspot.contacts()[0]?.properties, { pet_name: "Rex" }],
  },
  {
    rule: "a token sets no property that says who the contact is",
    options: declared,
    ask: ["POST", events, event({ tokens: { mail: "x@example.com" } })],
    status: 201,
    leaves: [people, [["101", email]]],
  },
  {
    rule: "a batch takes what is in order and names the rest",
    options: declared,
    ask: ["POST", batch, {
      inputs: [event({ id: "a" }), event({ id: "b", tokens: { age: "x" } })],
    }],
    status: 207,
    body: {
      status: "COMPLETE",
      results: [{ id: "a" }],
      numErrors: 1,
      errors: [{
        status: "error",
        category: "VALIDATION_ERROR",
        message: "Invalid event at inputs.1: tokens.age: Give a number",
        context: {},
        links: {},
        errors: [{ in: "tokens.age" }],
      }],
    },
    leaves: [placed, [["a", "101"]]],
  },
  {
    rule: "in a batch, the last event with an id wins",
    ask: ["POST", batch, { inputs: [event({ id: "a" }), event({ id: "a", email: "b@x.org" })] }],
    status: 201,
    leaves: [placed, [["a", "102"]]],
  },
];
