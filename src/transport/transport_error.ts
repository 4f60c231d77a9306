/** Why an attempt brought no answer; with `no_token`, none was made. */
export type TransportErrorCode = "timeout" | "network_error" | "aborted" | "no_token";

/** Thrown when an attempt brought no whole answer. The request may have been carried out all the same. */
export class TransportError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "TransportError";
  /** Why. */
  readonly code: TransportErrorCode;

  /** Makes the error. */
  constructor(code: TransportErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
  }
}
