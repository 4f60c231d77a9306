import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { answer } from "../support/recording_fetch.ts";
import { collect, inputsOf, start, taking } from "./harness.ts";

describe("Client.sendAll", () => {
  it("sends full batches of each family and gives each event its receipt", async () => {
    const { sent, sendAll } = start((one) =>
      one.url.includes("/events/2026-03/send") ? answer(204) : taking(() => true)(one)
    );
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
  });

  it("takes nothing and an async iterable", async () => {
    const { client, sent, sendAll } = start(answer(204));
    assert.deepEqual(await sendAll([]), []);
    assert.equal(sent.length, 0);
    async function* events() {
      yield await Promise.resolve(customEvent());
    }
    assert.equal((await collect(client.sendAll(events()))).length, 1);
  });

  it("gives an invalid event its own receipt and sends the others", async () => {
    const { sent, sendAll } = start(answer(204));
    const receipts = await sendAll([customEvent(), customEvent({ email: "x" }), customEvent()]);
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "delivered",
      "rejected",
      "delivered",
    ]);
    assert.equal(inputsOf(sent[0] ?? assert.fail()).length, 2);
  });

  it("halves a refused batch until the bad event stands alone", async () => {
    const { sent, sendAll } = start((one) => {
      const events = inputsOf(one).length === 0 ? [one.body as { id: string }] : inputsOf(one);
      if (events.some(({ id }) => id === "bad")) {
        return answer(400, { message: "no such property" });
      }
      return inputsOf(one).length === 0 ? answer(201) : taking(() => true)(one);
    });
    const events = Array.from(
      { length: 64 },
      (_, i) => appEvent({ id: i === 37 ? "bad" : `${i}` }),
    );
    const receipts = await sendAll(events);
    assert.equal(receipts.filter(({ outcome }) => outcome === "delivered").length, 63);
    assert.partialDeepStrictEqual(receipts[37], {
      outcome: "rejected",
      message: "no such property",
    });
    // Twice the depth of the halving, and the whole: 2 · log2(64) + 1.
    assert.equal(sent.length, 13);
  });

  it("finds the duplicates of a batch that was refused with 409", async () => {
    const known = new Set(["1", "2"]);
    const { sendAll } = start((one) => {
      const events = inputsOf(one).length === 0 ? [one.body as { id: string }] : inputsOf(one);
      return events.some(({ id }) => known.has(id))
        ? answer(409)
        : answer(200, { results: events });
    });
    const receipts = await sendAll(["1", "2", "3", "4"].map((id) => appEvent({ id })));
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "duplicate",
      "duplicate",
      "delivered",
      "delivered",
    ]);
  });

  it("believes only what the answer names, and asks again for the rest", async () => {
    const { sent, sendAll } = start(
      taking((id) => id === "1"),
      answer(409),
      answer(400, { message: "no" }),
    );
    const receipts = await sendAll(["1", "2", "3"].map((id) => timelineEvent({ id })));
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "delivered",
      "duplicate",
      "rejected",
    ]);
    assert.deepEqual(sent.map(({ url }) => url.split("/events")[1]), ["/batch/create", "", ""]);
  });

  for (
    const [what, reaction] of [["empty", answer(200)], [
      "cut",
      new Response('{"results":[{"id'),
    ]] as const
  ) {
    it(`never takes an answer that is ${what} for delivery`, async () => {
      const { sendAll } = start(reaction, answer(500));
      const receipts = await sendAll([appEvent(), appEvent()]);
      assert.deepEqual(receipts.map(({ outcome }) => outcome), ["deferred", "deferred"]);
    });
  }

  it("keeps events of different types with one id in batches of their own", async () => {
    const { sent, sendAll } = start(answer(201));
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
  });

  it("keeps a batch to about a megabyte, whatever its events hold", async () => {
    const { sent, sendAll } = start(answer(204));
    const properties = { text: "x".repeat(300_000) };
    const events = Array.from({ length: 10 }, () => customEvent({ properties }));
    const receipts = await sendAll(events);
    assert.equal(receipts.length, 10);
    assert.deepEqual(sent.map((one) => inputsOf(one).length), [3, 3, 3, 0]);
    assert.ok(sent.every(({ init }) => (init.body?.length ?? 0) < 1_100_000));
  });

  it("keeps a v3 batch to 100 events", async () => {
    const { sent, sendAll } = start(taking(() => true));
    await sendAll(Array.from({ length: 250 }, () => timelineEvent()));
    assert.deepEqual(sent.map((one) => inputsOf(one).length), [100, 100, 50]);
  });

  it("sends nothing more once the account is refused, until that may have passed", async () => {
    const { clock, client, sent } = start(answer(204), answer(401), answer(204));
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
    const { client, sent } = start(answer(204));
    const signal = AbortSignal.abort();
    const receipts = await collect(client.sendAll([customEvent(), customEvent()], { signal }));
    assert.deepEqual(receipts, []);
    assert.equal(sent.length, 0);
  });

  it("believes no custom batch but for its 204", async () => {
    const { sendAll } = start(answer(200, { numErrors: 1 }), answer(204), answer(400));
    const receipts = await sendAll([customEvent(), customEvent()]);
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "rejected"]);
  });

  it("defers a whole batch where the account is refused, with the time to try again", async () => {
    const { clock, sent, sendAll } = start(answer(429, undefined, { "retry-after": "100" }));
    const receipts = await sendAll([customEvent(), customEvent()]);
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
