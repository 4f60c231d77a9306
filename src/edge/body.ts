import type { Deps } from "../transport/deps.ts";
import type { BodyHold } from "./body_budget.ts";
import { BodyError } from "./body_error.ts";
import { type BodyReader, openBody } from "./body_reader.ts";

/** What reading the body of one request needs. */
export interface BodyContext {
  /** What the body takes of the memory that all bodies have together. */
  hold: BodyHold;
  /** Longest time for the body to come, in milliseconds. */
  timeoutMs: number;
  /** The clock. */
  deps: Pick<Deps, "sleep">;
}

/** How a body is read. */
export interface ReadBodyOptions extends BodyContext {
  /** Largest body, in bytes; of what comes out, where the body is compressed. */
  maxBytes: number;
  /** Whether `Content-Encoding` is undone. Default: `false`, the bytes stay as they came. */
  mayBeCompressed?: boolean;
}

/**
 * Reads a body whole, up to a cap. `Content-Length` can only speed up a no: a body may be longer than its sender
 * says, or come without a length (RFC 9112, section 6.3).
 *
 * @throws {BodyError} If it cannot be read; the rest of it is not read.
 */
export async function readBody(
  request: Request,
  options: ReadBodyOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { maxBytes, mayBeCompressed = false } = options;
  const stated = Number(request.headers.get("content-length"));
  if (stated > maxBytes) throw tooLarge(maxBytes);
  const body = openBody(request, { mayBeCompressed });
  try {
    return await inTime(readAll(body, options), options);
  } catch (error) {
    body.cancel();
    throw error;
  }
}

/** Lets go of a body that nobody will read, and does not wait until its sender has done so, too. */
export function discardBody(request: Request): void {
  // Whoever has hung up by now has let go of it, too; and whoever reads it will let go of it himself.
  request.body?.cancel().catch(() => {});
}

/** Waits for something of a body, up to the time that it has. Throws a {@linkcode BodyError} `body_timeout`. */
export async function inTime<T>(
  coming: Promise<T>,
  { timeoutMs, deps }: Pick<BodyContext, "timeoutMs" | "deps">,
): Promise<T> {
  const finished = new AbortController();
  const late = deps.sleep(timeoutMs, finished.signal).then(() => {
    throw new BodyError(
      "body_timeout",
      `The body took too long: it has ${timeoutMs} ms to come`,
    );
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    finished.abort();
  }
}

async function readAll(
  body: BodyReader,
  { maxBytes, hold }: ReadBodyOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (let piece = await body.read(); piece !== undefined; piece = await body.read()) {
    size += piece.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    hold.resize(size);
    pieces.push(piece);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}

function tooLarge(maxBytes: number): BodyError {
  return new BodyError(
    "body_too_large",
    `The body is too large: at most ${maxBytes} bytes are taken`,
  );
}
