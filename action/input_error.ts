import type { Issue } from "../src/validation/issues.ts";

/** Thrown for inputs that cannot be used; the message names each input, the rule and the fix. */
export class InputError extends Error {
  override readonly name = "InputError";

  /** Makes the error of the issues, whose paths begin with the name of an input. */
  constructor(issues: readonly Issue[]) {
    const lines = issues.map(({ path, message }) => `Input ${path.split(".")[0]}: ${message}`);
    super(["Cannot use the step's inputs:", ...lines].join("\n"));
  }
}
