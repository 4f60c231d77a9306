import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { receive, segment, SourceError } from "../../src/sources/segment.ts";
import { read, readBatch, readOne, receivedAt, request, writeKey } from "./segment_requests.ts";

const track = { userId: "u1", event: "Order Completed", messageId: "m1" };

describe("segment()", () => {
  const misuse: [what: string, key: unknown, error: string, message: string][] = [
    ["no key", [], "RangeError", "writeKey must hold at least one, holds none"],
    ["an empty key", "", "RangeError", "writeKey must be ASCII without white space and colons"],
    [
      "a key with a colon",
      "a:b",
      "RangeError",
      "writeKey must be ASCII without white space and colons",
    ],
    [
      "a key with a space",
      ["a", "a b"],
      "RangeError",
      "writeKey must be ASCII without white space and colons",
    ],
    ["a key that is no text", 7, "TypeError", "writeKey must be a string, is number"],
  ];
  for (const [what, key, name, message] of misuse) {
    it(`refuses ${what}`, () => {
      assert.throws(() => Reflect.apply(segment, undefined, [{ writeKey: key }]), {
        name,
        message: `Cannot make the Segment source: ${message}`,
      });
    });
  }

  it("says what a host has to know", () => {
    const { name, maxBodyBytes, paths, success, isForBrowsers, mayBeCompressed } = segment({
      writeKey,
    });
    assert.deepEqual({ name, maxBodyBytes, success, isForBrowsers, mayBeCompressed }, {
      name: "segment",
      maxBodyBytes: 512_000,
      success: { status: 200, body: { success: true } },
      isForBrowsers: true,
      mayBeCompressed: true,
    });
    assert.deepEqual(paths?.toSorted(), [
      ...["/a", "/alias", "/b", "/batch", "/g", "/group", "/i", "/identify", "/import"],
      ...["/p", "/page", "/s", "/screen", "/t", "/track"],
    ]);
  });
});

