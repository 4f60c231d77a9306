import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HubSpotEvent } from "../../mod.ts";
import { customEvent } from "../support/events.ts";
import { once } from "../support/local_hubspot.ts";
import { idle } from "../support/virtual_clock.ts";
import { startGated } from "./gate.ts";
import { collect } from "./harness.ts";

function* events(count: number): Generator<HubSpotEvent> {
  for (let i = 0; i < count; i++) yield customEvent({ uuid: `${i}` });
}

describe("Client.sendAll, when it ends early,", () => {
  it("tells what is in flight and what waits as aborted, reads nothing more, and ends", async () => {
    const controller = new AbortController();
    const { receipts, sendAll, sent } = startGated({ batchSizes: { custom: 2 }, concurrency: 1 });
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
      const { receipts, sendAll } = startGated({ batchSizes: { custom: 2 }, concurrency: 1 });
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
    const { sendAll } = startGated();
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
    const { client, pass, sent } = startGated({ batchSizes: { custom: 1 }, concurrency: 2 });
    const call = client.sendAll(input());
    const first = call.next();
    await idle();
    await pass(0);
    await first;
    await idle();
    await call.return();
    await idle();
    assert.equal(sent.at(-1)?.init.signal.aborted, true);
    assert.equal(isClosed, true);
  });

  it("sends what was read before the input failed, and then throws what it threw", async () => {
    const { pass, receipts, sendAll } = startGated();
    async function* broken() {
      yield* events(2);
      await Promise.resolve();
      throw new Error("The file ended in the middle of a line");
    }
    const all = sendAll(broken());
    const failed = assert.rejects(all, { message: "The file ended in the middle of a line" });
    await idle();
    await pass(0);
    await failed;
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "delivered"]);
  });

  it("throws what a retry policy throws, after the receipts of all others", async () => {
    const { pass, receipts, sendAll } = startGated({
      batchSizes: { custom: 2 },
      retryPolicy: ({ outcome }) => {
        if (outcome.kind === "answer" && outcome.answer.status === 204) return { action: "take" };
        throw new RangeError("No rule for this");
      },
    }, { faults: [once({ kind: "answer", status: 500 })] });
    const all = sendAll(events(4));
    const failed = assert.rejects(all, { name: "RangeError", message: "No rule for this" });
    await idle();
    await pass(0);
    await pass(1);
    await failed;
    assert.deepEqual(receipts.map(({ index }) => index), [2, 3]);
  });

  it("leaves no timer behind", async () => {
    const { client, clock, pass } = startGated();
    const all = collect(client.sendAll(events(3)));
    await idle();
    await pass(0);
    await all;
    await idle();
    assert.equal(clock.sleeping, 0);
  });
});
