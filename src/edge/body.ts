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

/** Thrown for a body that its sender did not send to its end. */
export class BodyAbortedError extends Error {
  /** Name of the class, for messages and logs. */
  override readonly name = "BodyAbortedError";

  /** Makes the error. */
  constructor(cause: unknown) {
    super("The body ended too soon: the connection was closed or broken", { cause });
  }
}

/**
 * Reads a body whole, up to a cap. `Content-Length` can only speed up a no: a body may be longer than its sender
 * says, or come without a length (RFC 9112, section 6.3).
 *
 * @throws {BodyTooLargeError} If the body is larger than `maxBytes`; the rest of it is not read.
 * @throws {BodyAbortedError} If it ends before its end.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const stated = Number(request.headers.get("content-length"));
  if (stated > maxBytes) {
    await discardBody(request);
    throw new BodyTooLargeError(maxBytes);
  }
  const { bytes, isWhole } = await readCapped(request.body, maxBytes).catch((cause) => {
    throw new BodyAbortedError(cause);
  });
  if (!isWhole) throw new BodyTooLargeError(maxBytes);
  return bytes;
}

/** Lets go of a body that nobody will read. */
export async function discardBody(request: Request): Promise<void> {
  // Whoever has hung up by now has let go of it, too.
  await request.body?.cancel().catch(() => {});
}