describe("segment().verify", () => {
  const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}` });
  const verify = async (headers: Record<string, string>, body: unknown) => {
    const source = segment({ writeKey: [writeKey, "another-key"] });
    const raw = { ...request("track", body), headers: new Headers(headers) };
    source.admit?.(raw.headers);
    await source.verify(raw);
  };

  const taken: [what: string, headers: Record<string, string>, body: unknown][] = [
    ["the key as user name", basic(`${writeKey}:`), "not json"],
    ["the second of several keys", basic("another-key:"), {}],
    ["the key with a password", basic(`${writeKey}:x`), {}],
    ["the key without a colon", basic(writeKey), {}],
    ["the scheme in any case", { authorization: `bASIC  ${btoa(`${writeKey}:`)}` }, {}],
    ["the key in the body", {}, { writeKey }],
    ["the key in the body beside an access token", { authorization: "Bearer x" }, { writeKey }],
  ];
  for (const [what, headers, body] of taken) {
    it(`takes ${what}`, () => verify(headers, body));
  }

  const refused: [what: string, headers: Record<string, string>, body: unknown][] = [
    ["no key", {}, {}],
    ["a body that is no JSON", {}, "{"],
    ["a list as body", {}, [{ writeKey }]],
    ["null as body", {}, "null"],
    ["another key in the body", {}, { writeKey: "x" }],
    ["a key in the body that is no text", {}, { writeKey: [writeKey] }],
    ["a key in the messages only", {}, { batch: [{ writeKey }] }],
    ["another user name", basic("x:"), {}],
    ["another user name and the key in the body", basic("x:"), { writeKey }],
    ["the key as password", basic(`:${writeKey}`), {}],
    ["the start of the key", basic(`${writeKey.slice(0, -1)}:`), {}],
    ["more than the key", basic(`${writeKey}x:`), {}],
    ["what is no Base64", { authorization: "Basic *" }, { writeKey }],
    ["Basic and nothing", { authorization: "Basic" }, { writeKey }],
  ];
  for (const [what, headers, body] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(verify(headers, body), { name: "SourceError", code: "unauthorized" });
    });
  }

  it("refuses a wrong user name before the body is read, and none other", () => {
    const source = segment({ writeKey });
    assert.throws(() => source.admit?.(new Headers(basic("x:"))), {
      code: "unauthorized",
      message: "Cannot verify the request: the user name of Basic authentication is no write key " +
        "of this source",
    });
    source.admit?.(new Headers());
    source.admit?.(new Headers(basic(`${writeKey}:`)));
  });

  it("comes before parsing: a stranger is not told what is wrong with his body", async () => {
    for (const body of ["{", "[]", { batch: 7 }]) {
      await assert.rejects(receive(segment({ writeKey }), request("batch", body, "x")), {
        code: "unauthorized",
      });
    }
  });
});

describe("segment().parse", () => {
  const paths: [path: string, body: object, type: string, title: string][] = [
    ["track", track, "segment.track.Order Completed", "Order Completed"],
    ["t", track, "segment.track.Order Completed", "Order Completed"],
    ["page", { userId: "u", name: "Docs" }, "segment.page.Docs", "Docs"],
    ["p", { userId: "u", properties: { title: "Home" } }, "segment.page", "Home"],
    ["p/", { userId: "u", context: { page: { title: "Home" } } }, "segment.page", "Home"],
    ["page", { userId: "u" }, "segment.page", "Page view"],
    ["screen", { userId: "u", name: "Cart" }, "segment.screen.Cart", "Cart"],
    ["s", { userId: "u" }, "segment.screen", "Screen view"],
    ["x", { type: "track", ...track }, "segment.track.Order Completed", "Order Completed"],
    ["track", { type: "page", ...track }, "segment.track.Order Completed", "Order Completed"],
  ];
  for (const [path, body, type, title] of paths) {
    it(`reads ${JSON.stringify(body)} at /${path} as ${type}`, async () => {
      const activity = await readOne(path, body);
      assert.deepEqual([activity.type, activity.subject.title], [type, title]);
    });
  }

  it("makes an activity of all that a call tells", async () => {
    const activity = await readOne("track", {
      ...track,
      timestamp: "2026-11-20T10:00:00.000Z",
      properties: { orderId: "50314b8e", total: 27.5, hubspotutk: "0123456789abcdef" },
      context: {
        traits: { email: "Ada@Example.com", firstName: "Ada", lastName: "Lovelace" },
        page: { url: "https://shop.example.com/done" },
      },
    });
    assert.deepEqual(activity, {
      id: activity.id,
      type: "segment.track.Order Completed",
      time: "2026-11-20T10:00:00.000Z",
      actor: {
        email: "Ada@example.com",
        emailSource: "payload",
        utk: "0123456789abcdef",
        login: "u1",
        name: "Ada Lovelace",
      },
      subject: { title: "Order Completed", url: "https://shop.example.com/done" },
      properties: { order_id: "50314b8e", total: 27.5 },
    });
  });

  it("reads a batch at /batch, /b and /import in order, each with the batch's context", async () => {
    for (const path of ["batch", "b", "import", "import/"]) {
      const { activities, skipped } = await read(path, {
        batch: [{ type: "track", ...track }, { type: "page", userId: "u", name: "Docs" }],
        context: { traits: { email: "ada@example.com" } },
      });
      assert.deepEqual(activities.map(({ type, actor }) => [type, actor.email]), [
        ["segment.track.Order Completed", "ada@example.com"],
        ["segment.page.Docs", "ada@example.com"],
      ]);
      assert.deepEqual(skipped, []);
    }
  });

  it("lets a message's own context go before the batch's", async () => {
    const own = { traits: { email: "grace@example.com" } };
    const { activities } = await read("batch", {
      batch: [{ type: "track", ...track, context: own }],
      context: { traits: { email: "ada@example.com" } },
    });
    assert.equal(activities[0]?.actor.email, "grace@example.com");
  });

  it("skips the bad of a batch with its reason, and takes the others", async () => {
    const { activities, skipped } = await readBatch([
      7,
      null,
      { type: "track", userId: "u" },
      { type: "track", userId: "u", event: "  " },
      { type: "video", userId: "u" },
      { type: { toString: 1 }, userId: "u" },
      { type: "track", ...track, properties: { x: "x".repeat(33 * 1024) } },
      { type: "track", ...track },
    ]);
    assert.equal(activities.length, 1);
    assert.deepEqual(
      skipped.map(({ reason, what, issues }) => [reason, what, issues?.[0]?.path]),
      [
        ["invalid_event", "segment", "batch.0.type"],
        ["invalid_event", "segment", "batch.1.type"],
        ["invalid_event", "segment.track", "batch.2.event"],
        ["invalid_event", "segment.track", "batch.3.event"],
        ["invalid_event", "segment", "batch.4.type"],
        ["invalid_event", "segment", "batch.5.type"],
        ["invalid_event", "segment.track", "batch.6"],
      ],
    );
    assert.equal(skipped[6]?.issues?.[0]?.message, "Expected at most 32768 bytes");
  });

  it("takes 2,500 messages of a batch, and says that there were more", async () => {
    const { activities, skipped } = await readBatch(
      Array.from({ length: 2_501 }, () => ({ type: "track", ...track })),
    );
    assert.equal(activities.length, 2_500);
    assert.deepEqual(skipped, [{ reason: "too_many", what: "segment.batch" }]);
  });

  const refused: [what: string, path: string, body: unknown, code: string, issue?: string][] = [
    ["a body that is no JSON", "track", "{", "invalid_json"],
    ["a list", "track", [], "invalid_payload", ""],
    ["a batch that is no list", "batch", { batch: {} }, "invalid_payload", "batch"],
    ["a batch without messages", "batch", {}, "invalid_payload", "batch"],
    ["a track without a name", "track", { userId: "u" }, "invalid_payload", "event"],
    ["a call of no kind", "x", { userId: "u" }, "invalid_payload", "type"],
    [
      "one message that is too large",
      "track",
      { ...track, properties: { x: "é".repeat(17 * 1024) } },
      "invalid_payload",
      "",
    ],
    [
      "a context of a batch that is too large",
      "batch",
      { batch: [], context: { x: "x".repeat(33 * 1024) } },
      "invalid_payload",
      "context",
    ],
    [
      "a context of a batch that is too large for so many messages",
      "batch",
      { batch: Array.from({ length: 2_500 }, () => track), context: { x: "x".repeat(4 * 1024) } },
      "invalid_payload",
      "context",
    ],
    [
      "what is nested too deeply for anything",
      "batch",
      `{"batch":[],"context":{"x":${"[".repeat(200_000)}${"]".repeat(200_000)}}}`,
      "invalid_payload",
      "context",
    ],
  ];
  for (const [what, path, body, code, issue] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(read(path, body), (error) => {
        assert.ok(error instanceof SourceError);
        assert.equal(error.code, code);
        assert.equal(error.issues[0]?.path, issue);
        return true;
      });
    });
  }

  it("takes no call about people for an event, unless it is asked to", async () => {
    const batch = [
      { type: "identify", userId: "u", traits: { email: "ada@example.com", plan: "team" } },
      {
        type: "group",
        userId: "u",
        groupId: "g1",
        traits: { name: "Initech", email: "x@initech.com" },
      },
      { type: "alias", userId: "u", previousId: "p" },
    ];
    const { activities, skipped } = await readBatch(batch);
    assert.deepEqual(activities, []);
    assert.deepEqual(
      skipped,
      ["identify", "group", "alias"].map((kind) => ({
        reason: "nothing_to_tell",
        what: `segment.${kind}`,
      })),
    );
    const asked = await readBatch(batch, { include: ["identify", "group", "alias"] });
    assert.deepEqual(
      asked.activities.map(({ type, actor, subject, properties }) => [
        type,
        actor.email,
        subject.title,
        properties,
      ]),
      [
        ["segment.identify", "ada@example.com", "Identified", {
          email: "ada@example.com",
          plan: "team",
        }],
        ["segment.group", "ada@example.com", "Initech", {
          group_id: "g1",
          name: "Initech",
          email: "x@initech.com",
        }],
        ["segment.alias", "ada@example.com", "Joined with an earlier visitor", {
          previous_id: "p",
        }],
      ],
    );
  });

  const destinations: [integrations: unknown, isTaken: boolean][] = [
    [undefined, true],
    [{}, true],
    [[], true],
    [{ All: true, Mixpanel: false }, true],
    [{ All: false }, false],
    [{ All: false, HubSpot: true }, true],
    [{ All: false, HubSpot: { x: 1 } }, true],
    [{ HubSpot: false }, false],
    [{ All: true, HubSpot: false }, false],
  ];
  for (const [integrations, isTaken] of destinations) {
    it(`${isTaken ? "takes" : "leaves out"} a message for ${JSON.stringify(integrations)}`, async () => {
      const { activities, skipped } = await read("track", { ...track, integrations });
      assert.equal(activities.length, isTaken ? 1 : 0);
      assert.deepEqual(skipped, isTaken ? [] : [{ reason: "excluded", what: "segment.track" }]);
    });
  }

  it("shortens and cleans what would be shown", async () => {
    const activity = await readOne("track", { userId: "u", event: `a\n\u202eb${"x".repeat(500)}` });
    assert.equal(activity.type.length, "segment.track.".length + 150);
    assert.match(activity.subject.title, /^a bx+…$/);
    for (const url of ["javascript:alert(1)", "https://ada:secret@example.com/", "/cart"]) {
      const page = await readOne("page", { userId: "u", properties: { url } });
      assert.equal(page.subject.url, undefined);
    }
  });

  it("takes what is not of the specification's form for missing", async () => {
    const activity = await readOne("track", {
      ...track,
      userId: 42,
      properties: [],
      context: "x",
      traits: null,
      timestamp: {},
      messageId: null,
    });
    assert.deepEqual(activity.actor, { login: "42" });
    assert.equal(activity.time, receivedAt.toISOString());
    assert.deepEqual(activity.properties, {});
  });
});

describe("ids of segment()", () => {
  it("come from the messageId, whatever else changes with a second sending", async () => {
    const first = await readOne("track", { ...track, sentAt: "2026-11-22T11:59:00Z" });
    const second = await readBatch([{ type: "track", ...track, _metadata: { retryCount: 2 } }]);
    assert.equal(second.activities[0]?.id, first.id);
    assert.equal(first.id, "105168d1-f7b0-5d20-b450-8799b1f43483");
    assert.notEqual((await readOne("track", { ...track, messageId: "m2" })).id, first.id);
  });

  it("come from the content where there is none, with the time that it states", async () => {
    const timed = { userId: "u", event: "x", timestamp: "2026-11-20T10:00:00Z" };
    const { id } = await readOne("track", timed);
    assert.equal((await readOne("t", { ...timed, sentAt: "2026-11-20T10:00:01Z" })).id, id);
    for (const other of [{ event: "y" }, { userId: "v" }, { timestamp: "2026-11-20T10:00:01Z" }]) {
      assert.notEqual((await readOne("track", { ...timed, ...other })).id, id);
    }
  });

  it("are new each time where there is neither", async () => {
    const plain = { type: "track", userId: "u", event: "x" };
    const { activities } = await readBatch([plain, plain]);
    assert.notEqual(activities[0]?.id, activities[1]?.id);
    const later = { ...request("track", plain), receivedAt: new Date(receivedAt.getTime() + 1) };
    const again = await receive(segment({ writeKey }), later);
    const first = await readOne("track", plain);
    assert.notEqual(again.activities[0]?.id, first.id);
  });
});
