import assert from "node:assert/strict";
import type { Verdict } from "../../src/hubspot/verdicts.ts";
import { defaultSchedule } from "../../src/outbox/settlement.ts";
import { delivered, failed } from "../support/client_stand_in.ts";
import type { ContractCheck, World } from "./contract.ts";

const hour = 3_600_000;

/** What becomes of events that an outage of HubSpot, or a clock that was wrong, held up. */
export const outageChecks: readonly ContractCheck[] = [
  {
    name:
      "process brings forward what failed while nothing got through, as soon as something does, without its last attempt",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      const codes = ["network_error", "timeout", "server_error"] as const;
      await failThrough(world, codes, [0, 5_000, 300_000], (id) => {
        const code = codes.find((one) => one === id) ?? "unclear_answer";
        return { outcome: "deferred", code, message: "x" };
      });
      await world.reopen();
      await world.advance(1_000);
      world.decide = () => delivered;
      await world.put("c");
      const { nextDueAt } = await world.round();
      assert.deepEqual(world.asked.slice(9), ["c"]);
      assert.ok(nextDueAt !== undefined && nextDueAt <= world.now());
      const { receipts } = await world.round();
      assert.deepEqual(receipts.map(({ key, settled }) => [key?.id, settled.attempts]), [
        ["network_error", 3],
        ["timeout", 3],
        ["server_error", 3],
      ]);
    },
  },
  {
    name: "process gives up no sooner for what it brought forward, since HubSpot may be gone again",
    needsClock: true,
    schedule: { delaysMs: [1_000, hour] },
    async run(world) {
      await failThrough(world, ["a"], [0, 1_000]);
      await world.advance(1_000);
      world.decide = (id) => id === "a" ? failed : delivered;
      await world.put("b");
      await world.round();
      const { receipts, nextDueAt } = await world.round();
      assert.partialDeepStrictEqual(receipts, [{ settled: { state: "waiting", attempts: 2 } }]);
      assert.equal(nextDueAt, world.now() + hour);
    },
  },
  {
    name:
      "process takes back no more attempts than there were, however often the clock is set back",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      await failThrough(world, ["a"], [0, 5_000]);
      world.decide = (id) => id === "a" ? failed : delivered;
      await world.advance(1_000);
      for (const id of ["b", "c", "d"]) {
        await world.put(id);
        await world.round();
        await world.advance(-60_000);
      }
      await world.advance(180_000);
      const [receipt] = (await world.round()).receipts;
      assert.partialDeepStrictEqual(receipt, { settled: { state: "waiting", attempts: 1 } });
    },
  },
  {
    name: "process leaves what failed while others got through to its own schedule",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      world.decide = (id) => id === "poison" ? failed : delivered;
      await world.put("poison", "a");
      await world.round();
      await world.advance(5_000);
      // Alone this time, but the first time it was not.
      await world.round();
      await world.advance(60_000);
      await world.put("b");
      assert.equal((await world.round()).nextDueAt, world.now() + 240_000);
      assert.deepEqual(world.asked, ["poison", "a", "poison", "b"]);
    },
  },
  {
    name: "process leaves a family that the token may not send to its own schedule",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      const forbidden: Verdict = { outcome: "deferred", code: "forbidden", message: "x" };
      await failThrough(world, ["a"], [0, 5_000], () => forbidden);
      await world.advance(1_000);
      world.decide = () => delivered;
      await world.put("b");
      assert.equal((await world.round()).nextDueAt, world.now() + 299_000);
    },
  },
  {
    name: "process looks at most once a minute for what it could bring forward",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      await world.put("before");
      await world.round();
      await failThrough(world, ["a"], [1_000, 5_000]);
      await world.advance(1_000);
      world.decide = () => delivered;
      await world.put("b");
      assert.equal((await world.round()).nextDueAt, world.now() + 299_000);
      await world.advance(53_000);
      await world.put("c");
      const { nextDueAt } = await world.round();
      assert.ok(nextDueAt !== undefined && nextDueAt <= world.now());
    },
  },
  {
    name:
      "process brings a poison event forward once for each time of quiet, not for each delivery",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      await failThrough(world, ["poison"], [0, 5_000]);
      world.decide = (id) => id === "poison" ? failed : delivered;
      for (const id of ["a", "b", "c"]) {
        await world.advance(61_000);
        await world.put(id);
        await world.round();
        await world.round();
      }
      assert.deepEqual(world.asked, ["poison", "poison", "a", "poison", "b", "c"]);
    },
  },
  {
    name: "process takes out at once what a clock that was far ahead has put off",
    needsClock: true,
    schedule: defaultSchedule,
    async run(world) {
      await world.advance(1_000 * hour);
      await failThrough(world, ["a"], [0]);
      await world.advance(-1_000 * hour);
      world.decide = () => delivered;
      const { receipts, nextDueAt } = await world.round();
      assert.deepEqual(receipts.map(({ key }) => key?.id), ["a"]);
      assert.equal(nextDueAt, undefined);
    },
  },
];

/** Puts events, and runs a round after each of these delays; each event has to be tried in each. */
async function failThrough(
  world: World,
  ids: readonly string[],
  delaysMs: readonly number[],
  decide: World["decide"] = () => failed,
): Promise<void> {
  world.decide = decide;
  await world.put(...ids);
  for (const delayMs of delaysMs) {
    await world.advance(delayMs);
    const { receipts } = await world.round();
    assert.deepEqual(receipts.map(({ key }) => key?.id), ids);
  }
}
