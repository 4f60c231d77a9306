import type { Violation } from "./ledger.ts";
import { planOf } from "./plan.ts";
import type { Parts } from "./process.ts";
import { describePlan, keepOnly } from "./schedule.ts";
import { shrink } from "./shrink.ts";
import { type Figures, simulate } from "./world.ts";

/** A seed with which a rule is broken. */
export interface Failure {
  /** The seed. */
  seed: number;
  /** The rule, and what was found. */
  violation: Violation;
  /** Places of the fewest happenings with which that rule is still broken. */
  places: readonly number[];
  /** All that is needed to look into it, in words. */
  report: string;
}

/** Lines of the trace that are shown of a failure. */
const shownLines = 60;

/** Lives through the world of a seed; where a rule is broken, finds the shortest schedule that breaks it. */
export async function examine(
  seed: number,
  parts: Parts = {},
): Promise<{ figures: Figures; failure?: Failure }> {
  const plan = planOf(seed);
  const { figures, violation } = await simulate(plan, parts);
  if (violation === undefined) return { figures };
  const places = await shrink([...plan.happenings.keys()], async (some) => {
    const outcome = await simulate(keepOnly(plan, some), parts);
    return outcome.violation?.rule === violation.rule;
  });
  const shortest = await simulate(keepOnly(plan, places), parts);
  const found = shortest.violation ?? violation;
  const { trace } = shortest;
  const cut = trace.length > shownLines ? [`  (${trace.length - shownLines} lines before)`] : [];
  const report = [
    `Seed ${seed} breaks a rule: ${found.rule}: ${found.message}`,
    `The shortest schedule that does so has ${places.length} of ${plan.happenings.length} happenings:`,
    describePlan(plan, places),
    "What happens:",
    ...cut,
    ...trace.slice(-shownLines).map((line) => `  ${line}`),
    `Run it again: deno task simulate --seed ${seed} --keep ${places.join(",") || "none"}`,
  ].join("\n");
  return { figures, failure: { seed, violation: found, places, report } };
}
