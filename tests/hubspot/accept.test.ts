import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";

const now = Date.parse("2026-11-22T12:00:00Z");

function deps() {
  let count = 0;
  return { now: () => now, uuid: () => `uuid-${++count}` };
}

describe("acceptEvent", () => {
  it("gives an id and the moment of acceptance to an event without them", () => {
    const time = "2026-11-22T12:00:00.000Z";
    assert.partialDeepStrictEqual(acceptEvent(timelineEvent(), deps()), {
      id: "uuid-1",
      timestamp: time,
    });
    assert.partialDeepStrictEqual(acceptEvent(appEvent(), deps()), {
      id: "uuid-1",
      timestamp: time,
    });
    assert.partialDeepStrictEqual(acceptEvent(customEvent(), deps()), {
      uuid: "uuid-1",
      occurredAt: time,
    });
  });

  it("keeps an id and a time that are there, the time as ISO 8601 in UTC", () => {
    const event = appEvent({ id: "login-1", timestamp: "2026-11-22T13:00:00+01:00" });
    assert.partialDeepStrictEqual(acceptEvent(event, deps()), {
      id: "login-1",
      timestamp: "2026-11-22T12:00:00.000Z",
    });
  });

  it("fills in each {{uuid}} of an id", () => {
    const event = appEvent({ id: "a-{{uuid}}-{{uuid}}" });
    assert.partialDeepStrictEqual(acceptEvent(event, deps()), { id: "a-uuid-1-uuid-2" });
  });

  it("writes values as strings and loses none", () => {
    const date = new Date("2026-01-01T00:00:00Z");
    const tokens = { zero: 0, no: false, phone: "+1555", date, empty: "" };
    assert.partialDeepStrictEqual(acceptEvent(timelineEvent({ tokens }), deps()), {
      tokens: { zero: "0", no: "false", phone: "+1555", date: "1767225600000", empty: "" },
    });
  });

  it("changes nothing in an event that was accepted before", () => {
    for (const event of [timelineEvent({ tokens: { n: 1 } }), appEvent(), customEvent()]) {
      const once = acceptEvent(event, deps());
      assert.deepEqual(acceptEvent(once, deps()), once);
    }
  });

  it("leaves the caller's event as it was", () => {
    const event = Object.freeze(customEvent({ properties: Object.freeze({ n: 1 }) }));
    acceptEvent(event, deps());
    assert.deepEqual(event, customEvent({ properties: { n: 1 } }));
  });
});
