import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AcceptedEvent } from "../../mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import type { Verdict } from "../../src/hubspot/verdicts.ts";
import {
  cloudflareQueueOutbox,
  consume,
  type ConsumeOptions,
  type QueueSendMessage,
} from "../../src/outbox/cloudflare_queue.ts";
import { type DepthLimit, durableObjectOutbox } from "../../src/outbox/durable_object.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { ObjectStandIn } from "./object_stand_in.ts";

function start({ decide = () => delivered, decideOfObject = () => delivered, depth = {} }: {
  decide?: (id: string) => Verdict | Promise<Verdict>;
  decideOfObject?: (id: string) => Verdict | Promise<Verdict>;
  depth?: Partial<DepthLimit>;
} = {}) {
  const clock = new VirtualClock();
  const deps = { now: clock.now, random: () => 0.5 };
  const client = clientStandIn(decide);
  const objectClient = clientStandIn(decideOfObject);
  const platform = new ObjectStandIn({ client: objectClient, deps, depth });
  const object = durableObjectOutbox({ namespace: platform.namespace });
  const sent: QueueSendMessage[][] = [];
  const errors: string[] = [];
  const onError = (error: unknown) => errors.push(String(error));
  const queue = {
    failure: undefined as Error | undefined,
    sendBatch(messages: Iterable<QueueSendMessage>) {
      if (queue.failure !== undefined) return Promise.reject(queue.failure);
      sent.push([...messages]);
      return Promise.resolve();
    },
  };
  const outbox = cloudflareQueueOutbox({ queue, outbox: object, onError, deps });
  const event = (id: string, own: Parameters<typeof appEvent>[0] = {}): AcceptedEvent =>
    acceptEvent(appEvent({ id, ...own }), { now: clock.now, uuid: () => id });
  /** Gives what was sent to the consumer and returns what it decided about each message. */
  const run = async (own: Partial<ConsumeOptions> = {}, extra: readonly string[] = []) => {
    const decided: string[] = [];
    const bodies = [...sent.splice(0).flat().map(({ body }) => body), ...extra];
    const messages = bodies.map((body, index) => ({
      body,
      attempts: 2,
      ack: () => decided[index] = "ack",
      retry: ({ delaySeconds = 0 } = {}) => decided[index] = `retry ${delaySeconds}`,
    }));
    await consume({ messages }, { client, outbox: object, onError, ...own });
    return decided;
  };
  const put = (...ids: string[]) => outbox.put(ids.map((id) => event(id)), { path: "/events" });
  return {
    client,
    clock,
    errors,
    event,
    object,
    objectClient,
    outbox,
    platform,
    put,
    queue,
    run,
    sent,
  };
}

describe("cloudflareQueueOutbox", () => {
  it("sends batches of no more than 100 messages, in order, and tells those who listen", async () => {
    const { outbox, put, sent } = start();
    let told = 0;
    outbox.onPut(() => told++);
    const ids = Array.from({ length: 250 }, (_, i) => String(i));
    await put(...ids);
    assert.deepEqual(sent.map(({ length }) => length), [100, 100, 50]);
    assert.deepEqual(sent.flat().map(({ body }) => JSON.parse(body).event.id), ids);
    assert.equal(told, 1);
  });

  it("sends batches of no more than 256 kB, by what the text takes in UTF-8", async () => {
    const { event, outbox, sent } = start();
    const text = "ü".repeat(30_000);
    const ids = ["a", "b", "c", "d", "e", "f"];
    await outbox.put(ids.map((id) => event(id, { properties: { text } })));
    assert.deepEqual(sent.map(({ length }) => length), [4, 2]);
  });

  it("gives the object what is too large for a message", async () => {
    const { event, object, outbox, sent } = start();
    await outbox.put([event("a"), event("b", { properties: { text: "ü".repeat(64_000) } })]);
    assert.deepEqual(sent.flat().map(({ body }) => JSON.parse(body).event.id), ["a"]);
    assert.deepEqual((await object.journal.list()).entries.map(({ key }) => key.id), ["b"]);
  });

  it("gives the object what the queue does not take", async () => {
    const { errors, object, put, queue } = start();
    queue.failure = new Error("Queue is overloaded");
    await put("a", "b");
    assert.equal((await object.journal.counts()).waiting, 2);
    assert.deepEqual(errors, ["Error: Queue is overloaded"]);
  });

  it("rejects what neither takes", async () => {
    const { platform, put, queue } = start();
    queue.failure = new Error("Queue is overloaded");
    platform.requestFailure = new Error("Network connection lost");
    await assert.rejects(put("a"), { message: "Network connection lost" });
  });

  it("delivers what the object has", async () => {
    const { objectClient, outbox, put, queue } = start();
    queue.failure = new Error("Queue is overloaded");
    await put("a");
    await outbox.process(10);
    assert.deepEqual(objectClient.ids, ["a"]);
    assert.equal((await outbox.journal.counts()).delivered, 1);
  });
});

