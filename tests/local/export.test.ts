import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { LocalHubSpot } from "../../src/local/mod.ts";
import { localHubSpot, paths, post } from "./harness.ts";

const email = fc.constantFrom("ada@example.com", "bob@example.com", "eve@example.com");
const values = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }).filter((name) => !(name in {}) && name !== "prototype"),
  fc.string({ unit: "binary", maxLength: 20 }),
  { maxKeys: 3 },
);
const person = fc.record({
  objectId: fc.constantFrom("101", "102", "999"),
  email,
  utk: fc.constantFrom("one", "two", "three"),
}, { requiredKeys: [] }).filter((given) => Object.keys(given).length > 0);
const id = fc.constantFrom("a", "b", "c", "{{uuid}}");
const name = fc.constantFrom("one", "two");

/** Something that changes the account, or tries to. */
const step = fc.oneof(
  fc.tuple(person, id, name, values, fc.jsonValue()).map((
    [who, id, eventTemplateId, tokens, extraData],
  ) => ({ path: paths.timeline, body: { ...who, id, eventTemplateId, tokens, extraData } })),
  fc.tuple(person, id, name, values).map(([who, id, eventTypeName, properties]) => ({
    path: paths.app,
    body: { ...who, id, eventTypeName, properties },
  })),
  fc.tuple(person, id, name, values).map(([who, uuid, name, properties]) => ({
    path: paths.custom,
    body: { ...who, uuid, eventName: `pe1_${name}`, properties },
  })),
  name.map((name) => ({ path: "/events/v3/event-definitions", body: { name, label: name } })),
  fc.tuple(name, fc.string()).map(([name, detailTemplate]) => ({
    path: "/integrators/timeline/v3/1/event-templates",
    body: { name, detailTemplate, tokens: [{ name: "pet", label: "Pet", type: "string" }] },
  })),
  fc.tuple(email, values).map(([email, properties]) => ({
    path: "/crm/v3/objects/contacts",
    body: { properties: { ...properties, email } },
  })),
);
const steps = fc.array(step, { maxLength: 25 });

async function take(hubspot: LocalHubSpot, all: readonly { path: string; body: unknown }[]) {
  for (const { path, body } of all) await post(hubspot, path, body);
}

describe("what is exported", () => {
  it("is the same after it was imported and exported again, and the account goes on the same", async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, after) => {
        const first = localHubSpot();
        await take(first, before);
        const text = JSON.stringify(first.export());
        const second = localHubSpot();
        await take(second, after);
        second.import(JSON.parse(text));
        assert.deepEqual(JSON.parse(JSON.stringify(second.export())), JSON.parse(text));
        const named = after.filter(({ body }) => !JSON.stringify(body).includes("{{uuid}}"));
        await take(first, named);
        await take(second, named);
        assert.deepEqual(withoutMadeIds(second), withoutMadeIds(first));
      }),
      { numRuns: 150 },
    );
  });

  it("is taken or refused with a TypeError whatever a stranger changed in it, and then nothing else is changed", async () => {
    const from = localHubSpot();
    await take(from, [
      {
        path: paths.app,
        body: { email: "ada@example.com", id: "a", eventTypeName: "t", properties: {} },
      },
      {
        path: paths.timeline,
        body: { utk: "u", id: "a", eventTemplateId: "1", tokens: { a: "b" } },
      },
      { path: "/events/v3/event-definitions", body: { name: "seen", label: "Seen" } },
      { path: "/integrators/timeline/v3/1/event-templates", body: { name: "Visit" } },
    ]);
    const data: unknown = JSON.parse(JSON.stringify(from.export()));
    const places = placesIn(data);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
        const changed: unknown = structuredClone(data);
        put(changed, place, value);
        const hubspot = localHubSpot({ contacts: [{ id: "51" }] });
        const before = hubspot.export();
        try {
          hubspot.import(changed);
        } catch (error) {
          assert.ok(error instanceof TypeError, String(error));
          assert.match(error.message, /^Cannot read the account's data: /);
          assert.deepEqual(hubspot.export(), before);
          return;
        }
        assert.deepEqual(hubspot.export(), changed);
      }),
      { numRuns: 300 },
    );
  });
});

/** The ids that were made up are other ones in each. */
function withoutMadeIds(hubspot: LocalHubSpot): unknown {
  const { events, ...rest } = hubspot.export();
  return {
    ...rest,
    events: events.map((event) => ({ ...event, id: event.id.replace(/uuid-\d+/g, "") })),
  };
}

type Place = readonly string[];

/** Every place in JSON at which there is something. */
function placesIn(value: unknown, place: Place = []): Place[] {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const own = place.length === 0 ? [] : [place];
  return [...own, ...inner.flatMap(([name, each]) => placesIn(each, [...place, name]))];
}

function put(target: unknown, [name = "", ...rest]: Place, value: unknown): void {
  if (typeof target !== "object" || target === null) return;
  if (rest.length === 0) Reflect.set(target, name, value);
  else put(Reflect.get(target, name), rest, value);
}
