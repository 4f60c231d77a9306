import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { localHubSpot, now, paths, post, request } from "./harness.ts";

const event = {
  eventTemplateId: "1001298",
  email: "art3mis@example.com",
  tokens: { petName: "Art3mis", petAge: 3 },
};

describe("timeline v3 events", () => {
  it("answers 201 with the event, its values as strings", async () => {
    const hubspot = localHubSpot();
    const { status, body } = await post(hubspot, paths.timeline, {
      ...event,
      utk: "cookie",
      domain: "example.com",
      timestamp: "2026-11-20T09:31:00+01:00",
      extraData: { questions: [{ q: 1 }] },
      customObjectTypeId: "2-1",
    });
    assert.equal(status, 201);
    assert.deepEqual(body, {
      id: "uuid-1",
      eventTemplateId: "1001298",
      objectType: "contacts",
      objectId: "101",
      email: "art3mis@example.com",
      utk: "cookie",
      domain: "example.com",
      tokens: { petName: "Art3mis", petAge: "3" },
      timestamp: "2026-11-20T08:31:00.000Z",
      createdAt: now,
      extraData: { questions: [{ q: 1 }] },
      customObjectTypeId: "2-1",
    });
  });

  it("takes milliseconds as a number or in digits, and now where there is no time", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.timeline, { ...event, timestamp: 1_500_000_000_000 });
    await post(hubspot, paths.timeline, { ...event, timestamp: "1500000000000" });
    await post(hubspot, paths.timeline, event);
    assert.deepEqual(hubspot.events().map(({ time }) => time), [
      "2017-07-14T02:40:00.000Z",
      "2017-07-14T02:40:00.000Z",
      now,
    ]);
  });

  it("puts a fresh id in place of {{uuid}}", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.timeline, { ...event, id: "a-{{uuid}}-{{uuid}}" });
    assert.equal(hubspot.events()[0]?.id, "a-uuid-1-uuid-2");
  });

  it("lets the last event with an id win: the earlier contact loses it", async () => {
    const hubspot = localHubSpot();
    assert.equal((await post(hubspot, paths.timeline, { ...event, id: "same" })).status, 201);
    const again = { ...event, id: "same", email: "other@example.com" };
    assert.equal((await post(hubspot, paths.timeline, again)).status, 201);
    assert.deepEqual(
      hubspot.events().map(({ id, email, contactId }) => [id, email, contactId]),
      [["same", "other@example.com", "102"]],
    );
    assert.equal(hubspot.contacts().length, 2);
  });

  it("keeps ids of different templates and families apart", async () => {
    const hubspot = localHubSpot();
    const { tokens: properties, email } = event;
    await post(hubspot, paths.timeline, { ...event, id: "same" });
    await post(hubspot, paths.timeline, { ...event, id: "same", eventTemplateId: "pe1_2" });
    await post(hubspot, paths.app, { eventTypeName: "pe1_2", id: "same", email, properties });
    await post(hubspot, paths.custom, { eventName: "pe1_2", uuid: "same", email, properties });
    assert.equal(hubspot.events().length, 4);
  });

  it("answers a batch with 201 and every result", async () => {
    const hubspot = localHubSpot();
    const inputs = [{ ...event, id: "a" }, { ...event, id: "b" }];
    const { status, body } = await post(hubspot, paths.timelineBatch, { inputs });
    assert.equal(status, 201);
    const common = {
      eventTemplateId: "1001298",
      objectType: "contacts",
      objectId: "101",
      email: "art3mis@example.com",
      tokens: { petName: "Art3mis", petAge: "3" },
      timestamp: now,
      createdAt: now,
    };
    assert.deepEqual(body, {
      status: "COMPLETE",
      startedAt: now,
      completedAt: now,
      results: [{ ...common, id: "a" }, { ...common, id: "b" }],
    });
  });

  it("takes what is in order of a batch, and answers 207 with an error for the rest", async () => {
    const hubspot = localHubSpot();
    const inputs = [{ ...event, id: "a" }, { ...event, tokens: { petAge: null } }, {
      ...event,
      id: "c",
    }];
    const { status, text } = await post(hubspot, paths.timelineBatch, { inputs });
    assert.equal(status, 207);
    const { numErrors, errors, results } = JSON.parse(text);
    assert.equal(numErrors, 1);
    assert.equal(results.length, 2);
    assert.deepEqual(errors, [{
      status: "error",
      category: "VALIDATION_ERROR",
      message: "Invalid event at inputs.1: tokens.petAge: Give a string, a number or a boolean",
      context: {},
      links: {},
      errors: [{ message: "Give a string, a number or a boolean", in: "tokens.petAge" }],
    }]);
    assert.deepEqual(hubspot.events().map(({ id }) => id), ["a", "c"]);
  });
});

describe("the rendering of a timeline event", () => {
  it("is HTML: the header, or the detail where it is asked for, and nothing of a stranger's markup", async () => {
    const hubspot = localHubSpot({
      templates: [{
        id: "1",
        name: "Visit",
        headerTemplate: "Met **{{pet}}**",
        detailTemplate: "Named {{pet}}",
        tokens: [{ name: "pet", label: "Pet", type: "string" }],
      }],
    });
    await post(hubspot, paths.timeline, {
      eventTemplateId: "1",
      id: "a",
      email: "ada@example.com",
      tokens: { pet: "<script>1</script>Rex" },
    });
    const read = (query: string) =>
      request(hubspot, `${paths.timeline}/1/a/render${query}`, {
        headers: { authorization: "Bearer token" },
      });
    const [header, detail] = [await read(""), await read("?detail=true")];
    assert.equal(header.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(header.text, /^<bdi>Met <\/bdi><strong>.*Rex.*<\/strong>$/);
    assert.match(detail.text, /^<p><bdi>Named .*Rex<\/bdi><\/p>$/);
    assert.doesNotMatch(header.text + detail.text, /<script/);
  });
});
