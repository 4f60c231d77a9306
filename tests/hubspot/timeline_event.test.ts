import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { getTimelineEvent } from "../../src/hubspot/timeline_event.ts";
import { createClient } from "../../mod.ts";
import { always, exactly } from "../support/local_hubspot.ts";
import { errorOf, lineOf, start } from "./management_harness.ts";

const address = { eventTemplateId: "1001", eventId: "a/b?c" };
const event = {
  id: "a/b?c",
  eventTemplateId: "1001",
  objectType: "CONTACT",
  objectId: "501",
  email: "ada@example.com",
  utk: "u",
  domain: "example.com",
  customObjectTypeId: "2-1",
  tokens: { plan: "team", seats: "5" },
  timestamp: "2026-01-01T00:00:00Z",
  createdAt: "2026-01-01T00:00:01Z",
  extraData: { list: [1, null, "x"] },
  timelineIFrame: {
    linkLabel: "Open",
    headerLabel: "Order",
    url: "https://example.com",
    width: 600,
    height: 400,
  },
};

/** The sample's template, and who it is about. */
const hubspot = {
  contacts: [{ id: "501", email: "ada@example.com" }],
  templates: [{
    id: "1001",
    name: "Ordered",
    tokens: [
      { name: "plan", label: "Plan", type: "string" as const },
      { name: "seats", label: "Seats", type: "number" as const },
    ],
  }],
};

describe("getTimelineEvent", () => {
  it("reads an event that was sent, with all that HubSpot says of it", async () => {
    const { clock, sent, connection } = start({ hubspot });
    const { objectType: _, createdAt: __, ...given } = event;
    await clock.drive(createClient(connection).send(given));
    assert.deepEqual(await clock.drive(getTimelineEvent(connection, address)), {
      ...event,
      objectType: "contacts",
      timestamp: "2026-01-01T00:00:00.000Z",
      createdAt: "2026-11-22T12:00:00.000Z",
    });
    assert.deepEqual(lineOf(sent[1]), [
      "GET /integrators/timeline/v3/events/1001/a%2Fb%3Fc",
      undefined,
    ]);
  });

  it("leaves out what is new", async () => {
    const { clock, connection } = start({ faults: [always(exactly(200, { ...event, news: 1 }))] });
    assert.deepEqual(await clock.drive(getTimelineEvent(connection, address)), event);
  });

  it("takes null for absent", async () => {
    const { id, eventTemplateId, tokens } = event;
    const least = { id, eventTemplateId, tokens };
    const nulls = Object.fromEntries(Object.keys(event).map((name) => [name, null]));
    const faults = [always(exactly(200, { ...nulls, ...least }))];
    const { clock, connection } = start({ faults });
    assert.deepEqual(await clock.drive(getTimelineEvent(connection, address)), least);
  });

  it("does not take an event without tokens for one", async () => {
    const { tokens: _, ...rest } = event;
    const { clock, connection } = start({ faults: [always(exactly(200, rest))] });
    const error = await errorOf(clock.drive(getTimelineEvent(connection, address)));
    assert.equal(error.code, "unclear_answer");
    assert.match(error.message, /^Cannot read the timeline event: .*: tokens: Expected this field/);
  });

  it("says that there is none", async () => {
    const { clock, connection } = start({ hubspot });
    const error = await errorOf(clock.drive(getTimelineEvent(connection, address)));
    assert.equal(error.code, "not_found");
  });

  it("refuses an id that would lead elsewhere", async () => {
    const { connection, sent } = start({ hubspot });
    await assert.rejects(getTimelineEvent(connection, { eventTemplateId: "1", eventId: ".." }), {
      name: "TypeError",
      message: 'Cannot ask HubSpot: eventId must be a name or id: ".."',
    });
    assert.equal(sent.length, 0);
  });

  for (const quoted of ["the-token", "the-t"]) {
    it(`keeps the token to itself where HubSpot quotes ${quoted}`, async () => {
      const message = `This oauth-token (${quoted}) is expired! expiresAt: 1, now: 2`;
      const { clock, connection } = start({ faults: [always(exactly(401, { message }))] });
      const error = await errorOf(clock.drive(getTimelineEvent(connection, address)));
      assert.equal(
        error.message,
        "Cannot read the timeline event: This oauth-token (***) is expired! expiresAt: 1, now: 2",
      );
      assert.ok(!inspect(error, { depth: 20, showHidden: true }).includes("the-t"));
    });
  }
});
