import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { localHubSpot, now, paths, post } from "./harness.ts";

const event = {
  eventTypeName: "ae1_webinar",
  email: "ada@example.com",
  properties: { title: "Webinar", minutes: 42, attended: true },
};

describe("app events", () => {
  for (const version of ["v4", "2026-03"]) {
    it(`${version}: answers 201 with the occurrence`, async () => {
      const hubspot = localHubSpot();
      const { status, body } = await post(hubspot, `/integrators/timeline/${version}/events`, {
        ...event,
        id: "one",
        objectTypeFullyQualifiedName: "p1_boat",
      });
      assert.equal(status, 201);
      assert.deepEqual(body, {
        eventTypeName: "ae1_webinar",
        properties: { title: "Webinar", minutes: "42", attended: "true" },
        id: "one",
        objectId: "101",
        email: "ada@example.com",
        timestamp: now,
        objectTypeFullyQualifiedName: "p1_boat",
      });
    });

    it(`${version}: answers a batch with 200`, async () => {
      const hubspot = localHubSpot();
      const path = `/integrators/timeline/${version}/events/batch`;
      const inputs = [{ ...event, id: "a" }, { ...event, id: "b" }];
      const { status, text } = await post(hubspot, path, { inputs });
      assert.equal(status, 200);
      const { results, ...rest } = JSON.parse(text);
      assert.deepEqual(rest, { status: "COMPLETE", startedAt: now, completedAt: now });
      assert.deepEqual(results.map(({ id }: { id: string }) => id), ["a", "b"]);
    });
  }

  it("keeps the first event with an id and answers 409 to later ones, of either version", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, "/integrators/timeline/v4/events", { ...event, id: "same" });
    const again = { ...event, id: "same", properties: { title: "Other" } };
    const { status, body } = await post(hubspot, paths.app, again);
    assert.equal(status, 409);
    assert.deepEqual(body, {
      status: "error",
      message: "Nothing was accepted: an event of this type with this id exists already",
      correlationId: "uuid-1",
      category: "CONFLICT",
      errors: [{ message: "The id is taken", in: "id", context: { id: ["same"] } }],
    });
    assert.deepEqual(hubspot.events().map(({ properties }) => properties.title), ["Webinar"]);
  });

  it("accepts nothing of a batch with one invalid event", async () => {
    const hubspot = localHubSpot();
    const inputs = [{ ...event, id: "a" }, { eventTypeName: "ae1_webinar", email: "a@b.c" }];
    const { status, body } = await post(hubspot, paths.appBatch, { inputs });
    assert.equal(status, 400);
    assert.deepEqual(body, {
      status: "error",
      message: "Invalid input JSON: inputs.1.properties: Give a value: it is required",
      correlationId: "uuid-1",
      category: "VALIDATION_ERROR",
      errors: [{
        message: "Give a value: it is required",
        in: "inputs.1.properties",
      }],
    });
    assert.deepEqual(hubspot.events(), []);
    assert.deepEqual(hubspot.contacts(), []);
  });

  const conflicts: [string, string[]][] = [
    ["an id that exists", ["new", "there"]],
    ["the same id twice", ["new", "new"]],
  ];
  for (const [what, ids] of conflicts) {
    it(`accepts nothing of a batch with ${what}`, async () => {
      const hubspot = localHubSpot();
      await post(hubspot, paths.app, { ...event, id: "there" });
      const inputs = ids.map((id) => ({ ...event, id }));
      const { status, text } = await post(hubspot, paths.appBatch, { inputs });
      assert.equal(status, 409);
      assert.deepEqual(JSON.parse(text).errors[0].context, { id: [ids[1]] });
      assert.deepEqual(hubspot.events().map(({ id }) => id), ["there"]);
    });
  }

  const sizes: [what: string, fits: unknown, tooBig: unknown, message: RegExp][] = [
    [
      "an id of 500 bytes",
      { ...event, id: "é".repeat(250) },
      { ...event, id: "é".repeat(250) + "e" },
      /^Invalid input JSON: id: Give at most 500 bytes$/,
    ],
    [
      "a property of 510 KB",
      { ...event, properties: { p: "x".repeat(510 * 1024) } },
      { ...event, properties: { p: "x".repeat(510 * 1024 + 1) } },
      /^Invalid input JSON: properties.p: Give at most 510 KB in a property$/,
    ],
    [
      "an event of 1 MB",
      { ...event, extraData: "x".repeat(1024 * 1024 - 200) },
      { ...event, extraData: "x".repeat(1024 * 1024) },
      /^Invalid input JSON: Give at most 1 MB in an event$/,
    ],
  ];
  for (const [what, fits, tooBig, message] of sizes) {
    it(`takes ${what}, and nothing above`, async () => {
      const hubspot = localHubSpot();
      assert.equal((await post(hubspot, paths.app, fits)).status, 201);
      const refused = await post(hubspot, paths.app, tooBig);
      assert.equal(refused.status, 400);
      assert.match(JSON.parse(refused.text).message, message);
    });
  }
});
