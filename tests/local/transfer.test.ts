import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contact, data, declared, event, one } from "./account_samples.ts";
import { localHubSpot, now, page, paths, post, request } from "./harness.ts";

describe("export and import", () => {
  it("carry all contacts and events to another Local HubSpot, by way of JSON", async () => {
    const from = localHubSpot({ contacts: [{ id: "7", email: "g@example.com", utk: "u" }] });
    await post(from, paths.app, one);
    await post(from, paths.timeline, { eventTemplateId: "1", id: "x", utk: "u", tokens: {} });
    await post(from, paths.custom, { eventName: "pe1_e", utk: "nobody", properties: {} });
    const to = localHubSpot();
    await post(to, paths.app, { ...one, id: "gone" });
    to.import(JSON.parse(JSON.stringify(from.export())));
    assert.deepEqual(to.contacts(), from.contacts());
    assert.deepEqual(to.events(), from.events());
  });

  it("carry all that is declared, and all that is known of a contact", async () => {
    const from = localHubSpot({
      ...declared,
      contacts: [{
        id: "7",
        email: "g@example.com",
        additionalEmails: ["grace@example.com"],
        properties: { firstname: "Grace" },
      }],
    });
    const headers = { authorization: "Bearer token" };
    await request(from, "/events/2026-03/event-definitions/signed_up", {
      method: "DELETE",
      headers,
    });
    const exported = from.export();
    assert.deepEqual(exported.spentEventNames, ["signed_up"]);
    const to = localHubSpot({ definitions: "declared" });
    to.import(JSON.parse(JSON.stringify(exported)));
    assert.deepEqual(to.export(), exported);
    const event = { eventTypeName: "visit", email: "grace@example.com", properties: {} };
    assert.equal((await post(to, paths.app, event)).status, 201);
    assert.deepEqual(to.events().map(({ contactId }) => contactId), ["7"]);
  });

  it("leave an account that goes on as it would have", async () => {
    const hubspot = localHubSpot();
    hubspot.import(data);
    assert.equal((await post(hubspot, paths.app, one)).status, 409);
    await post(hubspot, paths.app, { ...one, id: "two" });
    await post(hubspot, paths.app, { ...one, id: "three", email: "new@example.com" });
    await post(hubspot, paths.timeline, {
      eventTemplateId: "1",
      id: "four",
      utk: "cookie",
      tokens: {},
    });
    const timelines = hubspot.events().map(({ sequence, contactId }) => [sequence, contactId]);
    assert.deepEqual(timelines, [[1, "101"], [2, "101"], [3, "102"], [4, "101"]]);
  });

  const wrong: [what: string, data: unknown, message: string][] = [
    ["no data", null, "Invalid type: Expected Object but received null"],
    ["another version", { ...data, version: 2 }, "version: Give 1: no other version is known"],
    ["a member that is unknown", { ...data, deals: [] }, "deals: Expected no field of this name"],
    [
      "an id that is none",
      { ...data, contacts: [{ ...contact, id: "x" }], events: [] },
      "contacts.0.id: Give 1 to 20 digits",
    ],
    [
      "an address that is not in its one form",
      { ...data, contacts: [{ ...contact, email: "Ada@example.com" }] },
      "contacts.0.email: Give it trimmed and in lower case",
    ],
    [
      "a time that is none",
      { ...data, events: [{ ...event, time: "yesterday" }] },
      "events.0.time: Give ISO 8601 in UTC, with milliseconds",
    ],
    [
      "contacts with the same id",
      { ...data, contacts: [contact, { ...contact, email: "b@example.com", utks: [] }] },
      "Give each contact an id of its own",
    ],
    [
      "contacts with the same address",
      { ...data, contacts: [contact, { ...contact, id: "102", utks: [] }] },
      "Give each contact an e-mail address of its own",
    ],
    [
      "an address that is another contact's further one",
      {
        ...data,
        contacts: [contact, {
          id: "102",
          utks: [],
          additionalEmails: ["ada@example.com"],
          createdAt: now,
        }],
      },
      "Give each contact an e-mail address of its own",
    ],
    [
      "a template that is none",
      { ...data, templates: [{ id: "5" }] },
      "templates.0.appId: Expected this field, found none (and 5 more)",
    ],
    [
      "a name that is spent twice",
      { ...data, spentEventNames: ["a", "a"] },
      "spentEventNames: Give each one once",
    ],
    [
      "contacts with the same cookie",
      { ...data, contacts: [contact, { ...contact, id: "102", email: "b@example.com" }] },
      "Give each contact utks of its own",
    ],
    [
      "the same place twice",
      { ...data, events: [event, { ...event, id: "two" }] },
      "Give each event a sequence of its own",
    ],
    [
      "an event of nobody's",
      { ...data, events: [{ ...event, contactId: "102" }] },
      "Give each event the contactId of a contact",
    ],
  ];
  for (const [what, found, message] of wrong) {
    it(`refuse ${what}, and change nothing`, () => {
      const hubspot = localHubSpot();
      hubspot.import(data);
      assert.throws(() => hubspot.import(found), {
        name: "TypeError",
        message: `Cannot read the account's data: ${message}`,
      });
      assert.deepEqual(hubspot.export(), data);
    });
  }
});

describe("import", () => {
  it("leaves no request that an event could be taken to have come by", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.app, { ...one, id: "of another account" });
    hubspot.import(data);
    assert.deepEqual(hubspot.log(), []);
    const shown = await page(hubspot, `/contacts/${data.contacts[0]?.id}`);
    assert.ok(shown.includes('id="event-1"') && !shown.includes("/requests/1"));
  });
});
