import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ClientOptions, createClient, type HubSpotEvent, type Receipt } from "../../mod.ts";
import { customEvent, timelineEvent } from "../support/events.ts";
import { answer, type Sent } from "../support/recording_fetch.ts";
import { idle, VirtualClock } from "../support/virtual_clock.ts";
import { collect, inputsOf } from "./harness.ts";

/** A HubSpot that answers each request only when told to. */
function start(options: Partial<ClientOptions> = {}) {
  const clock = new VirtualClock();
  const sent: (Sent & { reply: (response: Response) => void })[] = [];
  const client = createClient({
    accessToken: "t",
    deps: {
      now: clock.now,
      sleep: clock.sleep,
      random: () => 0.5,
      fetch: (url, init) =>
        new Promise((resolve, reject) => {
          init.signal.addEventListener("abort", () => reject(init.signal.reason));
          sent.push({ url, init, body: JSON.parse(init.body ?? ""), reply: resolve });
        }),
    },
    ...options,
  });
  const receipts: Receipt[] = [];
  const sendAll = async (
    events: Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>,
    signal?: AbortSignal,
  ) => {
    const call = client.sendAll(events, signal === undefined ? {} : { signal });
    for await (const receipt of call) receipts.push(receipt);
  };
  const sizes = () => sent.map((one) => inputsOf(one).length);
  return { clock, client, sent, sizes, receipts, sendAll };
}

function* events(count: number): Generator<HubSpotEvent> {
  for (let i = 0; i < count; i++) yield customEvent({ uuid: `${i}` });
}

