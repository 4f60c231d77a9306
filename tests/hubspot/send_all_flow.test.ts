import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ClientOptions, createClient, type HubSpotEvent } from "../../mod.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { always, inProcess } from "../support/local_hubspot.ts";
import { idle } from "../support/virtual_clock.ts";
import { startGated } from "./gate.ts";
import { collect, declaredSamples, inputsOf } from "./harness.ts";

function* events(count: number): Generator<HubSpotEvent> {
  for (let i = 0; i < count; i++) yield customEvent({ uuid: `${i}` });
}

/** A client of a Local HubSpot that takes a second for each answer, and what it sends. */
function startTimed(options: Partial<ClientOptions> = {}) {
  const { clock, deps, sent } = inProcess({ faults: [always({ kind: "delay", ms: 1_000 })] });
  let passed = 0;
  const now = () => clock.now() + passed;
  const client = createClient({ accessToken: "t", deps: { ...deps, now }, ...options });
  return {
    /** Lets so many milliseconds pass at once. */
    pass: (ms: number) => void (passed += ms),
    /** Sends events, and gives what each of them is sent with as its time. */
    async timesOf(events: Iterable<HubSpotEvent>): Promise<string[]> {
      await clock.drive(collect(client.sendAll(events)));
      return sent.flatMap(inputsOf).map((input) => Reflect.get(input, "occurredAt"));
    },
  };
}

describe("Client.sendAll, with batches in flight,", () => {
  it("has as many under way as it may, and sends the next when one is answered", async () => {
    const { pass, receipts, sendAll, sizes } = startGated({
      concurrency: 2,
      batchSizes: { custom: 10 },
    });
    const all = sendAll(events(35));
    await idle();
    assert.deepEqual(sizes(), [10, 10]);
    await pass(1);
    assert.deepEqual(sizes(), [10, 10, 10]);
    assert.deepEqual(receipts.map(({ index }) => index), [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    await pass(0);
    assert.deepEqual(sizes(), [10, 10, 10, 5]);
    await pass();
    await all;
    assert.equal(receipts.length, 35);
  });

  it("stamps what a generator makes with the time at which it was made", async () => {
    const { pass, timesOf } = startTimed();
    function* slow() {
      yield customEvent();
      pass(5);
      yield customEvent();
    }
    assert.deepEqual(await timesOf(slow()), [
      "2026-11-22T12:00:00.000Z",
      "2026-11-22T12:00:00.005Z",
    ]);
  });

  it("stamps what it takes of a list with the time after the last wait", async () => {
    const { timesOf } = startTimed({ concurrency: 1, batchSizes: { custom: 2 } });
    const times = await timesOf(Array.from({ length: 6 }, () => customEvent()));
    // There is room for the third batch only when the first is answered.
    assert.deepEqual(times, [
      ...Array.from({ length: 4 }, () => "2026-11-22T12:00:00.000Z"),
      ...Array.from({ length: 2 }, () => "2026-11-22T12:00:01.000Z"),
    ]);
  });

  it("reads no further than it can send and tell", async () => {
    let read = 0;
    function* endless() {
      while (true) yield customEvent({ uuid: `${read++}` });
    }
    const { client, clock, pass } = startGated({ concurrency: 2 });
    const call = client.sendAll(endless());
    const next = call.next();
    await idle();
    // Two batches are in flight, and a third is full and waits.
    assert.equal(read, 1_500);
    await pass(0, 1);
    await next;
    await idle();
    // The caller took one receipt: as many wait as may, and no more is read.
    assert.ok(read <= 3_000, `${read} were read`);
    assert.equal(clock.sleeping > 0, true);
    await call.return();
  });

  it("sends a batch that is not full after the linger time, counted from its first event", async () => {
    const { clock, pass, sendAll, sent, sizes } = startGated({ lingerMs: 200 });
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
    await pass(0);
    await clock.advance(950);
    await pass();
    await all;
    assert.equal(sent.length, 2);
  });

  it("lets a batch grow that has lingered while nothing more may be in flight", async () => {
    const { clock, pass, sendAll, sent, sizes } = startGated({ lingerMs: 100, concurrency: 1 });
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
    await pass(0);
    assert.deepEqual(sizes(), [0, 2]);
    await pass(1);
    await clock.advance(100);
    await all;
  });

  it("gives an event that comes twice in a batch one place in it and two receipts", async () => {
    const { pass, receipts, sendAll, sizes } = startGated();
    const all = sendAll(["a", "b", "a", "a"].map((uuid) => customEvent({ uuid })));
    await idle();
    assert.deepEqual(sizes(), [2]);
    await pass(0);
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
    const { local, pass, receipts, sendAll } = startGated({}, { hubspot: declaredSamples });
    const bad = customEvent({ uuid: "a", properties: { unknown: "x" } });
    const all = sendAll([bad, customEvent({ uuid: "a" }), customEvent({ uuid: "b" })]);
    await idle();
    for (let turn = 0; turn < 4; turn++) await pass(turn);
    await all;
    assert.deepEqual(local.log().map(({ status }) => status), [400, 400, 204, 204]);
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
    const { client, pass } = startGated({ batchSizes: { custom: 10 }, concurrency: 2 });
    const call = client.sendAll(endless());
    const next = call.next();
    await idle();
    assert.equal(read, 30);
    await pass(0);
    await next;
    await call.return();
  });

  it("sends an event that is larger than a batch may be alone", async () => {
    const { pass, sendAll, sizes } = startGated({ batchBytes: 1_000 });
    const large = appEvent({ properties: { text: "x".repeat(1_200) } });
    const all = sendAll([appEvent(), large, appEvent(), appEvent()]);
    await idle();
    assert.deepEqual(sizes(), [0, 0, 2]);
    await pass();
    await all;
  });

  it("sends no batch of more bytes, however many of them its characters take", async () => {
    const { pass, receipts, sendAll, sent } = startGated({ batchBytes: 2_000 });
    const all = sendAll(
      Array.from({ length: 5 }, () => appEvent({ properties: { text: "♥".repeat(300) } })),
    );
    await idle();
    for (let turn = 0; turn < 5; turn++) await pass(turn);
    await all;
    assert.deepEqual(receipts.map(({ outcome }) => outcome), Array(5).fill("delivered"));
    const bytes = sent.map(({ init }) => new TextEncoder().encode(init.body).length);
    assert.ok(bytes.every((size) => size <= 2_000), bytes.join());
  });
});
