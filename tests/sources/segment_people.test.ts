import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addressBookInMemory } from "../../src/sources/segment.ts";
import { read, readBatch, readOne } from "./segment_requests.ts";

const event = { type: "track", event: "x" };
const email = "ada@example.com";

describe("the contact of a Segment call", () => {
  const table: [what: string, message: object, email: string | undefined][] = [
    ["context.traits.email", { userId: "u", context: { traits: { email } } }, email],
    ["traits.email", { userId: "u", traits: { email } }, email],
    ["properties.email", { userId: "u", properties: { email } }, email],
    ["a userId that is an address", { userId: email }, email],
    ["the first of several", {
      userId: "d@example.com",
      context: { traits: { email } },
      traits: { email: "b@example.com" },
      properties: { email: "c@example.com" },
    }, email],
    ["the next where one is no address", {
      context: { traits: { email: "none" } },
      properties: { email },
    }, email],
    ["none of a noreply address", { userId: "noreply@example.com" }, undefined],
    ["none of an address that is no text", { userId: "u", traits: { email: [email] } }, undefined],
    ["none of a userId that is no address", { userId: "97980cfea0067" }, undefined],
    ["an address with spaces around it", { userId: "u", traits: { email: ` ${email} ` } }, email],
  ];
  for (const [what, message, expected] of table) {
    it(`is ${what}`, async () => {
      const { actor } = await readOne("track", { ...event, ...message });
      assert.equal(actor.email, expected);
      assert.equal(actor.emailSource, expected === undefined ? undefined : "payload");
    });
  }

  const cookies: [message: object, utk: string | undefined][] = [
    [{ context: { hubspotutk: "0123456789abcdef" } }, "0123456789abcdef"],
    [{ context: { utk: "0123456789abcdef" } }, "0123456789abcdef"],
    [{ properties: { hubspotutk: "0123456789abcdef" } }, "0123456789abcdef"],
    [{ properties: { utk: "0123456789abcdef" } }, "0123456789abcdef"],
    [{ properties: { utk: "no cookie" } }, undefined],
    [{ properties: { utk: 12345678 } }, undefined],
    [{ properties: {} }, undefined],
  ];
  for (const [message, utk] of cookies) {
    it(`has ${utk ? "the" : "no"} cookie of ${JSON.stringify(message)}`, async () => {
      const { actor, properties } = await readOne("track", { ...event, userId: "u", ...message });
      assert.equal(actor.utk, utk);
      assert.deepEqual(properties, {});
    });
  }

  it("has the name of the traits, but never a group's", async () => {
    const include = ["group"] as const;
    const named = async (path: string, message: object) =>
      (await readOne(path, { userId: "u", event: "x", ...message }, { include })).actor.name;
    assert.equal(await named("track", { context: { traits: { name: "Ada" } } }), "Ada");
    assert.equal(await named("track", { traits: { firstName: "Ada" } }), "Ada");
    assert.equal(await named("group", { traits: { name: "Initech" } }), undefined);
    const group = { userId: "u", groupId: "g", traits: { email } };
    assert.equal((await readOne("group", group, { include })).actor.email, undefined);
  });
});