describe("consume", () => {
  it("hands the batch to the client, acknowledges what is delivered, and the journal hears of it", async () => {
    const { client, clock, object, put, run } = start();
    await put("a", "b");
    const receivedAt = clock.now();
    await clock.advance(1_000);
    assert.deepEqual(await run(), ["ack", "ack"]);
    assert.deepEqual(client.ids, ["a", "b"]);
    const { entries } = await object.journal.list({ state: "delivered" });
    assert.deepEqual(
      entries.map(({ key, receivedAt, settledAt, origin }) => [
        key.id,
        receivedAt,
        settledAt,
        origin.path,
      ]),
      ["b", "a"].map((id) => [id, receivedAt, receivedAt + 1_000, "/events"]),
    );
  });

  it("leaves what is delivered out of the journal where it is told to", async () => {
    const { object, put, run } = start({ decide: (id) => id === "bad" ? refused : delivered });
    await put("good", "bad");
    assert.deepEqual(await run({ journal: "failures" }), ["ack", "ack"]);
    assert.deepEqual(await object.journal.counts(), { waiting: 0, delivered: 0, dead: 1 });
  });

  it("has the object keep dead letters, and try again what failed", async () => {
    const verdicts = new Map([["refused", refused], ["failed", failed]]);
    const { clock, object, objectClient, platform, put, run } = start({
      decide: (id) => verdicts.get(id) ?? delivered,
    });
    await put("refused", "failed", "good");
    assert.deepEqual(await run(), ["ack", "ack", "ack"]);
    assert.deepEqual((await object.journal.counts()).dead, 1);
    assert.equal(platform.alarmAt, clock.now() + 5_000);
    await clock.advance(5_000);
    await platform.ring();
    assert.deepEqual(objectClient.ids, ["failed"]);
  });

  it("has the object bring forward what an outage held up, as soon as a batch is delivered", async () => {
    let isUp = false;
    const decide = () => isUp ? delivered : failed;
    const { clock, objectClient, platform, put, run } = start({ decide, decideOfObject: decide });
    await put("a");
    await run();
    await clock.advance(5_000);
    await platform.ring();
    assert.equal(platform.alarmAt, clock.now() + 300_000);
    await clock.advance(1_000);
    isUp = true;
    await put("b");
    await run();
    assert.equal(platform.alarmAt, clock.now());
    await platform.ring();
    assert.deepEqual(objectClient.ids, ["a", "a"]);
  });

  it("tries nothing while the account is refused, and the object has it all", async () => {
    const retryAt = Date.parse("2026-11-23T00:00:00Z");
    const { client, object, platform, put, run } = start({
      decide: () => ({ outcome: "deferred", code: "daily_limit", message: "x", retryAt }),
    });
    await put("a");
    assert.deepEqual(await run(), ["ack"]);
    await put("b");
    assert.deepEqual(await run(), ["ack"]);
    assert.deepEqual(client.ids, ["a"]);
    assert.equal(platform.alarmAt, retryAt);
    const { entries } = await object.journal.list({ state: "waiting" });
    assert.deepEqual(entries.map(({ key, attempts }) => [key.id, attempts]), [["b", 0], ["a", 0]]);
  });

  it("has the queue bring again what a full object does not take, and acknowledges the rest", async () => {
    const { errors, object, put, event, run } = start({
      decide: (id) => id === "failed" ? failed : delivered,
      depth: { events: 1 },
    });
    await object.put([event("fills")]);
    await put("good", "failed");
    assert.deepEqual(await run(), ["ack", "retry 60"]);
    assert.match(String(errors), /^OutboxFullError: The outbox is full/);
  });

  it("has the queue bring all again, later each time, where the object cannot be reached", async () => {
    const { client, errors, platform, put, run } = start();
    await put("a", "b");
    platform.requestFailure = new Error("Network connection lost");
    assert.deepEqual(await run(), ["retry 60", "retry 60"]);
    assert.deepEqual(client.ids, []);
    assert.deepEqual(errors, ["Error: Network connection lost"]);
  });

  it("has the queue bring all again where the client fails", async () => {
    const { errors, put, run } = start({
      decide: () => {
        throw new Error("a fault of the client's");
      },
    });
    await put("a");
    assert.deepEqual(await run(), ["retry 60"]);
    assert.deepEqual(errors, ["Error: a fault of the client's"]);
  });

  it("leaves what is no event of ours to the dead-letter queue, and delivers the others", async () => {
    const { client, errors, put, run } = start();
    await put("a");
    const event = appEvent();
    const foreign = [
      "{",
      "null",
      "{}",
      JSON.stringify({ event, origin: {}, receivedAt: 0 }),
      JSON.stringify({ event: { ...event, id: "x", email: 7 }, origin: {}, receivedAt: 0 }),
      JSON.stringify({ event: { ...event, id: "x" }, origin: { path: 7 }, receivedAt: 0 }),
      JSON.stringify({ event: { ...event, id: "x" }, origin: {}, receivedAt: "0" }),
    ];
    assert.deepEqual(await run({}, foreign), ["ack", ...foreign.map(() => "retry 0")]);
    assert.deepEqual(client.ids, ["a"]);
    assert.equal(errors.length, foreign.length);
    assert.deepEqual(await run({}, ["{"]), ["retry 0"]);
  });

  it("tells of every receipt, although those who are told throw", async () => {
    const { put, run } = start();
    await put("a", "b");
    const told: unknown[] = [];
    const decided = await run({
      onReceipt: ({ outcome, key }) => {
        told.push([key?.id, outcome]);
        throw new Error("a fault of the host's");
      },
    });
    assert.deepEqual(decided, ["ack", "ack"]);
    assert.deepEqual(told, [["a", "delivered"], ["b", "delivered"]]);
  });
});
