import type { LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { now } from "../harness.ts";
import { count, type Rule } from "./rule.ts";

const base = "/integrators/timeline/v3/1/event-templates";
const one = `${base}/5`;
const token = { name: "pet", label: "Pet", type: "string", options: [] };
const seeded: LocalHubSpotOptions = {
  templates: [{
    id: "5",
    name: "Visit",
    headerTemplate: "{{pet}}",
    tokens: [{ name: "pet", label: "Pet", type: "string" }],
  }],
};
const invalidToken = (change: Record<string, unknown>, message: string): Rule => ({
  rule: `a token with ${JSON.stringify(change).slice(0, 60)} is refused`,
  options: seeded,
  ask: ["POST", `${one}/tokens`, { ...token, name: "kind", ...change }],
  status: 400,
  body: { errors: [{ message }] },
});

/** Templates of timeline `v3` and their tokens. */
export const templateRules: Rule[] = [
  {
    rule: "a template is made with 201",
    ask: ["POST", base, { name: "Visit", objectType: "CONTACT", tokens: [token] }],
    status: 201,
    body: {
      id: "1000001",
      name: "Visit",
      objectType: "contacts",
      tokens: [{ ...token, createdAt: now, updatedAt: now }],
      createdAt: now,
      updatedAt: now,
    },
  },
  {
    rule: "a template is for contacts and without tokens unless it says otherwise",
    ask: ["POST", base, { name: "Visit" }],
    status: 201,
    body: { objectType: "contacts", tokens: [] },
  },
  {
    rule: "a template is for an object that there is",
    ask: ["POST", base, { name: "Visit", objectType: "ships", tokens: [] }],
    status: 400,
    body: { errors: [{ in: "objectType", message: "Give contacts, companies, deals or tickets" }] },
  },
  {
    rule: "the names of a template's tokens are unique",
    ask: ["POST", base, { name: "Visit", objectType: "contacts", tokens: [token, token] }],
    status: 400,
    body: { errors: [{ in: "tokens", message: "Give each name once" }] },
  },
  {
    rule: "an app lists its own templates",
    options: { templates: [{ id: "5", name: "Visit" }, { id: "6", appId: "2", name: "Other" }] },
    ask: ["GET", base],
    status: 200,
    body: { results: [{ id: "5" }] },
  },
  {
    rule: "an app has at most 750 templates",
    options: {
      templates: Array.from({ length: 750 }, (_, index) => ({ id: `${index + 1}`, name: "Visit" })),
    },
    ask: ["POST", base, { name: "Visit" }],
    status: 400,
    body: { errors: [{ message: "An app has at most 750 templates" }] },
  },
  {
    rule: "a template is read",
    options: seeded,
    ask: ["GET", one],
    status: 200,
    body: { id: "5", headerTemplate: "{{pet}}", tokens: [{ name: "pet" }] },
  },
  {
    rule: "another app's template is not found",
    options: seeded,
    ask: ["GET", "/integrators/timeline/v3/2/event-templates/5"],
    status: 404,
    body: { message: "Template 5 of app 2 does not exist" },
  },
  {
    rule: "a template is changed with 200, and its object type is not",
    options: seeded,
    before: [{ passMs: 1000 }],
    ask: ["PUT", one, { id: "5", name: "Stay", objectType: "deals", tokens: [token] }],
    status: 200,
    body: {
      name: "Stay",
      objectType: "contacts",
      createdAt: now,
      updatedAt: "2026-11-22T12:00:01.000Z",
      tokens: [{ createdAt: now, updatedAt: "2026-11-22T12:00:01.000Z" }],
    },
  },
  {
    rule: "a change names its template",
    options: seeded,
    ask: ["PUT", one, { id: "6", name: "Stay", tokens: [] }],
    status: 400,
    body: { errors: [{ in: "id", message: "Give the template's own id, 5" }] },
  },
  {
    rule: "a template is deleted with 204, and its events with it",
    options: seeded,
    before: [
      ["POST", "/integrators/timeline/v3/events", {
        eventTemplateId: "5",
        email: "ada@example.com",
        tokens: {},
      }],
    ],
    ask: ["DELETE", one],
    status: 204,
    leaves: [count, 0],
  },
  {
    rule: "the id of a deleted template is not given out again",
    before: [["POST", base, { name: "a" }], ["DELETE", `${base}/1000001`]],
    ask: ["POST", base, { name: "b" }],
    status: 201,
    body: { id: "1000002" },
  },
  {
    rule: "a deleted template is not found",
    options: seeded,
    before: [["DELETE", one]],
    ask: ["GET", one],
    status: 404,
  },
  {
    rule: "a token is added with 200, not 201",
    options: seeded,
    ask: ["POST", `${one}/tokens`, { name: "age", label: "Age", type: "number" }],
    status: 200,
    body: { name: "age", label: "Age", type: "number", options: [] },
  },
  {
    rule: "a token that is there already is not added",
    options: seeded,
    ask: ["POST", `${one}/tokens`, token],
    status: 409,
    body: { category: "CONFLICT", message: "Token pet exists already" },
  },
  invalidToken({ name: "a b" }, "Give letters, digits, dots, hyphens and underscores only"),
  invalidToken({ name: "log" }, "Give another name: log and lookup are Handlebars' own"),
  invalidToken({ type: "datetime" }, "Give string, number, date or enumeration"),
  invalidToken({ type: "enumeration" }, "Give an enumeration at least one option"),
  {
    rule: "a token's label and options are changed with 200, its name and type are not",
    options: seeded,
    ask: ["PUT", `${one}/tokens/pet`, { label: "Animal", options: [], name: "x", type: "number" }],
    status: 200,
    body: { name: "pet", label: "Animal", type: "string" },
  },
  {
    rule: "a token is deleted with 204",
    options: seeded,
    ask: ["DELETE", `${one}/tokens/pet`],
    status: 204,
  },
  {
    rule: "a deleted token is known no longer",
    options: seeded,
    before: [["DELETE", `${one}/tokens/pet`]],
    ask: ["POST", "/integrators/timeline/v3/events", {
      eventTemplateId: "5",
      email: "ada@example.com",
      tokens: { pet: "Rex" },
    }],
    status: 400,
    body: { errors: [{ message: "No such name is declared: template 5 has none" }] },
  },
  {
    rule: "a token that does not exist is not found",
    options: seeded,
    ask: ["PUT", `${one}/tokens/age`, { label: "Age", options: [] }],
    status: 404,
    body: { message: "Token age does not exist" },
  },
];
