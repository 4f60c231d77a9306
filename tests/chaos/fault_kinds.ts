import type { Fault, FaultStage, RetryAfter } from "../../src/local/mod.ts";
import type { Dice } from "./dice.ts";

const batches = "/integrators/timeline/*/batch*";

/** Faults of Local HubSpot that pass: each strikes a few requests, or for a second or two. */
export const passingFaults: readonly ((dice: Dice) => Fault)[] = [
  (dice) => ({ what: { kind: "reset", stage: stageOf(dice) }, when: { times: dice.whole(1, 3) } }),
  (dice) => ({ what: { kind: "hang", stage: stageOf(dice) }, when: { times: 1 } }),
  (dice) => ({
    what: { kind: "delay", ms: dice.whole(100, 1_500), stage: stageOf(dice) },
    when: { times: dice.whole(1, 5) },
  }),
  // A storm: most of what comes within a second or two.
  (dice) => ({
    what: {
      kind: "rate_limit",
      policy: dice.pick(["TEN_SECONDLY_ROLLING", "SECONDLY"] as const),
      retryAfter: retryAfterOf(dice),
    },
    when: { probability: 0.9, seed: dice.whole(1, 1_000_000), forMs: dice.whole(500, 2_000) },
  }),
  (dice) => ({
    what: {
      kind: "answer",
      status: dice.pick([408, 423, 500, 502, 503, 504]),
      body: dice.pick(["json", "html", "text", "none"] as const),
      stage: stageOf(dice),
    },
    when: { times: dice.whole(1, 6) },
  }),
  (dice) => ({ what: { kind: "truncated_body" }, when: { times: dice.whole(1, 3) } }),
  (dice) => ({ what: { kind: "malformed_json" }, when: { times: dice.whole(1, 3) } }),
  (dice) => ({ what: { kind: "empty_body" }, when: { times: dice.whole(1, 3) } }),
  (dice) => ({
    what: { kind: "partial_batch", inputs: [dice.whole(0, 3), dice.whole(4, 9)] },
    when: { path: batches, times: 1 },
  }),
  (dice) => ({
    what: {
      kind: "missing_results",
      inputs: dice.happens(0.5) ? "all" : [0, dice.whole(1, 9)],
      taken: dice.happens(0.7),
    },
    when: { path: batches, times: dice.whole(1, 2) },
  }),
];

/** Faults after which nothing is sent for a minute or an hour: only a clock that jumps ends that in time. */
export const pausingFaults: readonly ((dice: Dice) => Fault)[] = [
  () => ({ what: { kind: "rate_limit", policy: "DAILY" }, when: { times: 1 } }),
  () => ({ what: { kind: "expired_token" }, when: { times: 2 } }),
];

function stageOf(dice: Dice): FaultStage {
  return dice.pick(["before", "after"] as const);
}

function retryAfterOf(dice: Dice): RetryAfter {
  return { seconds: dice.whole(0, 2), as: dice.pick(["seconds", "date"] as const) };
}
