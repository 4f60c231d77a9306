import type { FaultEffect, FaultWhen } from "../faults/fault.ts";
import { effects } from "./fault_choices.ts";

/** Says in words what a fault does. */
export function effectText(what: FaultEffect): string {
  const own = JSON.stringify(what);
  const choices = effects.flatMap(({ choices }) => choices);
  const known = choices.find(({ value }) => JSON.stringify(value) === own);
  if (known !== undefined) return known.label;
  const { kind, ...rest } = what;
  const details = Object.entries(rest).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [kind.replaceAll("_", " "), ...details].join(", ");
}

/** Says in words when a fault strikes. */
export function whenText(when: FaultWhen = {}): string {
  const { method = "Any method", path = "*", from = 1, times, forMs, probability = 1 } = when;
  const parts = [`${method} at ${path}`];
  if (from > 1) parts.push(`from request ${from} on`);
  if (times !== undefined) parts.push(`${times} ${times === 1 ? "time" : "times"}`);
  if (forMs !== undefined) parts.push(`for ${forMs / 1000} s`);
  if (probability < 1) parts.push(`${Math.round(probability * 100)} % of requests`);
  return parts.join(", ");
}
