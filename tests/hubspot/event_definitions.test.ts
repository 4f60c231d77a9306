import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createEventDefinitions,
  type EventDefinitions,
  type EventDefinitionsOptions,
} from "../../src/hubspot/event_definitions.ts";
import { answer, type Reaction } from "../support/recording_fetch.ts";
import { errorOf, lineOf, start } from "./management_harness.ts";

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

function begin(options: Partial<EventDefinitionsOptions>, ...reactions: Reaction[]) {
  const { connection, ...rest } = start(...reactions);
  return { ...rest, definitions: createEventDefinitions({ ...connection, ...options }) };
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const base = "/events/2026-03/event-definitions";

describe("createEventDefinitions", () => {
  const requests: {
    name: keyof EventDefinitions;
    act: (definitions: EventDefinitions) => Promise<unknown>;
    response: Response;
    line: string;
    body?: unknown;
    result: unknown;
  }[] = [
    {
      name: "page",
      act: (definitions) =>
        definitions.page({
          searchString: "a&b",
          includeProperties: false,
          limit: 10,
          sortOrder: "ASC",
          after: "c+d",
        }),
      response: answer(200, {
        results: [definition],
        total: 12,
        paging: { next: { after: "e", link: "?after=e" }, prev: { before: "a" } },
      }),
      line: `GET ${base}?limit=10&searchString=a%26b&includeProperties=false&sortOrder=ASC` +
        "&after=c%2Bd",
      result: { results: [definition], total: 12, after: "e" },
    },
    {
      name: "get",
      act: (definitions) => definitions.get("signed/up"),
      response: answer(200, definition),
      line: `GET ${base}/signed%2Fup`,
      result: definition,
    },
    {
      name: "create",
      act: (definitions) =>
        definitions.create({
          label: "Signed up",
          name: "signed_up",
          description: "Somebody signed up",
          primaryObject: "COMPANY",
          includeDefaultProperties: false,
          customMatchingId: definition.customMatchingId,
          propertyDefinitions: [
            { name: "seats", label: "Seats", type: "number" },
            {
              label: "Plan",
              type: "enumeration",
              description: "Which plan",
              options: [
                { label: "Team", value: "t" },
                { label: "Own", value: "o", displayOrder: 7, hidden: true, description: "d" },
              ],
            },
          ],
        }),
      response: answer(201, definition),
      line: `POST ${base}`,
      body: {
        label: "Signed up",
        name: "signed_up",
        description: "Somebody signed up",
        primaryObject: "COMPANY",
        includeDefaultProperties: false,
        customMatchingId: definition.customMatchingId,
        propertyDefinitions: [
          { name: "seats", label: "Seats", type: "number" },
          {
            label: "Plan",
            type: "enumeration",
            description: "Which plan",
            options: [
              { label: "Team", value: "t", displayOrder: 0, hidden: false },
              { label: "Own", value: "o", displayOrder: 7, hidden: true, description: "d" },
            ],
          },
        ],
      },
      result: definition,
    },
    {
      name: "update",
      act: (definitions) => definitions.update("signed_up", { label: "Joined" }),
      response: answer(201, definition),
      line: `PATCH ${base}/signed_up`,
      body: { label: "Joined" },
      result: definition,
    },
    {
      name: "delete",
      act: (definitions) => definitions.delete("signed_up"),
      response: answer(204),
      line: `DELETE ${base}/signed_up`,
      result: undefined,
    },
    {
      name: "createProperty",
      act: (definitions) =>
        definitions.createProperty("signed_up", { label: "Seats", type: "number" }),
      response: answer(201, property),
      line: `POST ${base}/signed_up/property`,
      body: { label: "Seats", type: "number" },
      result: property,
    },
    {
      name: "updateProperty",
      act: (definitions) =>
        definitions.updateProperty("signed_up", {
          propertyName: "pl an",
          description: "What",
          options: [{ label: "Team", value: "t" }],
        }),
      response: answer(201, property),
      line: `PATCH ${base}/signed_up/property/pl%20an`,
      body: {
        description: "What",
        options: [{ label: "Team", value: "t", displayOrder: 0, hidden: false }],
      },
      result: property,
    },
    {
      name: "deleteProperty",
      act: (definitions) => definitions.deleteProperty("signed_up", "plan"),
      response: answer(204),
      line: `DELETE ${base}/signed_up/property/plan`,
      result: undefined,
    },
  ];
  for (const { name, act, response, line, body, result } of requests) {
    it(`asks for ${name} as HubSpot documents it`, async () => {
      const { clock, sent, definitions } = begin({}, response);
      assert.deepEqual(await clock.drive(act(definitions)), result);
      assert.deepEqual(lineOf(sent[0]), [line, body]);
      assert.equal(sent[0]?.init.headers.authorization, "Bearer the-token");
    });
  }

  for (const version of ["v3", "2026-09", "custom/2026-09"] as const) {
    it(`asks version ${version} where that is set`, async () => {
      const { clock, sent, definitions } = begin({ version }, answer(200, definition));
      await clock.drive(definitions.get("signed_up"));
      const expected = `GET /events/${version}/event-definitions/signed_up`;
      assert.deepEqual(lineOf(sent[0]), [expected, undefined]);
    });
  }

  it("defines with HubSpot's properties and none of its own where nothing else is said", async () => {
    const { clock, sent, definitions } = begin({}, answer(201, definition));
    await clock.drive(definitions.create({ label: "Left" }));
    assert.deepEqual(sent[0]?.body, {
      label: "Left",
      includeDefaultProperties: true,
      propertyDefinitions: [],
    });
  });

  it("takes null for absent, and leaves out what is new", async () => {
    const nulls = Object.fromEntries(Object.keys(definition).map((name) => [name, null]));
    const { id, name, fullyQualifiedName } = least;
    const bare = { ...nulls, id, name, fullyQualifiedName, labels: { plural: null }, news: 1 };
    const { clock, definitions } = begin({}, answer(200, bare));
    assert.deepEqual(await clock.drive(definitions.get("left")), least);
  });

  for (const field of ["id", "name", "fullyQualifiedName", "labels"]) {
    it(`does not take a definition without ${field} for one`, async () => {
      const { clock, definitions } = begin({}, answer(200, { ...definition, [field]: undefined }));
      const error = await errorOf(clock.drive(definitions.get("signed_up")));
      assert.equal(error.code, "unclear_answer");
      assert.ok(error.message.includes(` ${field}: `), error.message);
    });
  }

  it("says that one of this name is there already", async () => {
    const { clock, definitions } = begin({}, answer(409, { message: "Already there" }));
    const error = await errorOf(clock.drive(definitions.create({ label: "Left" })));
    assert.equal(error.code, "conflict");
    assert.equal(error.retryable, false);
  });

  it("makes nothing twice where no answer tells whether it was made", async () => {
    const first = begin({}, answer(504), answer(201, definition));
    await errorOf(first.clock.drive(first.definitions.create({ label: "Left" })));
    assert.equal(first.sent.length, 1);
    const second = begin({}, new TypeError("reset"), answer(201, property));
    const made = second.definitions.createProperty("left", { label: "Seats", type: "number" });
    await errorOf(second.clock.drive(made));
    assert.equal(second.sent.length, 1);
  });

  it("refuses a version that would lead elsewhere", () => {
    const version = "../1-2" as "1-2";
    assert.throws(() => createEventDefinitions({ accessToken: "a", version }), {
      name: "TypeError",
      message: "Cannot manage event definitions: version must be as in 2026-03 or v3: ../1-2",
    });
  });

  for (const limit of [0, 1.5, NaN]) {
    it(`refuses a limit of ${limit}`, async () => {
      const { definitions } = begin({}, answer(200, { results: [] }));
      await assert.rejects(definitions.page({ limit }), {
        name: "RangeError",
        message: `Cannot list event definitions: limit must be a whole number from 1: ${limit}`,
      });
    });
  }
});

describe("createEventDefinitions, list", () => {
  it("goes from page to page to the last", async () => {
    const { clock, sent, definitions } = begin(
      {},
      answer(200, { results: [definition], total: 3, paging: { next: { after: "A" } } }),
      answer(200, { results: [], total: 3, paging: { next: { after: "B" } } }),
      answer(200, { results: [least, definition], total: 3, paging: { next: null } }),
    );
    const all = await clock.drive(gather(definitions.list({ limit: 1 })));
    assert.deepEqual(all.map(({ name }) => name), ["signed_up", "left", "signed_up"]);
    assert.deepEqual(sent.map((request) => lineOf(request)[0]), [
      `GET ${base}?limit=1`,
      `GET ${base}?limit=1&after=A`,
      `GET ${base}?limit=1&after=B`,
    ]);
  });

  it("asks for a page only when it is needed", async () => {
    const { clock, sent, definitions } = begin(
      {},
      answer(200, { results: [definition, least], paging: { next: { after: "A" } } }),
    );
    const items = definitions.list();
    await clock.drive(items.next());
    await clock.drive(items.next());
    await items.return();
    assert.equal(sent.length, 1);
  });

  it("does not go round in circles", async () => {
    const { clock, sent, definitions } = begin(
      {},
      answer(200, { results: [least], paging: { next: { after: "A" } } }),
    );
    const error = await errorOf(clock.drive(gather(definitions.list())));
    assert.equal(error.code, "unclear_answer");
    assert.equal(
      error.message,
      "Cannot list event definitions: HubSpot's next page is the same again",
    );
    assert.equal(sent.length, 2);
  });

  it("ends with the caller's signal between two pages", async () => {
    const { clock, sent, definitions } = begin(
      {},
      answer(200, { results: [least], paging: { next: { after: "A" } } }),
    );
    const leaving = new AbortController();
    const items = definitions.list({ signal: leaving.signal });
    await clock.drive(items.next());
    leaving.abort();
    assert.equal((await errorOf(clock.drive(items.next()))).code, "aborted");
    assert.equal(sent.length, 1);
  });
});
