import { isClean } from "./judge.ts";
import type { Outcome } from "./run.ts";

/** Most events that are named where something is wrong with them. */
const mostNamed = 20;

/** Figures of a run, as they are printed and published. */
export interface Figures {
  /** Events that were acknowledged. */
  acknowledged: number;
  /** Events that stand once on their timeline. */
  delivered: number;
  /** Dead letters with a reason. */
  dead: number;
  /** Acknowledged events that stand nowhere. */
  lost: number;
  /** Events that stand twice. */
  doubled: number;
  /** Processes that were killed. */
  kills: number;
  /** What decided what went wrong. */
  seed: number;
}

/** The figures of a run. */
export function figuresOf({ verdict, kills }: Outcome, seed: number): Figures {
  const { acknowledged, delivered, dead, lost, doubled } = verdict;
  return { acknowledged, delivered, dead, lost: lost.length, doubled: doubled.length, kills, seed };
}

/** The figures in a line. */
export function describeFigures(figures: Figures): string {
  return Object.entries(figures).map(([name, value]) => `${name} ${value}`).join(", ");
}

/** Whether nothing went wrong that must not. */
export function isGood({ verdict, renamed }: Outcome): boolean {
  return isClean(verdict) && renamed.length === 0;
}

/** Names the events with which something is wrong, a line for each kind; nothing where nothing is. */
export function describeTroubles({ verdict, renamed }: Outcome): string[] {
  const { lost, doubled, misplaced, unexplained, unknown } = verdict;
  return Object.entries({ lost, doubled, misplaced, unexplained, unknown, renamed })
    .filter(([, marks]) => marks.length > 0)
    .map(([name, marks]) => {
      const more = marks.length > mostNamed ? ` and ${marks.length - mostNamed} more` : "";
      return `${name}: ${marks.slice(0, mostNamed).join(", ")}${more}`;
    });
}