describe("what identify and alias tell", () => {
  const identify = { type: "identify", userId: "u1", anonymousId: "a1", traits: { email } };

  it("counts for later calls with the userId, or with the anonymousId alone", async () => {
    const addresses = addressBookInMemory();
    await read("identify", identify, { addresses });
    for (
      const who of [{ userId: "u1" }, { anonymousId: "a1" }, { userId: "u1", anonymousId: "x" }]
    ) {
      const { actor } = await readOne("track", { ...event, ...who }, { addresses });
      assert.deepEqual([actor.email, actor.emailSource], [email, "remembered"]);
    }
  });

  it("counts for the calls behind it in a batch, and not for those before", async () => {
    const { activities } = await readBatch([
      { ...event, userId: "u1" },
      identify,
      { ...event, userId: "u1" },
    ]);
    assert.deepEqual(activities.map(({ actor }) => actor.email), [undefined, email]);
  });

  it("is the latest that was told, and less than what a call says itself", async () => {
    const addresses = addressBookInMemory();
    const other = "grace@example.com";
    const { activities } = await readBatch([
      identify,
      { ...identify, traits: { email: other } },
      { ...event, userId: "u1" },
      { ...event, userId: "u1", context: { traits: { email } } },
    ], { addresses });
    assert.deepEqual(activities.map(({ actor }) => actor.email), [other, email]);
  });

  it("keeps a user apart from a visitor with the same id, and from whoever used the machine before", async () => {
    const { activities } = await readBatch([
      identify,
      { ...event, userId: "a1" },
      { ...event, anonymousId: "u1" },
      { ...event, userId: "u2", anonymousId: "a1" },
    ]);
    assert.deepEqual(activities.map(({ actor }) => actor.email), [undefined, undefined, undefined]);
  });

  it("joins a visitor to a user whose address is known already", async () => {
    const { activities } = await readBatch([
      identify,
      { type: "identify", userId: "u1", anonymousId: "a2" },
      { ...event, anonymousId: "a2" },
    ]);
    assert.equal(activities[0]?.actor.email, email);
  });

  it("remembers nothing of a track call, of long ids and of what is no address", async () => {
    const long = "x".repeat(201);
    const { activities } = await readBatch([
      { ...event, userId: "u9", properties: { email } },
      { ...event, userId: "u9" },
      { ...identify, userId: long, anonymousId: long },
      { ...event, userId: long },
      { type: "identify", userId: "u8", traits: { email: "none" } },
      { ...event, userId: "u8" },
    ]);
    assert.deepEqual(activities.slice(1).map(({ actor }) => actor.email), [
      undefined,
      undefined,
      undefined,
    ]);
  });

  const joined: [what: string, alias: object, later: object][] = [
    ["a visitor's to a user", { userId: "u5", previousId: "a1" }, { userId: "u5" }],
    ["a user's to a user", { userId: "u5", previousId: "u1" }, { userId: "u5" }],
    ["a user's to the earlier id", { userId: "u1", previousId: "old" }, { userId: "old" }],
    ["an address as user id", { userId: email, previousId: "a7" }, { anonymousId: "a7" }],
  ];
  for (const [what, alias, later] of joined) {
    it(`is joined by alias: ${what}`, async () => {
      const { activities } = await readBatch([
        identify,
        { type: "alias", ...alias },
        { ...event, ...later },
      ]);
      assert.equal(activities[0]?.actor.email, email);
    });
  }

  it("is not acknowledged where the book cannot keep it", async () => {
    const addresses = {
      get: () => Promise.resolve(undefined),
      put: () => Promise.reject(new Error("disk is full")),
    };
    await assert.rejects(read("identify", identify, { addresses }), { message: "disk is full" });
    assert.equal(
      (await read("track", { ...event, userId: "u" }, { addresses })).activities.length,
      1,
    );
  });
});

describe("addressBookInMemory()", () => {
  it("forgets the least recently used first", async () => {
    const book = addressBookInMemory({ maxEntries: 2 });
    await book.put([{ key: "a", email: "a@x.de" }, { key: "b", email: "b@x.de" }]);
    assert.equal(await book.get("a"), "a@x.de");
    await book.put([{ key: "c", email: "c@x.de" }]);
    assert.deepEqual(await Promise.all(["a", "b", "c", "toString"].map((key) => book.get(key))), [
      "a@x.de",
      undefined,
      "c@x.de",
      undefined,
    ]);
  });

  it("refuses a size that is no whole number from 1", () => {
    for (const maxEntries of [0, 1.5, NaN]) {
      assert.throws(() => addressBookInMemory({ maxEntries }), {
        name: "RangeError",
        message:
          `Cannot make the address book: maxEntries must be a whole number from 1, is ${maxEntries}`,
      });
    }
  });
});