describe("Client.sendAll, with batches in flight,", () => {
  it("has as many under way as it may, and sends the next when one is answered", async () => {
    const { sent, sizes, sendAll, receipts } = start({
      concurrency: 2,
      batchSizes: { custom: 10 },
    });
    const all = sendAll(events(35));
    await idle();
    assert.deepEqual(sizes(), [10, 10]);
    sent[1]?.reply(answer(204));
    await idle();
    assert.deepEqual(sizes(), [10, 10, 10]);
    assert.deepEqual(receipts.map(({ index }) => index), [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    sent[0]?.reply(answer(204));
    await idle();
    assert.deepEqual(sizes(), [10, 10, 10, 5]);
    for (const { reply } of sent) reply(answer(204));
    await all;
    assert.equal(receipts.length, 35);
  });

  it("reads no further than it can send and tell", async () => {
    let read = 0;
    function* endless() {
      while (true) yield customEvent({ uuid: `${read++}` });
    }
    const { client, sent, clock } = start({ concurrency: 2 });
    const call = client.sendAll(endless());
    const next = call.next();
    await idle();
    // Two batches are in flight, and a third is full and waits.
    assert.equal(read, 1_500);
    sent[0]?.reply(answer(204));
    sent[1]?.reply(answer(204));
    await next;
    await idle();
    // The caller took one receipt: as many wait as may, and no more is read.
    assert.ok(read <= 3_000, `${read} were read`);
    assert.equal(clock.sleeping > 0, true);
    await call.return();
  });

  it("sends a batch that is not full after the linger time, counted from its first event", async () => {
    const { clock, sent, sizes, sendAll } = start({ lingerMs: 200 });
    async function* slow() {
      yield customEvent();
      await clock.sleep(150);
      yield customEvent();
      await clock.sleep(1_000);
      yield customEvent();
    }
    const all = sendAll(slow());
    await clock.advance(199);
    assert.deepEqual(sizes(), []);
    await clock.advance(1);
    assert.deepEqual(sizes(), [2]);
    sent[0]?.reply(answer(204));
    await clock.advance(950);
    for (const { reply } of sent) reply(answer(204));
    await all;
    assert.equal(sent.length, 2);
  });

  it("lets a batch grow that has lingered while nothing more may be in flight", async () => {
    const { clock, sent, sizes, sendAll } = start({ lingerMs: 100, concurrency: 1 });
    async function* mixed() {
      yield customEvent();
      await clock.sleep(100);
      yield timelineEvent();
      await clock.sleep(100);
      yield timelineEvent();
      await clock.sleep(100);
    }
    const all = sendAll(mixed());
    await clock.advance(250);
    assert.equal(sent.length, 1);
    sent[0]?.reply(answer(204));
    await idle();
    assert.deepEqual(sizes(), [0, 2]);
    sent[1]?.reply(answer(201, { results: inputsOf(sent[1]) }));
    await clock.advance(100);
    await all;
  });

  it("gives an event that comes twice in a batch one place in it and two receipts", async () => {
    const { sent, sendAll, receipts } = start();
    const all = sendAll(["a", "b", "a", "a"].map((uuid) => customEvent({ uuid })));
    await idle();
    assert.deepEqual(sent.map((one) => inputsOf(one).length), [2]);
    sent[0]?.reply(answer(204));
    await all;
    const told = receipts.map(({ index, key, outcome }) => `${index} ${key?.id} ${outcome}`);
    assert.deepEqual(told.sort(), [
      "0 a delivered",
      "1 b delivered",
      "2 a duplicate",
      "3 a duplicate",
    ]);
  });

  it("asks HubSpot about a twin where the first of its id is no good", async () => {
    const { sent, sendAll, receipts } = start();
    const bad = customEvent({ uuid: "a", properties: { unknown: "x" } });
    const all = sendAll([bad, customEvent({ uuid: "a" }), customEvent({ uuid: "b" })]);
    for (const [turn, status] of [400, 400, 204, 204].entries()) {
      await idle();
      sent[turn]?.reply(answer(status));
    }
    await all;
    const told = receipts.map(({ index, key, outcome }) => `${index} ${key?.id} ${outcome}`);
    assert.deepEqual(told, ["0 a rejected", "1 a delivered", "2 b delivered"]);
  });

  it("reads no more twins than a batch has room for", async () => {
    let read = 0;
    function* endless() {
      while (true) {
        read++;
        yield customEvent({ uuid: "same" });
      }
    }
    const { client, sent } = start({ batchSizes: { custom: 10 }, concurrency: 2 });
    const call = client.sendAll(endless());
    const next = call.next();
    await idle();
    assert.equal(read, 30);
    sent[0]?.reply(answer(204));
    await next;
    await call.return();
  });

  it("sends an event that is larger than a batch may be alone", async () => {
    const { sent, sizes, sendAll } = start({ batchBytes: 1_000 });
    const large = customEvent({ properties: { text: "x".repeat(1_200) } });
    const all = sendAll([customEvent(), large, customEvent(), customEvent()]);
    await idle();
    assert.deepEqual(sizes(), [0, 0, 2]);
    for (const { reply } of sent) reply(answer(204));
    await all;
  });

  it("sends no batch of more bytes, however many of them its characters take", async () => {
    const { sent, sendAll, receipts } = start({ batchBytes: 2_000 });
    const all = sendAll(
      Array.from({ length: 5 }, () => customEvent({ properties: { text: "♥".repeat(300) } })),
    );
    for (let turn = 0; turn < 5; turn++) {
      await idle();
      sent[turn]?.reply(answer(204));
    }
    await all;
    assert.equal(receipts.length, 5);
    const bytes = sent.map(({ init }) => new TextEncoder().encode(init.body).length);
    assert.ok(bytes.every((size) => size <= 2_000), bytes.join());
  });
});

describe("Client.sendAll, when it ends early,", () => {
  it("tells what is in flight and what waits as aborted, reads nothing more, and ends", async () => {
    const controller = new AbortController();
    const { sendAll, receipts, sent } = start({ batchSizes: { custom: 2 }, concurrency: 1 });
    async function* stuck() {
      yield* events(3);
      await new Promise(() => {});
      yield customEvent();
    }
    const all = sendAll(stuck(), controller.signal);
    await idle();
    assert.equal(sent.length, 1);
    controller.abort();
    await all;
    assert.deepEqual(
      receipts.map((one) => `${one.index} ${"code" in one && one.code}`).sort(),
      ["0 aborted", "1 aborted", "2 aborted"],
    );
    assert.equal(sent.length, 1);
  });

  for (const what of ["an iterable", "an async iterable"]) {
    it(`reads no event of ${what} that gets no receipt`, async () => {
      const controller = new AbortController();
      const { sendAll, receipts } = start({ batchSizes: { custom: 2 }, concurrency: 1 });
      let read = 0;
      function* endless() {
        while (true) yield customEvent({ uuid: `${read++}` });
      }
      async function* endlessAsync() {
        yield* endless();
      }
      const input = what === "an iterable" ? endless() : endlessAsync();
      const all = sendAll(input, controller.signal);
      await idle();
      controller.abort();
      await all;
      await idle();
      assert.deepEqual(receipts.map(({ index }) => index).sort(), [0, 1, 2, 3]);
      assert.equal(read, 4);
    });
  }

  it("reads nothing at all where it has ended before", async () => {
    const { sendAll } = start();
    let isRead = false;
    function* input() {
      isRead = true;
      yield customEvent();
    }
    await sendAll(input(), AbortSignal.abort());
    assert.equal(isRead, false);
  });

  it("aborts what is in flight when the caller leaves the loop, and lets go of the input", async () => {
    let isClosed = false;
    async function* input() {
      try {
        while (true) {
          yield customEvent();
          await Promise.resolve();
        }
      } finally {
        isClosed = true;
      }
    }
    const { client, sent } = start({ batchSizes: { custom: 1 }, concurrency: 2 });
    const call = client.sendAll(input());
    const first = call.next();
    await idle();
    sent[0]?.reply(answer(204));
    await first;
    await idle();
    await call.return();
    await idle();
    assert.equal(sent.at(-1)?.init.signal.aborted, true);
    assert.equal(isClosed, true);
  });

  it("sends what was read before the input failed, and then throws what it threw", async () => {
    const { sendAll, receipts, sent } = start();
    async function* broken() {
      yield* events(2);
      await Promise.resolve();
      throw new Error("The file ended in the middle of a line");
    }
    const all = sendAll(broken());
    const failed = assert.rejects(all, { message: "The file ended in the middle of a line" });
    await idle();
    sent[0]?.reply(answer(204));
    await failed;
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "delivered"]);
  });

  it("throws what a retry policy throws, after the receipts of all others", async () => {
    const { sendAll, receipts, sent } = start({
      batchSizes: { custom: 2 },
      retryPolicy: ({ outcome }) => {
        if (outcome.kind === "answer" && outcome.answer.status === 204) return { action: "take" };
        throw new RangeError("No rule for this");
      },
    });
    const all = sendAll(events(4));
    const failed = assert.rejects(all, { name: "RangeError", message: "No rule for this" });
    await idle();
    sent[0]?.reply(answer(500));
    sent[1]?.reply(answer(204));
    await failed;
    assert.deepEqual(receipts.map(({ index }) => index), [2, 3]);
  });

  it("leaves no timer behind", async () => {
    const { clock, client, sent } = start();
    const all = collect(client.sendAll(events(3)));
    await idle();
    sent[0]?.reply(answer(204));
    await all;
    await idle();
    assert.equal(clock.sleeping, 0);
  });
});
