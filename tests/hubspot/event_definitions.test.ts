import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createEventDefinitions,
  type EventDefinitions,
  type EventDefinitionsOptions,
} from "../../src/hubspot/event_definitions.ts";
import type { LocalHubSpotOptions } from "../../src/local/mod.ts";
import { once } from "../support/local_hubspot.ts";
import { errorOf, lineOf, start } from "./management_harness.ts";

const matching = {
  primaryObjectRule: { targetObjectPropertyName: "code", eventPropertyName: "plan" },
};

/** An account with one definition of one property. */
const hubspot: LocalHubSpotOptions = {
  hubId: 123,
  eventDefinitions: [{
    name: "signed_up",
    label: "Signed up",
    description: "Somebody signed up",
    includeDefaultProperties: false,
    propertyDefinitions: [{
      name: "plan",
      label: "Plan",
      type: "enumeration",
      options: [{ label: "Team", value: "t" }, { label: "Own", value: "o" }],
    }],
  }],
};

/** Definitions of an account that has one, while these faults strike one after the other. */
function begin(
  options: Partial<EventDefinitionsOptions> = {},
  ...faults: Parameters<typeof once>[]
) {
  const { connection, ...rest } = start({ hubspot, faults: faults.map((fault) => once(...fault)) });
  return { ...rest, definitions: createEventDefinitions({ ...connection, ...options }) };
}

const base = "/events/2026-03/event-definitions";

