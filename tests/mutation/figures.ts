import type { EquivalentMutant } from "./equivalent.ts";
import type { Mutant } from "./instrument.ts";
import type { Outcome } from "./trials.ts";

/** How the mutants of a file, or of all, fared. */
export interface Figures {
  /** All of them. */
  mutants: number;
  /** Those that a test fails with. */
  killed: number;
  /** Those with which the tests do not come to an end. */
  timeouts: number;
  /** Those that survive because they are the same program. */
  equivalent: number;
  /** Those that survive although they are not known to be. */
  survived: number;
  /** Share of those that are not the same program that the tests notice, in per cent. */
  score: number;
}

/** What the runs found, as it is committed. */
export interface Results {
  /** All files together. */
  all: Figures;
  /** Each file. */
  files: Record<string, Figures>;
}

/** What one file's run found. */
export interface FileReport {
  /** Path of the source. */
  file: string;
  /** Its figures. */
  figures: Figures;
  /** What no test notices, and nobody has said why. */
  survivors: Mutant[];
  /** What is said to be the same program and is not, or is not there any more. */
  stale: EquivalentMutant[];
  /** What became of each mutant. */
  outcomes: (Mutant & { outcome: Outcome })[];
}

/** What a report is made of. */
export interface ReportParts {
  /** The mutants of the file. */
  mutants: readonly Mutant[];
  /** What became of each, by its number. */
  outcomes: ReadonlyMap<string, Outcome>;
  /** Those of the file that are said to be the same program. */
  excused: readonly EquivalentMutant[];
}

/** Puts together what a run found. */
export function reportOf(file: string, { mutants, outcomes, excused }: ReportParts): FileReport {
  const told = mutants.map((mutant) => {
    const outcome = outcomes.get(mutant.id) ?? { kind: "survived" as const };
    return { ...mutant, outcome };
  });
  const alive = told.filter(({ outcome }) => outcome.kind === "survived");
  const survivors = alive.filter((mutant) => !excused.some((one) => isSame(one, mutant)));
  const figures = {
    mutants: told.length,
    killed: told.filter(({ outcome }) => outcome.kind === "killed").length,
    timeouts: told.filter(({ outcome }) => outcome.kind === "timeout").length,
    equivalent: alive.length - survivors.length,
    survived: survivors.length,
  };
  return {
    file,
    figures: { ...figures, score: scoreOf(figures) },
    survivors: survivors.map(({ outcome: _, ...mutant }) => mutant),
    stale: excused.filter((one) => !alive.some((mutant) => isSame(one, mutant))),
    outcomes: told,
  };
}

/** Adds up the figures of files. */
export function tally(all: readonly Figures[]): Figures {
  const sum = (name: keyof Figures) => all.reduce((total, figures) => total + figures[name], 0);
  const figures = {
    mutants: sum("mutants"),
    killed: sum("killed"),
    timeouts: sum("timeouts"),
    equivalent: sum("equivalent"),
    survived: sum("survived"),
  };
  return { ...figures, score: scoreOf(figures) };
}

/** In per cent, with one decimal, rounded down: 100 means all. */
function scoreOf({ mutants, equivalent, survived }: Omit<Figures, "score">): number {
  const real = mutants - equivalent;
  return real === 0 ? 100 : Math.floor((real - survived) / real * 1_000) / 10;
}

function isSame(one: EquivalentMutant, mutant: Mutant): boolean {
  return one.line === mutant.line && one.from === mutant.from && one.to === mutant.to;
}
