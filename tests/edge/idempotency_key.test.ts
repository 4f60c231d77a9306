import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keyOf } from "../../mod.ts";
import { idsFromKey, readIdempotencyKey } from "../../src/edge/idempotency_key.ts";
import { appEvent, customEvent } from "../support/events.ts";
import { start, token } from "./harness.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function send(body: unknown, key: string, type = "application/json") {
  const { post, kept } = start();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": type,
    "idempotency-key": key,
  };
  return { answer: post("/events", text, headers), kept };
}

async function idsOf(body: unknown, key: string): Promise<string[]> {
  return (await send(body, key).answer).body.ids;
}

describe("readIdempotencyKey", () => {
  const keys: [header: string, key: string | undefined][] = [
    [`"8e03978e-40d5"`, "8e03978e-40d5"],
    ["8e03978e-40d5", "8e03978e-40d5"],
    [String.raw`"a \"b\" \\"`, String.raw`a "b" \ `.trimEnd()],
    [`"${"k".repeat(255)}"`, "k".repeat(255)],
    ["", undefined],
    [`""`, undefined],
    [`"a`, undefined],
    [`x"a"`, undefined],
    [`"a"x`, undefined],
    ["a b", undefined],
    [`"a\\b"`, undefined],
    ["k".repeat(256), undefined],
    ["\u00e4", undefined],
  ];
  for (const [header, key] of keys) {
    it(`${key === undefined ? "refuses" : "reads"} ${header.slice(0, 20)}`, () => {
      const read = readIdempotencyKey(new Headers({ "idempotency-key": header }));
      assert.equal(read.ok, key !== undefined);
      assert.equal(read.ok ? read.key : undefined, key);
      if (read.ok) return;
      assert.equal(
        read.message,
        "Expected an Idempotency-Key of 1 to 255 printable ASCII characters in quotes",
      );
    });
  }

  it("asks for none", () => {
    assert.deepEqual(readIdempotencyKey(new Headers()), { ok: true });
  });
});

describe("idsFromKey", () => {
  it("gives the same id for the same key, position and event, and another for any other", async () => {
    const place = { position: 0, event: customEvent() };
    const [first] = await idsFromKey("k", [place]);
    assert.match(first ?? "", uuid);
    assert.deepEqual(await idsFromKey("k", [place]), [first]);
    const others = [
      await idsFromKey("l", [place]),
      await idsFromKey("k", [{ ...place, position: 1 }]),
      await idsFromKey("k", [{ ...place, event: customEvent({ email: "bob@example.com" }) }]),
    ];
    assert.equal(new Set([first, ...others.flat()]).size, 4);
  });
});

describe("POST /events with Idempotency-Key", () => {
  it("gives repeated requests the same ids, one by one and together", async () => {
    for (const body of [customEvent(), { inputs: [customEvent(), customEvent(), appEvent()] }]) {
      const ids = await idsOf(body, `"one"`);
      assert.equal(new Set(ids).size, ids.length);
      for (const id of ids) assert.match(id, uuid);
      assert.deepEqual(await idsOf(body, "one"), ids);
      assert.notDeepEqual(await idsOf(body, "two"), ids);
    }
  });

  it("leaves ids as they are where there are some, and fills {{uuid}} the same way each time", async () => {
    const body = { inputs: [appEvent({ id: "own" }), appEvent({ id: "a-{{uuid}}" })] };
    const [own, filled] = await idsOf(body, "k");
    assert.equal(own, "own");
    assert.match(filled?.slice(2) ?? "", uuid);
    assert.deepEqual(await idsOf(body, "k"), [own, filled]);
  });

  it("counts positions with the refused ones, so that a corrected request repeats the others", async () => {
    const [, second] = await idsOf({ inputs: [customEvent(), appEvent()] }, "k");
    assert.deepEqual(await idsOf({ inputs: [7, appEvent()] }, "k"), [second]);
  });

  it("gives lines the same ids when a stream is sent again", async () => {
    const lines = `${JSON.stringify(customEvent())}\n\n${JSON.stringify(customEvent())}\n`;
    const once = async () => {
      const { forwarder, kept } = start();
      const response = await forwarder.fetch(
        new Request("http://localhost/events", {
          method: "POST",
          body: lines,
          headers: {
            authorization: `Bearer ${token}`,
            "content-type": "application/x-ndjson",
            "idempotency-key": "k",
          },
        }),
      );
      await response.text();
      return kept.map((event) => keyOf(event).id);
    };
    const ids = await once();
    assert.equal(new Set(ids).size, 2);
    assert.deepEqual(await once(), ids);
  });

  it("answers 400 for a key that cannot be read, and keeps nothing", async () => {
    const { answer, kept } = send(customEvent(), `"a`);
    const { status, body } = await answer;
    assert.deepEqual([status, body.error.code], [400, "invalid_idempotency_key"]);
    assert.equal(kept.length, 0);
  });
});
