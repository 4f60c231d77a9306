import { readCapped } from "../transport/read_capped.ts";

/** Thrown for a body over its cap, as soon as that is known. */
export class BodyTooLargeError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "BodyTooLargeError";
  /** The cap, in bytes. */
  readonly maxBytes: number;

  /** Makes the error. */
  constructor(maxBytes: number) {
    super(`The body is too large: at most ${maxBytes} bytes are taken`);
    this.maxBytes = maxBytes;
  }
}

/**
 * Reads a body whole, up to a cap. `Content-Length` can only speed up a no: a body may be longer than its sender
 * says, or come without a length (RFC 9112, section 6.3).
 *
 * @throws {BodyTooLargeError} If the body is larger than `maxBytes`; the rest of it is not read.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const stated = Number(request.headers.get("content-length"));
  if (stated > maxBytes) {
    await request.body?.cancel();
    throw new BodyTooLargeError(maxBytes);
  }
  const { bytes, isWhole } = await readCapped(request.body, maxBytes);
  if (!isWhole) throw new BodyTooLargeError(maxBytes);
  return bytes;
}
