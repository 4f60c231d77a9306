import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HubSpotEvent, Receipt } from "../../mod.ts";
import { clientStandIn, delivered, failed } from "../support/client_stand_in.ts";
import { clock, event, keepFolder, open, rows } from "./sqlite_harness.ts";

/** A client that takes all that it is handed and then gives these receipts. */
function answering(receipts: readonly Receipt[], then: () => void = () => {}) {
  return {
    async *sendAll(events: Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>) {
      const handedOut = [];
      for await (const one of events) handedOut.push(one);
      yield* receipts;
      then();
    },
  };
}

const states = () => rows("id, state, attempts").map((row) => Object.values(Object(row)).join(" "));

describe("deliverRound", () => {
  keepFolder();

  it("hands out nothing while the account is refused", async () => {
    const refusal = { outcome: "deferred", code: "unauthorized", message: "x" } as const;
    const client = clientStandIn(() => refusal);
    const outbox = open(client);
    await outbox.put([event("a"), event("b")]);
    await outbox.process(10);
    assert.deepEqual((await outbox.process(10)).receipts, []);
    assert.deepEqual(client.ids, ["a"]);
    await outbox.close();
  });

  it("goes on with the others where one may be taken later", async () => {
    const client = clientStandIn((id) => id === "a" ? failed : delivered);
    const outbox = open(client);
    await outbox.put([event("a"), event("b"), event("c")]);
    await outbox.process(10);
    assert.deepEqual(client.ids, ["a", "b", "c"]);
    await outbox.close();
  });

  it("hands its signal on, and leaves as it was what it was cut short before", async () => {
    const controller = new AbortController();
    const seen: unknown[] = [];
    const outbox = open({
      async *sendAll(
        _: Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>,
        { signal }: { signal?: AbortSignal } = {},
      ): AsyncGenerator<Receipt, void, undefined> {
        seen.push(signal);
        yield { index: 0, outcome: "delivered" };
        controller.abort();
      },
    });
    await outbox.put([event("a"), event("b")]);
    const { receipts } = await outbox.process(10, controller.signal);
    assert.deepEqual(seen, [controller.signal]);
    assert.partialDeepStrictEqual(receipts, [
      { index: 0, outcome: "delivered" },
      { index: 1, outcome: "deferred", code: "aborted", message: "The round was cut short" },
    ]);
    assert.deepEqual(states(), ["a delivered 1", "b waiting 0"]);
    await outbox.close();
  });

  it("tries again what the client held back without a word as the account was refused", async () => {
    const refusal = { outcome: "deferred", code: "unauthorized", message: "x" } as const;
    const handed: string[] = [];
    const outbox = open({
      async *sendAll(
        events: Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>,
      ): AsyncGenerator<Receipt, void, undefined> {
        // Asks for two before it says of the second that the account is refused, and then for a third.
        for await (const one of events) {
          handed.push(JSON.stringify(one));
          if (handed.length === 2) yield { index: 1, ...refusal };
        }
      },
    });
    await outbox.put([event("a"), event("b"), event("c")]);
    const { receipts } = await outbox.process(10);
    assert.equal(handed.length, 2);
    assert.deepEqual(receipts.map((one) => [one.index, "code" in one && one.code]), [
      [1, "unauthorized"],
      [0, "unclear_answer"],
    ]);
    assert.deepEqual(states(), ["a waiting 1", "b waiting 0", "c waiting 0"]);
    await outbox.close();
  });

  it("settles a hundred at a time, since each commit waits for the disk", async () => {
    const settled: number[] = [];
    const outbox = open({
      async *sendAll(events: Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>) {
        let index = 0;
        for await (const _ of events) {
          yield { index: index++, outcome: "delivered" } as const;
          settled.push(rows("state").filter((row) => Object(row).state === "delivered").length);
        }
      },
    });
    await outbox.put(Array.from({ length: 201 }, (_, at) => event(String(at))));
    await outbox.process(500);
    assert.deepEqual([98, 99, 198, 199, 200].map((at) => settled[at]), [0, 100, 100, 200, 200]);
    await outbox.close();
  });

  it("settles nothing by a receipt for an event that nobody handed out", async () => {
    const outbox = open(answering([
      { index: 7, outcome: "delivered" },
      { index: 0, outcome: "delivered" },
    ]));
    await outbox.put([event("a")]);
    const { receipts } = await outbox.process(10);
    assert.deepEqual(receipts.map(({ index }) => index), [0]);
    assert.deepEqual(states(), ["a delivered 1"]);
    await outbox.close();
  });

  it("brings forward, a thousand at a time, what an outage held up", async () => {
    let isUp = false;
    const outbox = open(clientStandIn(() => isUp ? delivered : failed));
    await outbox.put(Array.from({ length: 1_500 }, (_, index) => event(`held ${index}`)));
    for (const delayMs of [0, 5_000]) {
      await clock.advance(delayMs);
      await outbox.process(2_000);
    }
    await clock.advance(1_000);
    isUp = true;
    await outbox.put([event("a")]);
    await outbox.process(500);
    assert.equal(dueNow(), 1_000);
    await outbox.process(50);
    assert.equal(dueNow(), 1_450);
    await outbox.close();

    function dueNow(): number {
      const due = rows("due_at").map((row) => Number(Object(row).due_at ?? Infinity));
      return due.filter((dueAt) => dueAt <= clock.now()).length;
    }
  });
});
