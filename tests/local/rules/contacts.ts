import { now } from "../harness.ts";
import { seeded } from "./contact_searches.ts";
import { people, type Rule } from "./rule.ts";

const base = "/crm/v3/objects/contacts";
const read = `${base}/batch/read`;

const byEmail = (...emails: string[]) => ({
  idProperty: "email",
  properties: ["email"],
  inputs: emails.map((id) => ({ id })),
});

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
  {
    rule: "a contact is read by its id",
    options: seeded,
    ask: ["GET", `${base}/7`],
    status: 200,
    body: {
      id: "7",
      properties: { email: "ada@example.com", firstname: "Ada", lastname: null },
      createdAt: now,
      archived: false,
    },
  },
  ...["ADA%40example.com", "ada@work.example"].map((address): Rule => ({
    rule: `a contact is read by an address of its, whatever the case: ${address}`,
    options: seeded,
    ask: ["GET", `/crm/objects/2026-03/contacts/${address}?idProperty=email`],
    status: 200,
    body: { id: "7", properties: { email: "ada@example.com" } },
  })),
  ...["properties=firstname,phone", "properties=firstname&properties=phone"].map((query): Rule => ({
    rule: `properties of a contact are named with commas between them or one by one: ${query}`,
    options: seeded,
    ask: ["GET", `${base}/7?${query}`],
    status: 200,
    body: {
      properties: { firstname: "Ada", phone: null, hs_object_id: "7", email: undefined },
    },
  })),
  ...["10", "nobody@example.com?idProperty=email"].map((name): Rule => ({
    rule: `a contact that is not there is answered 404: ${name}`,
    options: seeded,
    ask: ["GET", `${base}/${name}`],
    status: 404,
    body: { status: "error", message: "resource not found", category: undefined },
  })),
  {
    rule: "an address is no id",
    options: seeded,
    ask: ["GET", `${base}/ada@example.com`],
    status: 404,
    body: {
      category: "OBJECT_NOT_FOUND",
      message: "Object not found.  objectId are usually numeric.",
      context: { id: ["ada@example.com"] },
    },
  },
  {
    rule: "a contact is read by email or hs_object_id",
    options: seeded,
    ask: ["GET", `${base}/5?idProperty=phone`],
    status: 400,
    body: { errors: [{ in: "idProperty" }] },
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
