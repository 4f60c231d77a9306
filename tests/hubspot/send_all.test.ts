import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FaultEffect } from "../../src/local/mod.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { always, exactly, once } from "../support/local_hubspot.ts";
import { collect, declaredSamples, inputsOf, start } from "./harness.ts";

describe("Client.sendAll", () => {
  it("sends full batches of each family and gives each event its receipt", async () => {
    const { local, sent, sendAll } = start();
    const events = Array.from(
      { length: 1_203 },
      (_, i) => i % 3 === 0 ? appEvent() : customEvent(),
    );
    const receipts = await sendAll(events);
    assert.deepEqual(receipts.map(({ index }) => index), events.map((_, i) => i));
    assert.ok(receipts.every(({ outcome }) => outcome === "delivered"));
    assert.deepEqual(
      sent.map((one) => `${one.url.split("/")[3]} ${inputsOf(one).length}`),
      ["events 500", "integrators 401", "events 302"],
    );
    assert.equal(local.events().length, 1_203);
  });

  it("takes nothing and an async iterable", async () => {
    const { client, local, sent, sendAll } = start();
    assert.deepEqual(await sendAll([]), []);
    assert.equal(sent.length, 0);
    async function* events() {
      yield await Promise.resolve(customEvent());
    }
    assert.equal((await collect(client.sendAll(events()))).length, 1);
    assert.equal(local.events().length, 1);
  });

  it("gives an invalid event its own receipt and sends the others", async () => {
    const { sent, sendAll } = start();
    const receipts = await sendAll([customEvent(), customEvent({ email: "x" }), customEvent()]);
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "delivered",
      "rejected",
      "delivered",
    ]);
    assert.equal(inputsOf(sent[0] ?? assert.fail()).length, 2);
  });

  it("halves a refused batch until the bad event stands alone", async () => {
    const { local, sent, sendAll } = start({ hubspot: declaredSamples });
    const bad = appEvent({ id: "bad", properties: { plane: "team" } });
    const events = Array.from({ length: 64 }, (_, i) => i === 37 ? bad : appEvent({ id: `${i}` }));
    const receipts = await sendAll(events);
    assert.equal(receipts.filter(({ outcome }) => outcome === "delivered").length, 63);
    assert.equal(local.events().length, 63);
    assert.partialDeepStrictEqual(receipts[37], {
      outcome: "rejected",
      message: "Invalid input JSON: properties.plane: No such name is declared: ae1_test has plan",
    });
    // Twice the depth of the halving, and the whole: 2 · log2(64) + 1.
    assert.equal(sent.length, 13);
  });

  it("finds the duplicates of a batch that was refused with 409", async () => {
    const { client, sendAll } = start();
    for (const id of ["1", "2"]) await client.send(appEvent({ id }));
    const receipts = await sendAll(["1", "2", "3", "4"].map((id) => appEvent({ id })));
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "duplicate",
      "duplicate",
      "delivered",
      "delivered",
    ]);
  });

  it("believes only what the answer names, and asks again for the rest", async () => {
    const { sent, sendAll } = start({
      hubspot: { ...declaredSamples, unconfirmed: { timelineRepeatedId: "conflict" } },
    });
    const events = ["1", "2", "3"].map((id) =>
      timelineEvent({ id, tokens: id === "3" ? { petNaem: "x" } : { petName: "x" } })
    );
    const receipts = await sendAll(events, once({ kind: "missing_results", inputs: [1] }));
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "delivered",
      "duplicate",
      "rejected",
    ]);
    assert.deepEqual(sent.map(({ url }) => url.split("/events")[1]), ["/batch/create", "", ""]);
  });

  const unclear: [string, FaultEffect][] = [
    ["empty", { kind: "exact_answer", status: 200 }],
    ["cut", { kind: "exact_answer", status: 200, body: '{"results":[{"id' }],
  ];
  for (const [what, effect] of unclear) {
    it(`never takes an answer that is ${what} for delivery`, async () => {
      const { local, sendAll } = start();
      const faults = [once(effect), always({ kind: "answer", status: 500 })];
      const receipts = await sendAll([appEvent(), appEvent()], ...faults);
      assert.deepEqual(receipts.map(({ outcome }) => outcome), ["deferred", "deferred"]);
      assert.deepEqual(local.events(), []);
    });
  }

  it("keeps events of different types with one id in batches of their own", async () => {
    const { local, sent, sendAll } = start();
    const receipts = await sendAll(
      ["1", "2"].map((eventTemplateId) => timelineEvent({ eventTemplateId, id: "order-1" })),
    );
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "delivered"]);
    assert.deepEqual(sent.map(({ body }) => body), [
      ...["1", "2"].map((eventTemplateId) => ({
        ...timelineEvent({ eventTemplateId, id: "order-1" }),
        timestamp: "2026-11-22T12:00:00.000Z",
      })),
    ]);
    assert.deepEqual(local.events().map(({ type }) => type), ["1", "2"]);
  });

  it("keeps a batch to about a megabyte, whatever its events hold", async () => {
    const { sent, sendAll } = start();
    const properties = { text: "x".repeat(300_000) };
    const events = Array.from({ length: 10 }, () => appEvent({ properties }));
    const receipts = await sendAll(events);
    assert.ok(receipts.every(({ outcome }) => outcome === "delivered"));
    assert.deepEqual(sent.map((one) => inputsOf(one).length), [3, 3, 3, 0]);
    assert.ok(sent.every(({ init }) => (init.body?.length ?? 0) < 1_100_000));
  });

  it("keeps a v3 batch to 100 events, which are as many as are known to be taken", async () => {
    const { local, sent, sendAll } = start();
    await sendAll(Array.from({ length: 250 }, () => timelineEvent()));
    assert.deepEqual(sent.map((one) => inputsOf(one).length), [100, 100, 50]);
    assert.equal(local.events().length, 250);
  });

  it("sends nothing more once the account is refused, until that may have passed", async () => {
    const { clock, client, sent } = start({
      faults: [once({ kind: "expired_token" }, { from: 2 })],
    });
    const events = async function* () {
      for (let i = 0; i < 2_000; i++) {
        // The third batch comes a minute after the refusal of the second, the fourth with it.
        if (i === 1_500) await clock.sleep(60_000);
        yield customEvent();
      }
    };
    const receipts = await clock.drive(collect(client.sendAll(events())));
    const outcomes = [0, 499, 500, 999, 1_000, 1_499, 1_500, 1_999].map((i) =>
      receipts[i]?.outcome
    );
    assert.deepEqual(outcomes, [
      ...["delivered", "delivered", "deferred", "deferred"],
      ...["deferred", "deferred", "delivered", "delivered"],
    ]);
    assert.equal(sent.length, 3);
  });

  it("reads nothing and sends nothing where the caller's signal has ended it before", async () => {
    const { client, sent } = start();
    const signal = AbortSignal.abort();
    const receipts = await collect(client.sendAll([customEvent(), customEvent()], { signal }));
    assert.deepEqual(receipts, []);
    assert.equal(sent.length, 0);
  });

  it("believes no custom batch but for its 204", async () => {
    const { local, sendAll } = start({ hubspot: declaredSamples });
    const bad = customEvent({ properties: { plane: "team" } });
    const receipts = await sendAll([customEvent(), bad], once(exactly(200, { numErrors: 1 })));
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "rejected"]);
    assert.equal(local.events().length, 1);
  });

  it("defers a whole batch where the account is refused, with the time to try again", async () => {
    const { clock, sent, sendAll } = start();
    const receipts = await sendAll(
      [customEvent(), customEvent()],
      always({ kind: "rate_limit", policy: "SECONDLY", retryAfter: { seconds: 100 } }),
    );
    assert.equal(sent.length, 1);
    for (const receipt of receipts) {
      assert.partialDeepStrictEqual(receipt, {
        outcome: "deferred",
        code: "rate_limited",
        retryAt: clock.now() + 100_000,
      });
    }
  });
});
