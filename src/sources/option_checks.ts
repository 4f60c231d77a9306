/** Which option of which source is checked, for the message. */
export interface CheckedOption {
  /** The source, as in `the GitHub source`. */
  source: string;
  /** Name of the option. */
  name: string;
}

/**
 * Checks an option that holds a secret, or several while one is being changed. Throws a `TypeError` for what is no
 * string and a `RangeError` for an empty one, with which anybody could sign.
 */
export function checkedSecrets(given: unknown, option: CheckedOption): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (secrets.length === 0) {
    throw new RangeError(refusal(option, "must hold at least one, holds none"));
  }
  return secrets.map((secret) => {
    // Said without the value, which may be half of a real secret.
    if (typeof secret !== "string") {
      throw new TypeError(refusal(option, `must be a string, is ${typeof secret}`));
    }
    if (secret === "") throw new RangeError(refusal(option, "must not be empty"));
    return secret;
  });
}

/** Checks an option that counts something. Throws a `RangeError` for what is no whole number from 1. */
export function checkedCount(given: number, option: CheckedOption): number {
  if (Number.isSafeInteger(given) && given >= 1) return given;
  throw new RangeError(refusal(option, `must be a whole number from 1, is ${given}`));
}

/** Says that an option breaks its rule. */
export function refusal({ source, name }: CheckedOption, rule: string): string {
  return `Cannot make the ${source} source: ${name} ${rule}`;
}
