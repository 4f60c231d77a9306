/**
 * What can be wrong with the body of a request:
 *
 * - `body_too_large`: it is over its cap, as sent or as decompressed;
 * - `body_aborted`: its sender did not send it to its end;
 * - `body_timeout`: it took too long;
 * - `overloaded`: the bodies of all requests together are over theirs;
 * - `unsupported_encoding`: it is compressed in a way that is not known here;
 * - `invalid_encoding`: it is not what its `Content-Encoding` says.
 */
export type BodyErrorCode =
  | "body_too_large"
  | "body_aborted"
  | "body_timeout"
  | "overloaded"
  | "unsupported_encoding"
  | "invalid_encoding";

/** Thrown for a body that cannot be read, as soon as that is known. */
export class BodyError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "BodyError";
  /** What is wrong, for programs. */
  readonly code: BodyErrorCode;

  /** Makes the error; the message is for the sender. */
  constructor(code: BodyErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** Headers that the answer to such a body has. */
export function headersFor(code: BodyErrorCode): Record<string, string> {
  switch (code) {
    case "body_aborted":
      return {};
    case "unsupported_encoding":
      // RFC 9110, section 15.5.16: the answer says what would have been taken.
      return { "accept-encoding": "gzip, deflate" };
    case "overloaded":
      return { connection: "close", "retry-after": "1" };
    default:
      // The rest of the body is still on its way: the connection cannot be used again.
      return { connection: "close" };
  }
}
