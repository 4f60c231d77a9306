import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { appEventSchema, customEventSchema, parseEvent, timelineEventSchema } from "../../mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { acceptPlainEvent } from "../../src/hubspot/plain_event.ts";
import { validate } from "../../src/validation/issues.ts";
import { customEvent } from "../support/events.ts";

const now = Date.parse("2026-11-22T12:00:00Z");

function deps() {
  let count = 0;
  return { now: () => now, uuid: () => `uuid-${++count}` };
}

/** What a caller without types may pass where a value, a name or a time belongs. */
const odd = fc.constantFrom<unknown>(
  ...["", " ", "\ud800", "ada", null, undefined, NaN, Infinity, 12n, [], ["a"], {}, new Date(NaN)],
  ...[() => {}, Symbol("s"), Object.create({ a: "b" }), { toJSON: () => "x" }, new Map()],
);
/** Mostly as it should be, or every event would break a rule. */
function mostly<T>(sound: fc.Arbitrary<T>, unsound: fc.Arbitrary<unknown> = odd) {
  return fc.oneof({ weight: 30, arbitrary: sound }, { weight: 1, arbitrary: unsound });
}

const value = mostly(
  fc.oneof(
    ...[
      fc.string(),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ],
    fc.date({ noInvalidDate: true }),
  ),
);
const name = fc.oneof(
  { weight: 30, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom("", "constructor", "__proto__", "prototype", "\udc00") },
);
const values = mostly(fc.array(fc.tuple(name, value), { maxLength: 6 }).map(objectOf));
const day = fc.date({
  min: new Date("0000-01-02"),
  max: new Date("9999-12-30"),
  noInvalidDate: true,
});
const time = mostly(
  fc.oneof(day, day.map(Number), day.map((date) => date.toISOString())),
  fc.oneof(
    odd,
    fc.maxSafeInteger(),
    fc.constantFrom("2026-02-30T12:00:00Z", "2026-02-28T12:00:00", "0000-01-01T00:00:00+01:00"),
  ),
);
const text = mostly(fc.string({ minLength: 1 }));
const association = {
  email: mostly(
    fc.constantFrom("ada@example.com", " ada@example.com\n"),
    fc.oneof(odd, fc.constantFrom("ada@", "a@b")),
  ),
  objectId: text,
  utk: text,
};
const custom = withSurplus(fc.record({
  eventName: text,
  properties: values,
  uuid: fc.oneof(text, fc.constant("a-{{uuid}}-{{uuid}}")),
  occurredAt: time,
  ...association,
}, { requiredKeys: ["eventName", "properties"] }));
const common = {
  id: mostly(text, fc.constantFrom("{{uuid}}".repeat(14), "ä".repeat(251))),
  domain: text,
  timestamp: time,
  extraData: mostly(fc.jsonValue()),
  ...association,
};
const app = withSurplus(
  fc.record({ eventTypeName: text, properties: values, ...common }, {
    requiredKeys: ["eventTypeName", "properties"],
  }),
);
const timeline = withSurplus(
  fc.record({ eventTemplateId: text, tokens: values, ...common }, {
    requiredKeys: ["eventTemplateId", "tokens"],
  }),
);
const anything = fc.oneof(custom, app, timeline, odd);

/** Sometimes with a field too many or too few. */
function withSurplus<T extends object>(event: fc.Arbitrary<T>): fc.Arbitrary<object> {
  const surplus = fc.dictionary(name, value, { maxKeys: 1 });
  const fewer = event.map((one) => Object.fromEntries(Object.entries(one).slice(1)));
  return mostly<object>(
    event,
    fc.oneof(fewer, fc.tuple(event, surplus).map(([one, more]) => ({ ...one, ...more }))),
  ).map((one) => Object(one));
}

function objectOf(pairs: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  // Other than an assignment, this makes a member of its own of `__proto__`, as JSON.parse does.
  return Object.fromEntries(pairs);
}

describe("acceptPlainEvent", () => {
  it("makes of whatever it takes what parseEvent and acceptEvent make of it", () => {
    let [taken, left] = [0, 0];
    fc.assert(
      fc.property(fc.oneof({ weight: 5, arbitrary: custom }, anything), (input) => {
        const plain = acceptPlainEvent(input, deps());
        if (plain === undefined) return void left++;
        taken++;
        const parsed = parseEvent(input);
        assert.ok(parsed.ok, JSON.stringify(parsed));
        assert.deepEqual(plain, acceptEvent(parsed.value, deps()));
      }),
      { numRuns: 1_000, seed: 3 },
    );
    assert.ok(taken > 50 && left > 50, `${taken} were taken, ${left} were not`);
  });

  it("takes every field of a custom event", () => {
    const event = customEvent({
      uuid: "order-1",
      occurredAt: "2026-11-22T13:00:00+01:00",
      objectId: "1",
      utk: "u",
      properties: { n: 0, b: false, d: new Date(5), s: "" },
    });
    assert.deepEqual(acceptPlainEvent(event, deps()), {
      ...event,
      occurredAt: "2026-11-22T12:00:00.000Z",
      properties: { n: "0", b: "false", d: "5", s: "" },
    });
  });

  it("reads each field once, so that none can be another when it is sent", () => {
    const reads: (string | symbol)[] = [];
    const watched = (target: object): object =>
      new Proxy(target, {
        get(own, key) {
          reads.push(key);
          const member: unknown = Reflect.get(own, key);
          return typeof member === "object" && member !== null ? watched(member) : member;
        },
      });
    acceptPlainEvent(watched(customEvent()), deps());
    assert.deepEqual(reads.toSorted(), ["email", "eventName", "plan", "properties"]);
  });
});

describe("parseEvent", () => {
  it("says of every event what its schema says", () => {
    const schemas = [
      ["eventTemplateId", timelineEventSchema],
      ["eventTypeName", appEventSchema],
      ["eventName", customEventSchema],
    ] as const;
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(custom, app, timeline), (input) => {
        const own = schemas.find(([key]) => key in input);
        if (own === undefined) return;
        const parsed = parseEvent(input);
        assert.deepEqual(parsed, validate<unknown>(own[1], input));
        if (parsed.ok) taken++;
        else refused++;
      }),
      { numRuns: 1_000, seed: 5 },
    );
    assert.ok(taken > 20 && refused > 20, `${taken} were taken, ${refused} refused`);
  });
});
