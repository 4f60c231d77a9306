import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planOf } from "./plan.ts";
import type { Happening, Plan } from "./schedule.ts";
import type { Arrival } from "./traffic.ts";
import { simulate } from "./world.ts";

const second = 1_000;

const arrival: Arrival = {
  source: "events",
  first: 0,
  count: 6,
  family: "app",
  ids: "own",
  agoMs: 0,
  isTimed: true,
  tries: 1,
};

/** A world of one hour in which these things happen. */
function planWith(happenings: Happening[], own: Partial<Plan["settings"]> = {}): Plan {
  const settings: Plan["settings"] = {
    ...planOf(1).settings,
    lengthMs: 3_600 * second,
    outbox: "sqlite",
    limits: { requestsPer10Seconds: 110, customEventSendsPerSecond: 1_250 },
    batchSize: 1,
    concurrency: 6,
    roundLimit: 500,
    depth: 1_000,
    tokenLifeSeconds: 0,
    rules: {},
    ...own,
  };
  return { seed: 1, settings, happenings };
}

/** What chance seldom brings about, and somebody thought of. */
const cases: readonly { name: string; plan: Plan; steps: number }[] = [
  {
    name: "the token comes late, and its request still later",
    plan: planWith([
      {
        at: second,
        kind: "link",
        fault: { way: "to_hubspot", effect: "slow", ms: 14 * second, share: 1 },
        forMs: 33 * second,
      },
      { at: 1_100, kind: "arrival", arrival },
    ], {
      limits: { requestsPer10Seconds: 2, customEventSendsPerSecond: 1_250 },
      tokenLifeSeconds: 1_800,
    }),
    steps: 500,
  },
  {
    name: "the disk fills up between the put and the answer of HubSpot",
    plan: planWith([
      { at: second, kind: "arrival", arrival },
      { at: 1_060, kind: "disk", fault: { effect: "full" }, forMs: 1_800 * second },
    ]),
    // A round a minute for half an hour; one a second would take ten times as many.
    steps: 2_500,
  },
];

describe("simulate, where it was thought out what goes wrong,", () => {
  for (const { name, plan, steps } of cases) {
    it(`finds no rule broken: ${name}`, async () => {
      const { violation, figures, trace } = await simulate(plan);
      assert.equal(violation, undefined, trace.join("\n"));
      assert.equal(figures.acknowledged, arrival.count);
      assert.equal(figures.shown, arrival.count);
      assert.ok(figures.steps < steps, `${figures.steps} steps`);
    });
  }
});
