import type { LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { count, people, placed, type Rule } from "./rule.ts";

const events = "/integrators/timeline/2026-03/events";
const batch = `${events}/batch`;
const email = "ada@example.com";
const yearMs = 365 * 24 * 60 * 60 * 1000;

const declared: LocalHubSpotOptions = {
  definitions: "declared",
  appEventTypes: [
    {
      uid: "webinar",
      projectName: "acme",
      properties: [
        { name: "title", type: "string" },
        { name: "minutes", type: "number" },
        { name: "kind", type: "enumeration", options: [{ label: "Live", value: "live" }] },
      ],
    },
    { uid: "order", objectType: "COMPANY" },
  ],
};

const event = (change: Record<string, unknown> = {}) => ({
  eventTypeName: "ae1_webinar",
  email,
  properties: {},
  ...change,
});

/** App events and their types. */
export const appEventRules: Rule[] = [
  {
    rule: "eventTypeName and properties are required",
    ask: ["POST", events, { email }],
    status: 400,
    body: { errors: [{ in: "eventTypeName" }, { in: "properties" }] },
  },
  {
    rule: "a type that does not exist is refused",
    options: declared,
    ask: ["POST", events, event({ eventTypeName: "ae1_nothing" })],
    status: 400,
    body: { errors: [{ in: "eventTypeName", message: '"ae1_nothing" does not exist' }] },
  },
  {
    rule: "a property that the type does not have is refused",
    options: declared,
    ask: ["POST", events, event({ properties: { name: "x" } })],
    status: 400,
    body: {
      errors: [{
        in: "properties.name",
        message: "No such name is declared: ae1_webinar has title, minutes, kind",
      }],
    },
  },
  {
    rule: "properties have their types",
    options: declared,
    ask: ["POST", events, event({ properties: { title: "x", minutes: "many", kind: "taped" } })],
    status: 400,
    body: {
      errors: [{ in: "properties.minutes", message: "Give a number" }, {
        in: "properties.kind",
        message: "Give one of the options: live",
      }],
    },
  },
  {
    rule: "a type is known by its uid too, and is the same type",
    options: declared,
    before: [["POST", events, event({ id: "a" })]],
    ask: ["POST", events, event({ id: "a", eventTypeName: "webinar" })],
    status: 409,
    body: { category: "CONFLICT", errors: [{ context: { id: ["a"] } }] },
  },
  {
    rule: "an id may come again for another type",
    before: [["POST", events, event({ id: "a" })]],
    ask: ["POST", events, event({ id: "a", eventTypeName: "ae1_other" })],
    status: 201,
  },
  {
    rule: "an id may not come again within a year",
    before: [["POST", events, event({ id: "a" })], { passMs: yearMs - 1 }],
    ask: ["POST", events, event({ id: "a" })],
    status: 409,
    leaves: [count, 1],
  },
  {
    rule: "an id may come again after a year",
    before: [["POST", events, event({ id: "a" })], { passMs: yearMs }],
    ask: ["POST", events, event({ id: "a" })],
    status: 201,
    leaves: [count, 2],
  },
  {
    rule: "events of companies need an objectId",
    options: declared,
    ask: ["POST", events, event({ eventTypeName: "order", domain: "example.com" })],
    status: 400,
    body: { errors: [{ in: "objectId" }] },
  },
  {
    rule: "a batch with an event that breaks a rule is refused whole",
    options: declared,
    ask: ["POST", batch, { inputs: [event(), event({ properties: { minutes: "x" } })] }],
    status: 400,
    body: { errors: [{ in: "inputs.1.properties.minutes" }] },
    leaves: [people, []],
  },
  {
    rule: "a batch with an id that exists is refused whole",
    before: [["POST", events, event({ id: "a" })]],
    ask: ["POST", batch, { inputs: [event({ id: "b" }), event({ id: "a" })] }],
    status: 409,
    leaves: [placed, [["a", "101"]]],
  },
  {
    rule: "a type's name is looked up by project and uid",
    options: declared,
    ask: ["POST", "/integrators/timeline/2026-03/types/projects", {
      projectName: "acme",
      developerSymbol: "webinar",
    }],
    status: 200,
    body: {
      fullyQualifiedName: "ae1_webinar",
      developerQualifiedSymbol: { projectName: "acme", developerSymbol: "webinar" },
    },
  },
  {
    rule: "v4 looks names up at the same path",
    options: declared,
    ask: ["POST", "/integrators/timeline/v4/types/projects", {
      projectName: "acme",
      developerSymbol: "webinar",
    }],
    status: 200,
  },
  {
    rule: "a type of another project is not found",
    options: declared,
    ask: ["POST", "/integrators/timeline/2026-03/types/projects", {
      projectName: "other",
      developerSymbol: "webinar",
    }],
    status: 404,
    body: { category: "OBJECT_NOT_FOUND" },
  },
];
