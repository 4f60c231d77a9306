import type { AccountData, DeclarationSeeds } from "../../src/local/mod.ts";
import { now } from "./harness.ts";

/** An app event as it is sent. */
export const one = {
  eventTypeName: "t",
  id: "one",
  email: "ada@example.com",
  properties: { a: "b" },
};

/** The contact that it makes. */
export const contact = { id: "101", email: "ada@example.com", utks: ["cookie"], createdAt: now };

/** The event as it is kept. */
export const event = {
  family: "app",
  type: "t",
  id: "one",
  email: "ada@example.com",
  properties: { a: "b" },
  time: now,
  sequence: 1,
  createdAt: now,
  contactId: "101",
} as const;

/** An account in which nothing is. */
export const nothing: AccountData = {
  version: 1,
  contacts: [],
  events: [],
  templates: [],
  appEventTypes: [],
  eventDefinitions: [],
  spentEventNames: [],
};

/** An account with both. */
export const data: AccountData = { ...nothing, contacts: [contact], events: [event] };

/** Something declared of every kind. */
export const declared: DeclarationSeeds = {
  templates: [{
    id: "5",
    name: "Visit",
    headerTemplate: "Saw {{page}}",
    tokens: [{ name: "page", label: "Page", type: "string", objectPropertyName: "last_page" }],
  }],
  appEventTypes: [{
    uid: "visit",
    detailTemplate: "{{kind}}",
    properties: [{ name: "kind", type: "enumeration", options: [{ label: "A", value: "a" }] }],
  }],
  eventDefinitions: [{
    label: "Signed up",
    propertyDefinitions: [{ label: "Plan", type: "string" }],
    customMatchingId: {
      primaryObjectRule: { eventPropertyName: "plan", targetObjectPropertyName: "plan" },
    },
  }],
};
