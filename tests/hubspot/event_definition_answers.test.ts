import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEventDefinitions } from "../../src/hubspot/event_definitions.ts";
import type { FaultEffect, Json } from "../../src/local/mod.ts";
import { always, exactly } from "../support/local_hubspot.ts";
import { errorOf, start } from "./management_harness.ts";

/** Every field that HubSpot documents, each with a value of its own. */
const property = {
  name: "plan",
  label: "Plan",
  type: "enumeration",
  fieldType: "select",
  description: "Which plan",
  options: [{ label: "Team", value: "t", description: "For teams", displayOrder: 0, hidden: true }],
  groupName: "signed_up",
  displayOrder: 3,
  hidden: false,
  hubspotDefined: false,
  archived: true,
  archivedAt: "2026-01-03T00:00:00Z",
  calculated: true,
  calculationFormula: "1 + 1",
  externalOptions: false,
  referencedObjectType: "OWNER",
  formField: true,
  hasUniqueValue: false,
  dataSensitivity: "sensitive",
  sensitiveDataCategories: ["HIPAA"],
  dateDisplayHint: "absolute",
  numberDisplayHint: "currency",
  textDisplayHint: "email",
  currencyPropertyName: "currency",
  showCurrencySymbol: true,
  modificationMetadata: {
    archivable: true,
    readOnlyDefinition: false,
    readOnlyOptions: true,
    readOnlyValue: false,
  },
  createdAt: "2026-01-01T00:00:00Z",
  createdUserId: "5",
  updatedAt: "2026-01-02T00:00:00Z",
  updatedUserId: "6",
};

const association = {
  id: 1,
  name: "event_to_contact",
  category: "HUBSPOT_DEFINED",
  label: "Contact",
  fromObjectType: "CONTACT",
  fromObjectTypeId: "0-1",
  toObjectType: "DEAL",
  toObjectTypeId: "0-3",
  cardinality: "ONE_TO_ONE",
  inverseCardinality: "ONE_TO_MANY",
  inverseId: 2,
  inverseName: "contact_to_event",
  inverseLabel: "Event",
  allowsCustomLabels: true,
  inverseAllowsCustomLabels: false,
  hasAllAssociatedObjects: true,
  inverseHasAllAssociatedObjects: false,
  hasCascadingDeletes: true,
  hasUserEnforcedMaxFromObjectIds: false,
  hasUserEnforcedMaxToObjectIds: true,
  maxFromObjectIds: 10,
  maxToObjectIds: 20,
  hidden: true,
  hiddenReason: "DEFAULT",
  isDefault: false,
  isPrimary: true,
  isInversePrimary: false,
  readOnly: true,
  portalUniqueIdentifier: "a-b",
};

const definition = {
  id: "1",
  name: "signed_up",
  fullyQualifiedName: "pe123_signed_up",
  labels: { singular: "Signed up", plural: "Signed up" },
  properties: [property],
  associations: [association],
  description: "Somebody signed up",
  archived: false,
  primaryObject: "CONTACT",
  primaryObjectId: "0-1",
  objectTypeId: "6-1",
  customMatchingId: {
    primaryObjectRule: { targetObjectPropertyName: "code", eventPropertyName: "plan" },
  },
  trackingType: "MANUAL",
  comboEventRules: { operationType: "AND", composingRules: [], ruleBranches: [] },
  headerTemplate: "{{plan}}",
  detailTemplate: "{{plan}}!",
  createdAt: "2026-01-01T00:00:00Z",
  createdUserId: 5,
  updatedAt: "2026-01-02T00:00:00Z",
  updatedUserId: 6,
};

const least = {
  id: "2",
  name: "left",
  fullyQualifiedName: "pe123_left",
  labels: {},
  properties: [],
  associations: [],
};

/** An account that answers exactly this. */
function begin(answer: FaultEffect) {
  const { clock, connection } = start({ faults: [always(answer)] });
  return { clock, definitions: createEventDefinitions(connection) };
}

describe("createEventDefinitions, of HubSpot's answers,", () => {
  it("reads every field of a definition", async () => {
    const { clock, definitions } = begin(exactly(200, definition));
    assert.deepEqual(await clock.drive(definitions.get("signed_up")), definition);
  });

  it("reads every field of a property", async () => {
    const { clock, definitions } = begin(exactly(201, property));
    const update = definitions.updateProperty("signed_up", { propertyName: "plan", label: "Plan" });
    assert.deepEqual(await clock.drive(update), property);
  });

  it("reads of a page what it holds and where the next begins", async () => {
    const { clock, definitions } = begin(exactly(200, {
      results: [definition],
      total: 12,
      paging: { next: { after: "e", link: "?after=e" }, prev: { before: "a" } },
    }));
    assert.deepEqual(await clock.drive(definitions.page()), {
      results: [definition],
      total: 12,
      after: "e",
    });
  });

  it("takes null for absent, and leaves out what is new", async () => {
    const nulls = Object.fromEntries(Object.keys(definition).map((name) => [name, null]));
    const { id, name, fullyQualifiedName } = least;
    const bare = { ...nulls, id, name, fullyQualifiedName, labels: { plural: null }, news: 1 };
    const { clock, definitions } = begin(exactly(200, bare));
    assert.deepEqual(await clock.drive(definitions.get("left")), least);
  });

  for (const field of ["id", "name", "fullyQualifiedName", "labels"]) {
    it(`does not take a definition without ${field} for one`, async () => {
      const rest: Record<string, Json> = Object.fromEntries(
        Object.entries(definition).filter(([name]) => name !== field),
      );
      const { clock, definitions } = begin(exactly(200, rest));
      const error = await errorOf(clock.drive(definitions.get("signed_up")));
      assert.equal(error.code, "unclear_answer");
      assert.ok(error.message.includes(` ${field}: `), error.message);
    });
  }
});
