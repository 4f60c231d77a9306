import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  type Activity,
  hubSpotWebhooks,
  type Parsed,
  receive,
  SourceError,
} from "../../src/sources/hubspot_webhooks.ts";
import {
  clientSecret,
  contactChange,
  hubSpotUrl as url,
  receivedAt,
  request,
  sendHubSpot,
} from "./deliveries.ts";

const source = hubSpotWebhooks({ clientSecret });

async function receiveAll(payload: unknown, of = source): Promise<Parsed> {
  return await receive(of, request(await sendHubSpot(payload), { url }));
}

async function only(own: Record<string, unknown>): Promise<Activity> {
  const { activities } = await receiveAll([contactChange(own)]);
  const [activity] = activities;
  assert.ok(activity !== undefined && activities.length === 1);
  return activity;
}

describe("hubSpotWebhooks() of a change", () => {
  it("makes an activity of the contact's record", async () => {
    assert.deepEqual(await only({}), {
      id: "217a82f7-8ea1-5333-8c0e-04cbe9bbbb05",
      type: "hubspot.contact.propertyChange",
      time: "2026-11-20T10:00:00.000Z",
      actor: { objectId: "123" },
      subject: { title: "lifecyclestage: customer" },
      properties: {
        event_id: 100,
        subscription_id: 7,
        portal_id: 62515,
        app_id: 54321,
        object_id: 123,
        property_name: "lifecyclestage",
        property_value: "customer",
        change_source: "CRM_UI",
      },
    });
  });

  const contacts: readonly [own: Record<string, unknown>, contact: string | undefined][] = [
    [{ subscriptionType: "contact.creation" }, "123"],
    [{ subscriptionType: "contact.restore", objectId: "9007199254740993" }, "9007199254740993"],
    [{ subscriptionType: "object.propertyChange", objectTypeId: "0-1" }, "123"],
    [{ subscriptionType: "object.propertyChange", objectTypeId: "0-3" }, undefined],
    [{ subscriptionType: "deal.propertyChange" }, undefined],
    [{ subscriptionType: "company.creation" }, undefined],
    [{ subscriptionType: "conversation.newMessage" }, undefined],
    [{ subscriptionType: "contact.merge", primaryObjectId: 5, mergedObjectIds: [6] }, "5"],
    [{ subscriptionType: "contact.merge", primaryObjectId: 5, newObjectId: 8 }, "8"],
    [
      {
        subscriptionType: "contact.associationChange",
        associationType: "CONTACT_TO_DEAL",
        objectId: undefined,
        fromObjectId: 11,
        toObjectId: 12,
      },
      "11",
    ],
    [
      {
        subscriptionType: "deal.associationChange",
        associationType: "DEAL_TO_CONTACT",
        fromObjectId: 11,
        toObjectId: 12,
      },
      "12",
    ],
    [
      {
        subscriptionType: "deal.associationChange",
        associationType: "DEAL_TO_COMPANY",
        fromObjectId: 11,
        toObjectId: 12,
      },
      undefined,
    ],
    [
      {
        subscriptionType: "object.associationChange",
        fromObjectTypeId: "0-3",
        fromObjectId: 11,
        toObjectTypeId: "0-1",
        toObjectId: 12,
      },
      "12",
    ],
    [
      {
        subscriptionType: "object.associationChange",
        fromObjectTypeId: "0-1",
        fromObjectId: 11,
        toObjectTypeId: "0-1",
        toObjectId: 12,
      },
      "11",
    ],
  ];
  for (const [own, contact] of contacts) {
    it(`names ${contact ?? "nobody"} for ${JSON.stringify(own)}`, async () => {
      const { actor, type } = await only(own);
      assert.deepEqual(actor, contact === undefined ? {} : { objectId: contact });
      assert.equal(type, `hubspot.${own.subscriptionType}`);
    });
  }

  for (const what of ["contact.deletion", "contact.privacyDeletion"]) {
    it(`skips ${what}: there is no timeline any more`, async () => {
      assert.deepEqual(await receiveAll([contactChange({ subscriptionType: what })]), {
        activities: [],
        skipped: [{ reason: "unsupported_event", what: `hubspot.${what}` }],
      });
    });
  }

  it("skips a deleted contact in the generic form, and tells of a deleted deal", async () => {
    const gone = { subscriptionType: "object.deletion", objectTypeId: "0-1" };
    assert.equal((await receiveAll([contactChange(gone)])).activities.length, 0);
    assert.equal((await only({ ...gone, objectTypeId: "0-3" })).type, "hubspot.object.deletion");
  });

  it("keeps the value of a sensitive property to itself", async () => {
    const { subject, properties } = await only({ propertyValue: "secret", isSensitive: true });
    assert.equal(subject.title, "lifecyclestage");
    assert.ok(!JSON.stringify([subject, properties]).includes("secret"));
  });

  const titles: readonly [own: Record<string, unknown>, title: string][] = [
    [{ propertyValue: "" }, "lifecyclestage"],
    [{ propertyValue: null }, "lifecyclestage"],
    [{ propertyValue: 5 }, "lifecyclestage: 5"],
    [{ propertyValue: "two\nlines" }, "lifecyclestage: two lines"],
    [{ propertyName: undefined, subscriptionType: "deal.creation" }, "deal.creation"],
    [{ propertyName: " ", propertyValue: "" }, "contact.propertyChange"],
  ];
  for (const [own, title] of titles) {
    it(`is titled ${title} for ${JSON.stringify(own)}`, async () => {
      assert.equal((await only(own)).subject.title, title);
    });
  }
});

