/**
 * Why an attempt brought no answer. With `no_token` and `rate_limited` none was made: there was no access token, or the
 * limiter pauses for longer than anybody waits.
 */
export type TransportErrorCode =
  | "timeout"
  | "network_error"
  | "aborted"
  | "no_token"
  | "rate_limited";

/** Thrown when an attempt brought no whole answer. The request may have been carried out all the same. */
export class TransportError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "TransportError";
  // `declare`, because fields that the constructor gives their values would be written out in every bundle.
  /** Why. */
  declare readonly code: TransportErrorCode;
  /** When trying again may help, in milliseconds since 1970, where that is known. */
  declare readonly retryAt: number | undefined;

  /** Makes the error. */
  constructor(
    code: TransportErrorCode,
    message: string,
    { cause, retryAt }: { cause?: unknown; retryAt?: number | undefined } = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.retryAt = retryAt;
  }
}
