import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type AppEvent,
  type CustomEvent,
  type Json,
  parseEvent,
  type TimelineEvent,
} from "../../mod.ts";
import { isFrameUrl } from "../../src/hubspot/event_schemas.ts";
import { appEvent, customEvent } from "../support/events.ts";

/** The bodies of HubSpot's own reference pages. */
const referenceEvents = {
  "the v3 page's event": {
    eventTemplateId: "1001298",
    email: "art3mis-pup@petspot.com",
    tokens: { petName: "Art3mis", petAge: 3, petColor: "black" },
    extraData: { questions: [{ question: "Who's a good girl?", answer: "Bark!" }] },
    timelineIFrame: {
      linkLabel: "View Art3mis",
      headerLabel: "Art3mis dog",
      url: "https://my.petspot.com/pets/Art3mis",
      width: 600,
      height: 400,
    },
  },
  "the app events page's event": {
    eventTypeName: "ae000000_integrators-timeline-event-type-id-0000000",
    objectId: "123456",
    id: "login-1",
    properties: { customerName: "Mark S.", loginLocation: "mobileApp" },
  },
  "a custom event": {
    eventName: "pe22315509_login_event",
    email: "person@example.com",
    occurredAt: "2024-06-20T16:52:06.000Z",
    properties: { city: "Cambridge" },
  },
};

describe("parseEvent", () => {
  for (const [name, event] of Object.entries(referenceEvents)) {
    it(`takes ${name}`, () => assert.deepEqual(parseEvent(event), { ok: true, value: event }));
  }

  it("takes every field of each family", () => {
    const url = "https://x.example";
    const timelineIFrame = { linkLabel: "a", headerLabel: "b", url, width: 1, height: 1 };
    const association = { email: "ada@example.com", objectId: "1", utk: "u" };
    const common = {
      ...association,
      id: "1",
      domain: "x.example",
      extraData: [null],
      timelineIFrame,
    };
    // Required: a field that a type gets and its schema does not fails here.
    const timeline: Required<TimelineEvent> = {
      ...common,
      eventTemplateId: "1",
      tokens: {},
      timestamp: 0,
      customObjectTypeId: "2-1",
    };
    const app: Required<AppEvent> = {
      ...common,
      eventTypeName: "ae1_x",
      properties: {},
      timestamp: "2026-11-22T12:00:00+01:00",
      objectTypeFullyQualifiedName: "p1_pet",
    };
    const custom: Required<CustomEvent> = {
      ...association,
      eventName: "pe1_x",
      properties: {},
      uuid: "{{uuid}}",
      occurredAt: new Date(0),
    };
    for (const event of [timeline, app, custom]) {
      assert.deepEqual(parseEvent(event), { ok: true, value: event });
    }
  });

  it("takes numbers, booleans and dates as values, 0 and false included", () => {
    const properties = { n: 0, b: false, d: new Date(0), s: "" };
    const parsed = parseEvent(customEvent({ properties }));
    assert.deepEqual(parsed.ok && parsed.value, customEvent({ properties }));
  });

  const refused: [string, unknown, string, RegExp][] = [
    ["what is no object", "event", "", /^Expected an event with eventTemplateId/],
    [
      "an event of no family",
      { email: "ada@example.com" },
      "",
      /^Expected an event with eventTemplateId/,
    ],
    [
      "an event of two families",
      { ...appEvent(), eventName: "x" },
      "eventName",
      /no field of this name/,
    ],
    ["a misspelt field", { ...customEvent(), emial: "x" }, "emial", /no field of this name/],
    [
      "an event without properties",
      { eventName: "x", email: "ada@example.com" },
      "properties",
      /Expected this field/,
    ],
    [
      "an event nobody did",
      { eventName: "x", properties: {} },
      "",
      /^Expected email, objectId or utk/,
    ],
    ["no address as email", customEvent({ email: "ada" }), "email", /e-mail address, found "ada"/],
    [
      "a missing value",
      { ...customEvent(), properties: { a: null } },
      "properties.a",
      /found null/,
    ],
    ["NaN", customEvent({ properties: { a: NaN } }), "properties.a", /finite number/],
    ["an invalid date", customEvent({ properties: { a: new Date("x") } }), "properties.a", /date/],
    [
      "a time without a zone",
      customEvent({ occurredAt: "2026-11-22T12:00:00" }),
      "occurredAt",
      /zone/,
    ],
    [
      "a time that is none",
      customEvent({ occurredAt: "2026-13-22T12:00:00Z" }),
      "occurredAt",
      /zone/,
    ],
    [
      "a day that its month has not",
      customEvent({ occurredAt: "2026-02-30T12:00:00Z" }),
      "occurredAt",
      /zone/,
    ],
    [
      "a leap day in another year",
      appEvent({ timestamp: "2026-02-29T23:59:59+01:00" }),
      "timestamp",
      /zone/,
    ],
    [
      "a time in fractions of a millisecond",
      customEvent({ occurredAt: 1.5 }),
      "occurredAt",
      /since 1970/,
    ],
    ["a time in microseconds", customEvent({ occurredAt: 1764000000000000 }), "occurredAt", /zone/],
    [
      "a time beyond 9999",
      customEvent({ occurredAt: "9999-12-31T23:59:59-01:00" }),
      "occurredAt",
      /zone/,
    ],
    ["half a character in an id", appEvent({ id: "\ud800" }), "id", /well-formed/],
    [
      "an app event's id that its UUIDs make too long",
      appEvent({ id: "{{uuid}}".repeat(14) }),
      "id",
      /500 bytes/,
    ],
    [
      "a property that would be dropped",
      customEvent({ properties: { constructor: "x" } }),
      "properties",
      /no name of which/,
    ],
    ["an app event's id over 500 bytes", appEvent({ id: "ä".repeat(251) }), "id", /500 bytes/],
    ["an empty id", appEvent({ id: "" }), "id", /text, not empty/],
    [
      "a frame that runs script",
      appEvent({
        timelineIFrame: {
          linkLabel: "a",
          headerLabel: "b",
          url: "javascript:alert(1)",
          width: 1,
          height: 1,
        },
      }),
      "timelineIFrame.url",
      /https address/,
    ],
    ["JSON that nests too deep", appEvent({ extraData: deep(100) }), "extraData", /64 levels/],
  ];
  for (const [what, event, path, message] of refused) {
    it(`refuses ${what}, naming field and rule`, () => {
      const parsed = parseEvent(event);
      assert.ok(!parsed.ok);
      const issue = parsed.issues.find((one) => one.path === path);
      assert.ok(issue !== undefined, JSON.stringify(parsed.issues));
      assert.match(issue.message, message);
    });
  }

  it("survives JSON nested a hundred thousand levels deep", () => {
    assert.equal(parseEvent(appEvent({ extraData: deep(100_000) })).ok, false);
  });
});

function deep(levels: number): Json {
  let value: Json = [];
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

describe("isFrameUrl", () => {
  const addresses: [found: unknown, is: boolean][] = [
    ["https://www.example.com/orders?id=1#top", true],
    ["HTTPS://www.example.com", true],
    ["http://localhost", true],
    ["http://127.0.0.1:8788/card", true],
    ["http://www.example.com/", false],
    ["http://localhost.example.com/", false],
    ["http://127.0.0.10/", false],
    ["http://localhost@www.example.com/", false],
    ["javascript:alert(1)//https://www.example.com", false],
    ["www.example.com", false],
    [new URL("https://www.example.com"), false],
  ];
  for (const [found, is] of addresses) {
    it(`says ${is} of ${found}`, () => assert.equal(isFrameUrl(found), is));
  }
});
