import type { Activity } from "../activity/activity.ts";
import type { Choice } from "./choose.ts";
import type { Tried, UnresolvedReason } from "./resolver.ts";

/** An address that was found. */
export type Found = Extract<Choice, { outcome: "found" }>;

/** Outcomes that say more than that nothing was found, the strongest first. */
const misses = ["excluded", "private", "not_allowed"] as const;

/** Puts into one word why nobody was found; a failure is the reason before others, because then there may be an address yet. */
export function reasonOf(tried: readonly Tried[]): UnresolvedReason {
  const outcomes = new Set(tried.map(({ outcome }) => outcome));
  if (outcomes.has("excluded")) return "excluded";
  for (const { outcome } of tried) {
    if (outcome !== "none" && !misses.some((miss) => miss === outcome)) return outcome;
  }
  return misses.find((miss) => outcomes.has(miss)) ?? "not_found";
}

/** Puts an address that was found into an activity; nothing else of it changes. */
export function withFound(activity: Activity, { email, source, name }: Found): Activity {
  const { actor } = activity;
  return {
    ...activity,
    actor: {
      ...actor,
      email,
      emailSource: source,
      ...(actor.name === undefined && name !== undefined ? { name } : {}),
    },
  };
}
