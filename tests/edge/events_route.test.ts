import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keyOf } from "../../mod.ts";
import { directOutbox } from "../../src/outbox/direct.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent, customEvent } from "../support/events.ts";
import { start, token } from "./harness.ts";

describe("POST /events", () => {
  it("keeps one event and answers 202 with its id", async () => {
    const { kept, postEvents } = start();
    const { status, body } = await postEvents(appEvent());
    assert.deepEqual([status, body], [202, { ids: ["fresh-uuid"] }]);
    assert.partialDeepStrictEqual(kept, [{
      id: "fresh-uuid",
      timestamp: "2026-11-22T12:00:00.000Z",
    }]);
  });

  it("keeps the good of inputs and names the bad ones", async () => {
    const { kept, postEvents } = start();
    const inputs = [
      customEvent({ uuid: "a" }),
      { ...customEvent(), email: "x" },
      customEvent({ uuid: "c" }),
    ];
    const { status, body } = await postEvents({ inputs });
    assert.equal(status, 202);
    assert.deepEqual(body.ids, ["a", "c"]);
    assert.partialDeepStrictEqual(body.rejected, [{ index: 1, issues: [{ path: "email" }] }]);
    assert.deepEqual(kept.map((event) => keyOf(event).id), ["a", "c"]);
  });

  const refused401 = [
    undefined,
    "",
    "Bearer",
    "Bearer wrong",
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token} x`,
  ];
  for (const authorization of refused401) {
    it(`answers 401 and reads nothing for the authorization ${authorization}`, async () => {
      const { forwarder, kept } = start();
      const response = await forwarder.fetch(
        new Request("http://localhost/events", {
          method: "POST",
          body: "not json",
          headers: authorization === undefined ? {} : { authorization },
        }),
      );
      assert.equal(response.status, 401);
      assert.equal(response.headers.get("www-authenticate"), "Bearer");
      assert.equal((await response.json()).error.code, "unauthorized");
      assert.equal(kept.length, 0);
    });
  }

  it("answers 400 for what is no JSON, or no UTF-8", async () => {
    const { forwarder } = start();
    for (const body of ["", "{", "{}x", new Uint8Array([0x22, 0xff, 0x22])]) {
      const headers = { authorization: `Bearer ${token}` };
      const request = new Request("http://localhost/events", { method: "POST", body, headers });
      const response = await forwarder.fetch(request);
      assert.equal(response.status, 400);
      assert.equal((await response.json()).error.code, "invalid_json");
    }
  });

  it("answers 422 with each field and rule", async () => {
    const { kept, postEvents } = start();
    const one = await postEvents({ ...customEvent(), email: "x" });
    assert.equal(one.status, 422);
    assert.partialDeepStrictEqual(one.body, {
      error: { code: "invalid_event", issues: [{ path: "email" }] },
    });
    const all = await postEvents({ inputs: [7, { ...customEvent(), email: "x" }] });
    assert.equal(all.status, 422);
    assert.deepEqual(all.body.error.issues.map(({ path }: { path: string }) => path), [
      "inputs.0",
      "inputs.1.email",
    ]);
    for (const inputs of [[], 1, {}, null]) {
      const none = await postEvents({ inputs });
      assert.equal(none.status, 422);
      assert.partialDeepStrictEqual(none.body.error.issues, [{ path: "inputs" }]);
    }
    assert.equal(kept.length, 0);
  });

  it("names a hundred bad events at most", async () => {
    const { postEvents } = start();
    const all = await postEvents({ inputs: Array(5_000).fill(0) });
    assert.equal(all.body.error.issues.length, 100);
    const some = await postEvents({ inputs: [...Array(5_000).fill(0), customEvent()] });
    assert.deepEqual([some.status, some.body.rejected.length], [202, 100]);
  });

  it("answers 413 over 1 MiB", async () => {
    const { postEvents } = start();
    const { status, body } = await postEvents(" ".repeat(1024 * 1024 + 1));
    assert.deepEqual([status, body.error.code], [413, "body_too_large"]);
  });

  it("answers 503 with Retry-After, and tells, where the outbox cannot keep the event", async () => {
    const full = directOutbox({ client: clientStandIn(() => delivered) });
    const { errors, postEvents } = start({
      outbox: { ...full, put: () => Promise.reject(new Error("database or disk is full")) },
    });
    const { status, headers, body } = await postEvents(appEvent());
    assert.equal(status, 503);
    assert.equal(headers.get("retry-after"), "10");
    assert.equal(body.error.code, "not_durable");
    assert.equal(String(errors[0]), "Error: database or disk is full");
  });

  it("answers with receipts where the outbox delivers at once, and 503 where it could not", async () => {
    for (const [verdict, status] of [[delivered, 202], [refused, 202], [failed, 503]] as const) {
      const { postEvents } = start({
        outbox: directOutbox({ client: clientStandIn(() => verdict) }),
      });
      const answered = await postEvents(appEvent());
      assert.equal(answered.status, status);
      assert.equal(answered.body.receipts[0].outcome, verdict.outcome);
      assert.deepEqual(answered.body.ids, ["fresh-uuid"]);
    }
  });
});
