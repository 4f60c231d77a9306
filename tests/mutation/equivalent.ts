/** A change that no test can notice, because nothing that anybody can see changes with it. */
export interface EquivalentMutant {
  /** Path of the source. */
  file: string;
  /** The line where it begins, without the blanks around it. */
  line: string;
  /** What is replaced, in one line. */
  from: string;
  /** What replaces it, in one line. */
  to: string;
  /** Why nothing changes with it. */
  reason: string;
}

/** The mutants that survive because they are the same program, each with the reason. */
export const equivalentMutants: readonly EquivalentMutant[] = [];