describe("hubSpotWebhooks() ids", () => {
  it("stay in every attempt", async () => {
    const { id } = await only({});
    assert.equal((await only({ attemptNumber: 7 })).id, id);
    assert.equal((await only({ propertyValue: "another", changeSource: "API" })).id, id);
  });

  for (
    const own of [
      { eventId: 101 },
      { subscriptionId: 8 },
      { portalId: 62516 },
      { occurredAt: Date.parse("2026-11-20T10:00:00.001Z") },
      { objectId: 124 },
      { propertyName: "firstname" },
      { subscriptionType: "contact.creation" },
    ]
  ) {
    it(`differ with ${Object.keys(own).join()}`, async () => {
      assert.notEqual((await only(own)).id, (await only({})).id);
    });
  }
});

describe("hubSpotWebhooks() of a list that breaks a rule", () => {
  const cases: readonly [own: Record<string, unknown>, path: string][] = [
    [{ eventId: undefined }, "0.eventId"],
    [{ eventId: "many" }, "0.eventId"],
    [{ portalId: 1.5 }, "0.portalId"],
    [{ occurredAt: "2026-11-20T10:00:00Z" }, "0.occurredAt"],
    [{ occurredAt: 0 }, "0.occurredAt"],
    [{ occurredAt: 1e300 }, "0.occurredAt"],
    [{ subscriptionType: "creation" }, "0.subscriptionType"],
    [{ subscriptionType: "contact creation.x" }, "0.subscriptionType"],
    [{ objectId: {} }, "0.objectId"],
    [{ objectId: 2 ** 60 }, "0.objectId"],
  ];
  for (const [own, path] of cases) {
    it(`says that ${JSON.stringify(own)} is wrong`, async () => {
      await assert.rejects(receiveAll([contactChange(own)]), (error) => {
        assert.ok(error instanceof SourceError);
        assert.equal(error.code, "invalid_payload");
        assert.equal(error.issues[0]?.path, path, error.message);
        return true;
      });
    });
  }

  it("takes the others", async () => {
    const { activities, skipped } = await receiveAll([
      5,
      contactChange(),
      contactChange({ eventId: [] }),
    ]);
    assert.equal(activities.length, 1);
    assert.deepEqual(skipped.map(({ reason, what }) => [reason, what]), [
      ["invalid_event", "hubspot.0"],
      ["invalid_event", "hubspot.2"],
    ]);
  });

  it("says that an empty list tells nothing", async () => {
    assert.deepEqual((await receiveAll([])).skipped, [{
      reason: "nothing_to_tell",
      what: "hubspot",
    }]);
  });

  for (const payload of ["5", "null", JSON.stringify(new Array(1_001).fill({}))]) {
    it(`refuses ${payload.slice(0, 20)}`, async () => {
      await assert.rejects(receiveAll(payload), {
        code: "invalid_payload",
        message: "Cannot read the payload: Expected a list of at most 1000 changes, or an object",
      });
    });
  }
});

