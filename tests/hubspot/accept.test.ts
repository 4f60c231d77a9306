import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { parseEvent } from "../../mod.ts";
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

  it("adds no address where there is none", () => {
    const { email: _, ...event } = customEvent({ objectId: "42" });
    assert.ok(!("email" in acceptEvent(event, deps())));
  });

  it("takes an address without the blanks around it", () => {
    for (const make of [timelineEvent, appEvent, customEvent]) {
      const event = make({ email: " ada@example.com\n" });
      assert.partialDeepStrictEqual(parseEvent(event), { ok: true });
      assert.equal(acceptEvent(event, deps()).email, "ada@example.com");
    }
  });

  it("changes nothing in an event that was accepted before", () => {
    for (const event of [timelineEvent({ tokens: { n: 1 } }), appEvent(), customEvent()]) {
      const once = acceptEvent(event, deps());
      assert.deepEqual(acceptEvent(once, deps()), once);
    }
  });

  it("makes of every event that breaks no rule one that breaks none", () => {
    const name = fc.string({ unit: "binary", minLength: 1, maxLength: 20 });
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.date());
    const time = fc.oneof(fc.date(), fc.integer(), fc.maxSafeInteger(), fc.date().map(String));
    const event = fc.record({
      eventTypeName: name,
      properties: fc.dictionary(name, value),
      email: fc.constant("ada@example.com"),
      id: fc.array(fc.oneof(name, fc.constant("{{uuid}}"))).map((parts) => parts.join("")),
      timestamp: time,
    }, { requiredKeys: ["eventTypeName", "properties", "email"] });
    let taken = 0;
    fc.assert(
      fc.property(event, (one) => {
        const parsed = parseEvent(one);
        if (!parsed.ok) return;
        taken++;
        const uuid = () => "7d444840-9dc0-11d1-b245-5ffdce74fad2";
        const accepted = acceptEvent(parsed.value, { now: () => now, uuid });
        assert.deepEqual(parseEvent(JSON.parse(JSON.stringify(accepted))), {
          ok: true,
          value: accepted,
        });
      }),
      { numRuns: 1_000, seed: 1 },
    );
    assert.ok(taken > 100, `${taken} of 1,000 events broke no rule`);
  });

  it("leaves the caller's event as it was", () => {
    const event = Object.freeze(customEvent({ properties: Object.freeze({ n: 1 }) }));
    acceptEvent(event, deps());
    assert.deepEqual(event, customEvent({ properties: { n: 1 } }));
  });
});
