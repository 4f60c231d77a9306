/** Which numbers are allowed. */
export interface NumberRule {
  /** The least that is allowed. */
  least: number;
  /** Whether it has to be a whole number. Default: `false`. */
  isWhole?: boolean;
}

/**
 * Checks settings that are numbers, by name.
 *
 * @param task What fails without them, for the message: `make a client`.
 * @throws {RangeError} `Cannot make a client: concurrency must be a whole number from 1: 0`.
 */
export function checkNumbers(
  task: string,
  numbers: Readonly<Record<string, number>>,
  { least, isWhole = false }: NumberRule,
): void {
  const kind = isWhole ? "a whole" : "a";
  for (const [name, value] of Object.entries(numbers)) {
    if (value >= least && (!isWhole || Number.isInteger(value))) continue;
    throw new RangeError(`Cannot ${task}: ${name} must be ${kind} number from ${least}: ${value}`);
  }
}
