import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createLocalHubSpot, type LocalEvent } from "../../src/local/mod.ts";
import { localHubSpot, now, page, paths, post } from "./harness.ts";

const custom = { eventName: "pe1_seen", properties: {} };
const timeline = { eventTemplateId: "1", tokens: {} };
const app = { eventTypeName: "a", properties: {} };

describe("contacts", () => {
  it("come into being by e-mail address, whatever its case and the space around it", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.custom, { ...custom, email: " Ada@Example.com" });
    await post(hubspot, paths.timeline, { ...timeline, email: "ada@example.com " });
    assert.deepEqual(hubspot.contacts(), [
      { id: "101", email: "ada@example.com", utks: [], createdAt: now },
    ]);
    assert.deepEqual(hubspot.events().map(({ contactId }) => contactId), ["101", "101"]);
  });

  it("begin with those that are given", async () => {
    const hubspot = localHubSpot({
      contacts: [{ id: "101", email: "Ada@example.com", utk: "cookie" }, { id: "7" }],
    });
    assert.deepEqual(hubspot.contacts(), [
      { id: "101", email: "ada@example.com", utks: ["cookie"], createdAt: now },
      { id: "7", utks: [], createdAt: now },
    ]);
    await post(hubspot, paths.custom, { ...custom, email: "new@example.com" });
    assert.equal(hubspot.contacts()[2]?.id, "102");
  });

  it("are not made by an objectId: the event is kept without one", async () => {
    const hubspot = localHubSpot();
    await post(hubspot, paths.custom, { ...custom, objectId: 900 });
    assert.deepEqual(hubspot.contacts(), []);
    assert.equal(hubspot.events()[0]?.objectId, "900");
    assert.equal(hubspot.events()[0]?.contactId, undefined);
  });

  it("are not made by a cookie: the event shows once the cookie is a contact's", async () => {
    const hubspot = localHubSpot({ contacts: [{ id: "7", email: "ada@example.com" }] });
    await post(hubspot, paths.custom, {
      ...custom,
      utk: "cookie",
      properties: { title: "Read the pricing page" },
    });
    assert.equal(hubspot.events()[0]?.contactId, undefined);
    assert.ok(!(await page(hubspot, "/contacts/7")).includes("Read the pricing page"));

    await post(hubspot, paths.timeline, { ...timeline, utk: "cookie", email: "ada@example.com" });
    assert.equal(hubspot.events()[0]?.contactId, "7");
    assert.ok((await page(hubspot, "/contacts/7")).includes("Read the pricing page"));
    assert.deepEqual(hubspot.contacts()[0]?.utks, ["cookie"]);
  });

  it("do not get the event of another record with the cookie", async () => {
    const hubspot = localHubSpot({ contacts: [{ id: "7", email: "ada@example.com" }] });
    await post(hubspot, paths.custom, { ...custom, objectId: "900", utk: "cookie" });
    await post(hubspot, paths.timeline, { ...timeline, utk: "cookie", email: "ada@example.com" });
    assert.deepEqual(hubspot.events().map(({ contactId }) => contactId), [undefined, "7"]);
  });

  it("change their address by objectId and email, and are found by the new one only", async () => {
    const hubspot = localHubSpot({ contacts: [{ id: "7", email: "old@example.com" }] });
    await post(hubspot, paths.timeline, { ...timeline, objectId: "7", email: "new@example.com" });
    assert.equal(hubspot.contacts()[0]?.email, "new@example.com");
    await post(hubspot, paths.timeline, { ...timeline, email: "new@example.com" });
    await post(hubspot, paths.timeline, { ...timeline, email: "old@example.com" });
    assert.deepEqual(hubspot.events().map(({ contactId }) => contactId), ["7", "7", "101"]);
  });

  it("change their address by an app event whose utk is theirs", async () => {
    const hubspot = localHubSpot({ contacts: [{ id: "7", email: "old@example.com", utk: "u" }] });
    await post(hubspot, paths.app, { ...app, utk: "u", email: "new@example.com" });
    assert.deepEqual(hubspot.contacts().map(({ id, email }) => [id, email]), [
      ["7", "new@example.com"],
    ]);
  });

  const impossible: [contacts: { id: string; email?: string; utk?: string }[], RegExp][] = [
    [
      [{ id: "x" }],
      /^Cannot seed contacts\[0\]: id must be 1 to 20 digits, but is "x"$/,
    ],
    [[{ id: "1" }, { id: "1" }], /^Cannot seed contacts\[1\]: id 1 is there already$/],
    [
      [{ id: "1", email: "a@b.c" }, { id: "2", email: "A@b.c" }],
      /^Cannot seed contacts\[1\]: e-mail address "A@b.c" is there already$/,
    ],
    [
      [{ id: "1", utk: "u" }, { id: "2", utk: "u" }],
      /^Cannot seed contacts\[1\]: utk "u" is there already$/,
    ],
  ];
  for (const [contacts, message] of impossible) {
    it(`cannot begin with ${JSON.stringify(contacts)}`, () => {
      assert.throws(() => createLocalHubSpot({ contacts }), { name: "RangeError", message });
    });
  }
});

describe("createLocalHubSpot", () => {
  it("refuses a delay that is none", () => {
    for (const delayMs of [-1, NaN, Infinity]) {
      assert.throws(() => createLocalHubSpot({ delayMs }), {
        name: "RangeError",
        message: `Cannot make Local HubSpot: delayMs must be 0 or more, but is ${delayMs}`,
      });
    }
  });

  it("refuses a host that is none", () => {
    assert.throws(() => createLocalHubSpot({ hosts: ["a b"] }), {
      name: "RangeError",
      message: 'Cannot make Local HubSpot: "a b" in hosts is no host name',
    });
  });

  it("looks at a request only after its delay, and serves nobody who hung up", async () => {
    const slept: number[] = [];
    const caller = new AbortController();
    const hubspot = localHubSpot({
      delayMs: 3000,
      deps: {
        sleep(ms) {
          slept.push(ms);
          assert.deepEqual(hubspot.events(), []);
          caller.abort();
          return Promise.resolve();
        },
      },
    });
    await hubspot.fetch(
      new Request(`http://localhost${paths.custom}`, {
        method: "POST",
        headers: { authorization: "Bearer token" },
        body: JSON.stringify({ ...custom, email: "ada@example.com" }),
        signal: caller.signal,
      }),
    );
    assert.deepEqual(slept, [3000]);
    assert.deepEqual(hubspot.events(), []);
  });

  it("hands out what was true at that moment, and never changes it", async () => {
    const hubspot = localHubSpot();
    const before = hubspot.contacts();
    await post(hubspot, paths.timeline, { ...timeline, email: "ada@example.com" });
    const [ada] = hubspot.contacts();
    await post(hubspot, paths.timeline, { ...timeline, objectId: "101", email: "new@example.com" });
    assert.deepEqual(before, []);
    assert.equal(ada?.email, "ada@example.com");
  });

  it("tells listeners of each event until they have enough, whatever one of them throws", async () => {
    const hubspot = localHubSpot();
    const heard: LocalEvent[] = [];
    hubspot.onEvent(() => {
      throw new Error("a listener's own trouble");
    });
    const stop = hubspot.onEvent((event) => heard.push(event));
    assert.equal((await post(hubspot, paths.custom, { ...custom, email: "a@b.c" })).status, 204);
    stop();
    await post(hubspot, paths.custom, { ...custom, email: "a@b.c" });
    assert.deepEqual(heard, [hubspot.events()[0]]);
  });
});
