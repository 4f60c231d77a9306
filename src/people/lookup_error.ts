import type { LookupFailure } from "./resolver.ts";

/** Thrown within this room where a question to GitHub has no answer. */
export class LookupError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "LookupError";
  /** Why. `not_found` is itself an answer: what was asked for does not exist, as far as the token sees. */
  readonly code: LookupFailure | "not_found";
  /** When asking again may help, in milliseconds since 1970. */
  readonly retryAt: number | undefined;

  /** Makes the error. */
  constructor(code: LookupFailure | "not_found", message: string, retryAt?: number) {
    super(message);
    this.code = code;
    this.retryAt = retryAt;
  }
}
