import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cloudflareQueueOutbox, type QueueSendMessage } from "../../src/outbox/cloudflare_queue.ts";
import { durableObjectOutbox } from "../../src/outbox/durable_object.ts";
import { directOutbox } from "../../src/outbox/direct.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { ObjectStandIn } from "../outbox/object_stand_in.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { start } from "./harness.ts";
import { startJournaled } from "./journaled.ts";

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const inputs = (of: readonly string[]) => ({ inputs: of.map((id) => appEvent({ id })) });

describe("createForwarder().scheduled", () => {
  it("delivers all that is due, in rounds of the limit", async () => {
    const { forwarder, client, postEvents } = startJournaled(() => delivered, {
      scheduled: { limit: 2 },
    });
    await postEvents(inputs(ids(5)));
    await forwarder.scheduled();
    assert.deepEqual(client.ids, ids(5));
  });

  it("leaves what is due later, and delivers it then", async () => {
    let verdict = failed;
    const { forwarder, client, clock, postEvents } = startJournaled(() => verdict);
    await postEvents(inputs(["a"]));
    await forwarder.scheduled();
    await forwarder.scheduled();
    assert.deepEqual(client.ids, ["a"]);
    verdict = delivered;
    await clock.advance(5_000);
    await forwarder.scheduled();
    assert.deepEqual(client.ids, ["a", "a"]);
  });

  it("begins no round after its time", async () => {
    const { forwarder, client, clock, postEvents } = startJournaled(async () => {
      await clock.advance(600);
      return delivered;
    }, { scheduled: { limit: 1, maxDurationMs: 1_000 } });
    await postEvents(inputs(ids(5)));
    await forwarder.scheduled();
    assert.deepEqual(client.ids, ["0", "1"]);
    await forwarder.scheduled();
    assert.deepEqual(client.ids, ["0", "1", "2", "3"]);
  });

  it("ends where another instance delivers, which has rounds without a receipt", async () => {
    let rounds = 0;
    const { forwarder } = start({
      outbox: { ...idle, process: () => Promise.resolve({ receipts: [], nextDueAt: ++rounds }) },
    });
    await forwarder.scheduled();
    assert.equal(rounds, 1);
  });

  it("tells metrics of every receipt", async () => {
    const { forwarder, postEvents } = startJournaled(() => delivered, { metrics: {} });
    await postEvents(inputs(ids(2)));
    await forwarder.scheduled();
    const answer = await forwarder.fetch(new Request("http://localhost/metrics"));
    assert.match(await answer.text(), /hubline_events_settled_total\{state="delivered"\} 2/);
  });

  it("rejects with what a round fails with, and tells of it", async () => {
    const failure = new Error("the disk is full");
    const { forwarder, errors } = start({
      outbox: { ...idle, process: () => Promise.reject(failure) },
    });
    await assert.rejects(forwarder.scheduled(), failure);
    assert.deepEqual(errors, [failure]);
  });

  it("refuses settings that break a rule", () => {
    assert.throws(() => start({ scheduled: { limit: 0 } }), {
      name: "RangeError",
      message: "Cannot make a forwarder: scheduled.limit must be a whole number from 1: 0",
    });
    assert.throws(() => start({ scheduled: { maxDurationMs: -1 } }), {
      name: "RangeError",
      message: "Cannot make a forwarder: scheduled.maxDurationMs must be a number from 0: -1",
    });
  });
});

describe("createForwarder().queue", () => {
  it("delivers a batch of its outbox's queue, and tells metrics of every receipt", async () => {
    const clock = new VirtualClock();
    const verdicts = new Map([["refused", refused], ["failed", failed]]);
    const client = clientStandIn((id) => verdicts.get(id) ?? delivered);
    const sent: QueueSendMessage[] = [];
    const object = new ObjectStandIn({ client, deps: { now: clock.now } });
    const outbox = cloudflareQueueOutbox({
      queue: {
        sendBatch: (messages) => {
          sent.push(...messages);
          return Promise.resolve();
        },
      },
      outbox: durableObjectOutbox({ namespace: object.namespace }),
      client,
      deps: { now: clock.now },
    });
    const { forwarder, postEvents } = start({ outbox, metrics: {} });
    await postEvents(inputs(["good", "refused", "failed"]));
    const done: unknown[] = [];
    const messages = sent.map(({ body }) => ({
      body,
      attempts: 1,
      ack: () => done.push(JSON.parse(body).event.id),
      retry: () => assert.fail("Every message is done with"),
    }));
    await forwarder.queue({ messages });
    assert.deepEqual(done.sort(), ["failed", "good", "refused"]);
    const answer = await forwarder.fetch(new Request("http://localhost/metrics"));
    const text = await answer.text();
    assert.match(text, /hubline_events_settled_total\{state="delivered"\} 1/);
    assert.match(text, /hubline_events_settled_total\{state="dead"\} 1/);
    assert.match(text, /hubline_outbox_events\{state="waiting"\} 1/);
  });

  it("rejects where the outbox has no queue, so that the queue keeps the batch", async () => {
    const outbox = directOutbox({ client: clientStandIn(() => delivered) });
    const { forwarder, errors } = start({ outbox });
    await assert.rejects(forwarder.queue({ messages: [] }), {
      name: "TypeError",
      message: "Cannot take the queue's batch: the outbox has no queue",
    });
    assert.equal(errors.length, 1);
  });
});

const idle: Outbox = directOutbox({ client: clientStandIn(() => delivered) });