describe("createEventDefinitions", () => {
  const requests: {
    name: keyof EventDefinitions;
    act: (definitions: EventDefinitions) => Promise<unknown>;
    line: string;
    body?: unknown;
    /** What is in the answer, among other things; `undefined` where it is empty. */
    result: object | undefined;
  }[] = [
    {
      name: "page",
      act: (definitions) =>
        definitions.page({
          searchString: "a&b",
          includeProperties: false,
          limit: 10,
          sortOrder: "ASC",
          after: "0",
        }),
      line: `GET ${base}?limit=10&searchString=a%26b&includeProperties=false&sortOrder=ASC&after=0`,
      result: { results: [], total: 0 },
    },
    {
      name: "get",
      act: (definitions) => definitions.get("signed_up"),
      line: `GET ${base}/signed_up`,
      result: {
        name: "signed_up",
        fullyQualifiedName: "pe123_signed_up",
        labels: { singular: "Signed up" },
        description: "Somebody signed up",
        primaryObject: "CONTACT",
        createdAt: "2026-11-22T12:00:00.000Z",
      },
    },
    {
      name: "create",
      act: (definitions) =>
        definitions.create({
          label: "Left",
          name: "left",
          description: "Somebody left",
          primaryObject: "COMPANY",
          includeDefaultProperties: false,
          customMatchingId: matching,
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
      line: `POST ${base}`,
      body: {
        label: "Left",
        name: "left",
        description: "Somebody left",
        primaryObject: "COMPANY",
        includeDefaultProperties: false,
        customMatchingId: matching,
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
      result: {
        fullyQualifiedName: "pe123_left",
        primaryObject: "COMPANY",
        customMatchingId: matching,
      },
    },
    {
      name: "update",
      act: (definitions) => definitions.update("signed_up", { label: "Joined" }),
      line: `PATCH ${base}/signed_up`,
      body: { label: "Joined" },
      result: { labels: { singular: "Joined" } },
    },
    {
      name: "delete",
      act: (definitions) => definitions.delete("signed_up"),
      line: `DELETE ${base}/signed_up`,
      result: undefined,
    },
    {
      name: "createProperty",
      act: (definitions) =>
        definitions.createProperty("signed_up", { label: "Seats", type: "number" }),
      line: `POST ${base}/signed_up/property`,
      body: { label: "Seats", type: "number" },
      result: { name: "seats", label: "Seats", type: "number" },
    },
    {
      name: "updateProperty",
      act: (definitions) =>
        definitions.updateProperty("signed_up", {
          propertyName: "plan",
          description: "What",
          options: [{ label: "Team", value: "t" }],
        }),
      line: `PATCH ${base}/signed_up/property/plan`,
      body: {
        description: "What",
        options: [{ label: "Team", value: "t", displayOrder: 0, hidden: false }],
      },
      result: { name: "plan", description: "What" },
    },
    {
      name: "deleteProperty",
      act: (definitions) => definitions.deleteProperty("signed_up", "plan"),
      line: `DELETE ${base}/signed_up/property/plan`,
      result: undefined,
    },
  ];
  for (const { name, act, line, body, result } of requests) {
    it(`asks for ${name} as HubSpot documents it`, async () => {
      const { clock, sent, definitions } = begin();
      const answered = await clock.drive(act(definitions));
      if (result === undefined) assert.equal(answered, undefined);
      else assert.partialDeepStrictEqual(answered, result);
      assert.deepEqual(lineOf(sent[0]), [line, body]);
      assert.equal(sent[0]?.init.headers.authorization, "Bearer the-token");
    });
  }

  it("encodes what is a part of an address", async () => {
    const { clock, sent, definitions } = begin();
    await errorOf(clock.drive(definitions.get("signed/up")));
    const update = { propertyName: "pl an", label: "Plan" };
    await errorOf(clock.drive(definitions.updateProperty("signed_up", update)));
    await errorOf(clock.drive(definitions.page({ after: "c+d" })));
    assert.deepEqual(sent.map((one) => lineOf(one)[0]), [
      `GET ${base}/signed%2Fup`,
      `PATCH ${base}/signed_up/property/pl%20an`,
      `GET ${base}?after=c%2Bd`,
    ]);
  });

  for (const version of ["v3", "2026-03", "custom/2026-09"] as const) {
    it(`asks version ${version} where that is set`, async () => {
      const { clock, sent, definitions } = begin({ version });
      assert.equal((await clock.drive(definitions.get("signed_up"))).name, "signed_up");
      const expected = `GET /events/${version}/event-definitions/signed_up`;
      assert.deepEqual(lineOf(sent[0]), [expected, undefined]);
    });
  }

  it("defines with HubSpot's properties and none of its own where nothing else is said", async () => {
    const { clock, sent, definitions } = begin();
    const { properties } = await clock.drive(definitions.create({ label: "Left" }));
    assert.deepEqual(sent[0]?.body, {
      label: "Left",
      includeDefaultProperties: true,
      propertyDefinitions: [],
    });
    assert.ok(properties.length > 0 && properties.every(({ name }) => name.startsWith("hs_")));
  });

  it("says that one of this name is there already", async () => {
    const { clock, definitions } = begin();
    const error = await errorOf(clock.drive(definitions.create({ label: "Signed up" })));
    assert.equal(error.code, "conflict");
    assert.equal(error.retryable, false);
  });

  it("makes nothing twice where no answer tells whether it was made", async () => {
    const { clock, local, sent, definitions } = begin(
      {},
      [{ kind: "answer", status: 504, stage: "after" }],
      [{ kind: "reset", stage: "after" }, { from: 2 }],
    );
    await errorOf(clock.drive(definitions.create({ label: "Left" })));
    const property = { label: "Seats", type: "number" };
    await errorOf(clock.drive(definitions.createProperty("left", property)));
    assert.equal(sent.length, 2);
    const names = local.export().eventDefinitions.map(({ name, properties }) => [
      name,
      properties.map((each) => each.name),
    ]);
    assert.deepEqual(names, [["signed_up", ["plan"]], ["left", ["seats"]]]);
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
      const { definitions } = begin();
      await assert.rejects(definitions.page({ limit }), {
        name: "RangeError",
        message: `Cannot list event definitions: limit must be a whole number from 1: ${limit}`,
      });
    });
  }
});
