import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { localHubSpot, paths, post } from "./harness.ts";

const event = {
  eventName: "pe1_signed_up",
  email: "ada@example.com",
  properties: { plan: "team" },
};

const bases = [
  "/events/v3/send",
  "/events/2026-03/send",
  "/events/custom/2025-09/send",
  "/events/custom/2026-03/send",
  "/events/custom/2026-09/send",
];

describe("custom events", () => {
  for (const base of bases) {
    it(`${base}: answers 204 with nothing, alone and in a batch`, async () => {
      const hubspot = localHubSpot();
      const single = await post(hubspot, base, { ...event, occurredAt: "2026-11-20T10:00:00Z" });
      assert.deepEqual([single.status, single.text], [204, ""]);
      const batch = await post(hubspot, `${base}/batch`, { inputs: [event, event] });
      assert.deepEqual([batch.status, batch.text], [204, ""]);
      assert.equal(hubspot.events().length, 3);
      assert.equal(hubspot.events()[0]?.time, "2026-11-20T10:00:00.000Z");
    });
  }

  it("keeps the first occurrence with a uuid and answers 409 to later ones", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.custom, { ...event, uuid: "same" });
    const again = { ...event, uuid: "same", properties: { plan: "other" } };
    const { status, text } = await post(hubspot, paths.custom, again);
    assert.equal(status, 409);
    assert.equal(JSON.parse(text).category, "CONFLICT");
    assert.deepEqual(hubspot.events().map(({ properties }) => properties.plan), ["team"]);
  });

  it("keeps the first occurrence with a uuid and answers 204 to a batch that repeats it", async () => {
    const hubspot = localHubSpot();
    const inputs = ["team", "other"].map((plan) => ({
      ...event,
      uuid: "same",
      properties: { plan },
    }));
    assert.equal((await post(hubspot, paths.customBatch, { inputs })).status, 204);
    assert.equal((await post(hubspot, paths.customBatch, { inputs })).status, 204);
    assert.deepEqual(hubspot.events().map(({ properties }) => properties.plan), ["team"]);
  });

  it("accepts nothing of a batch with one invalid occurrence", async () => {
    const hubspot = localHubSpot();
    const inputs = [event, { ...event, occurredAt: "yesterday" }];
    const { status, text } = await post(hubspot, paths.customBatch, { inputs });
    assert.equal(status, 400);
    assert.equal(
      JSON.parse(text).message,
      "Invalid input JSON: inputs.1.occurredAt: Give ISO 8601 with a zone, or milliseconds since 1970",
    );
    assert.deepEqual(hubspot.events(), []);
  });
});