describe("hubSpotWebhooks() of a workflow", () => {
  const record = {
    vid: 123,
    properties: { email: { value: "ada@example.com" }, firstname: { value: "Ada" } },
  };

  it("makes an activity of a contact's record", async () => {
    const { activities } = await receiveAll(record);
    assert.deepEqual(activities, [{
      id: activities[0]?.id ?? "",
      type: "hubspot.workflow",
      time: receivedAt.toISOString(),
      actor: { email: "ada@example.com", emailSource: "payload", objectId: "123" },
      subject: { title: "hubspot.workflow" },
      properties: {
        vid: 123,
        properties_email_value: "ada@example.com",
        properties_firstname_value: "Ada",
      },
    }]);
  });

  it("has the id of its body, whenever it comes", async () => {
    const [first] = (await receiveAll(record)).activities;
    const later = new Date("2026-11-22T12:00:00Z");
    const sent = await sendHubSpot(record, { signedAt: later });
    const again = await receive(source, request(sent, { url, receivedAt: later }));
    assert.equal(again.activities[0]?.id, first?.id);
    assert.notEqual((await receiveAll({ ...record, vid: 5 })).activities[0]?.id, first?.id);
  });

  it("reads by the paths that it is given", async () => {
    const own = hubSpotWebhooks({
      clientSecret,
      workflow: {
        id: "run",
        actor: { objectId: "who" },
        subject: { title: "what" },
        time: "when",
        properties: { amount: "deal.amount" },
      },
    });
    const body = {
      run: "r1",
      who: 7,
      what: "Renewal",
      when: 1_795_168_800_000,
      deal: { amount: 9 },
    };
    const [activity] = (await receiveAll(body, own)).activities;
    const [other] = (await receiveAll({ ...body, what: "Another" }, own)).activities;
    assert.equal(activity?.id, other?.id);
    assert.deepEqual(activity?.actor, { objectId: "7" });
    assert.equal(activity?.subject.title, "Renewal");
    assert.equal(activity?.time, "2026-11-20T10:00:00.000Z");
    assert.deepEqual(activity?.properties, { amount: 9 });
  });

  it("takes no id of a record that may be a deal", async () => {
    const [activity] = (await receiveAll({ hs_object_id: 5, objectId: 5 })).activities;
    assert.deepEqual(activity?.actor, {});
  });
});

describe("hubSpotWebhooks() that is asked anything", () => {
  it("throws nothing but SourceError", async () => {
    const names = fc.constantFrom(
      ...["eventId", "occurredAt", "subscriptionType", "objectId", "propertyName", "propertyValue"],
      ...["fromObjectId", "associationType", "__proto__", "constructor", "isSensitive", "vid"],
    );
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom("CONTACT_TO_DEAL", "contact.merge", "contact.deletion", 2 ** 53, 1e308),
    );
    const change = fc.dictionary(names, values).map((own) => contactChange(own));
    const bodies = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.oneof(change, fc.jsonValue()), { maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const parsed = await receiveAll(JSON.stringify(body)).catch((error) => error);
        if (parsed instanceof SourceError) return;
        assert.ok(Array.isArray(parsed.activities), String(parsed));
        for (const { time, subject, actor } of parsed.activities) {
          assert.match(time, /^\d{4}-/);
          assert.notEqual(subject.title, "");
          assert.match(actor.objectId ?? "0", /^\d+$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
