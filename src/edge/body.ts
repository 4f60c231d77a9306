import { type Deps, setAlarm } from "../transport/deps.ts";
import type { BodyHold } from "./body_budget.ts";
import { BodyError } from "./body_error.ts";
import { type BodyReader, openBody, throwAborted } from "./body_reader.ts";

/** What reading the body of one request needs. */
export interface BodyContext {
  /** What the body takes of the memory that all bodies have together. */
  hold: BodyHold;
  /** Longest time for the body to come, in milliseconds. */
  timeoutMs: number;
  /** The clock. */
  deps: Pick<Deps, "sleep">;
  /** Whether bodies are as long as `Content-Length` says, which their server sees to. Default: `false`. */
  trustContentLength?: boolean;
}

/** How a body is read. */
export interface ReadBodyOptions extends BodyContext {
  /** Largest body, in bytes; of what comes out, where the body is compressed. */
  maxBytes: number;
  /** Whether `Content-Encoding` is undone. Default: `false`, the bytes stay as they came. */
  mayBeCompressed?: boolean;
}

/** Longest body that is read in one go, in bytes: its server has it in memory by then anyway. */
const smallBody = 64 * 1024;

/**
 * Reads a body whole, up to a cap. Where it is not trusted, `Content-Length` can only speed up a no: a body may be longer
 * than its sender says, or come without a length (RFC 9112, section 6.3).
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
  const isCompressed = mayBeCompressed && request.headers.has("content-encoding");
  if (options.trustContentLength && stated > 0 && stated <= smallBody && !isCompressed) {
    return await inTime(readAtOnce(request, options), options);
  }
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
export function inTime<T>(
  coming: Promise<T>,
  { timeoutMs, deps }: Pick<BodyContext, "timeoutMs" | "deps">,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = setAlarm(deps, {
      ms: timeoutMs,
      act: () =>
        reject(
          new BodyError(
            "body_timeout",
            `The body took too long: it has ${timeoutMs} ms to come`,
          ),
        ),
    });
    coming.then(resolve, reject).finally(callOff);
  });
}

/** Many times faster than piece by piece where a server has no streams beneath, as Node's has not. */
async function readAtOnce(
  request: Request,
  { hold }: ReadBodyOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(await request.arrayBuffer().catch(throwAborted));
  hold.resize(whole.length);
  return whole;
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
