import assert from "node:assert/strict";
import type { Verdict } from "../../src/hubspot/verdicts.ts";
import { defaultSchedule } from "../../src/outbox/settlement.ts";
import { delivered, failed } from "../support/client_stand_in.ts";
import type { ContractCheck, World } from "./contract.ts";

/** How rounds of delivery come after each other, and beside each other where one takes long. */
export const roundChecks: readonly ContractCheck[] = [
  {
    name:
      "process lets the next round pass one that takes long, and leaves out what that has under way",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      const { put, round, advance, asked } = world;
      const hanging = hangOn(world, "a");
      await put("a");
      const first = round();
      await hanging.begun;
      await put("b");
      const second = round();
      await advance(10_000);
      const { receipts, nextDueAt } = await second;
      assert.deepEqual(receipts.map(({ key }) => key?.id), ["b"]);
      // Where the first round never ends, as when its process is killed, its event is tried again.
      assert.equal(nextDueAt, world.now() + 300_000);
      hanging.end(failed);
      assert.equal((await first).nextDueAt, world.now() + 5_000);
      await advance(5_000);
      world.decide = () => delivered;
      assert.equal((await round()).receipts.length, 1);
      assert.deepEqual((await round()).receipts, []);
      assert.deepEqual(asked, ["a", "b", "a"]);
    },
  },
  {
    name:
      "process tries again what a round that never ended had under way, five minutes after it was passed",
    needsClock: true,
    async run(world) {
      const { put, round, advance, asked } = world;
      const hanging = hangOn(world, "a");
      await put("a");
      const first = round();
      await hanging.begun;
      await advance(10_000);
      world.decide = () => delivered;
      assert.deepEqual((await round()).receipts, []);
      await advance(299_999);
      assert.deepEqual((await round()).receipts, []);
      await advance(1);
      assert.equal((await round()).receipts.length, 1);
      hanging.end(failed);
      await first;
      assert.deepEqual((await round()).receipts, []);
      assert.deepEqual(asked, ["a", "a"]);
    },
  },
];

/** Has the client hang on the event with this id until it is told what becomes of it, and deliver all others. */
function hangOn(world: World, id: string): { begun: Promise<void>; end(verdict: Verdict): void } {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<Verdict>();
  world.decide = (one) => {
    if (one !== id) return delivered;
    begun.resolve();
    return ended.promise;
  };
  return { begun: begun.promise, end: ended.resolve };
}
