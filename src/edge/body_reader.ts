import { BodyError } from "./body_error.ts";

/** Reads a body piece by piece. */
export interface BodyReader {
  /** The next piece; nothing at the end. Throws a {@linkcode BodyError} where the body cannot be read further. */
  read(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Lets go of the rest, and does not wait until its sender has done so, too: some runtimes never say. */
  cancel(): void;
}

/** Names of content codings (RFC 9110, section 8.4.1), and what the platform calls them. */
const codings: ReadonlyMap<string, "gzip" | "deflate"> = new Map([
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["deflate", "deflate"],
]);

/**
 * Compressed bytes given to the decompressor at a time. Deflate makes at most about 1,032 bytes of one, and some
 * runtimes hand out all that one piece makes as a whole: so there is never more than a mebibyte before it is counted.
 */
const sliceBytes = 1024;

/**
 * Opens the body of a request, decompressed where `mayBeCompressed` and its `Content-Encoding` says so.
 *
 * @throws {BodyError} `unsupported_encoding` for codings that are not known here.
 */
export function openBody(
  request: Request,
  { mayBeCompressed }: { mayBeCompressed: boolean },
): BodyReader {
  const coding = mayBeCompressed ? codingOf(request.headers) : undefined;
  const body = request.body?.getReader();
  if (body === undefined) {
    return { read: () => Promise.resolve(undefined), cancel: () => {} };
  }
  const raw: BodyReader = {
    async read() {
      return (await body.read().catch(throwAborted)).value;
    },
    // Whoever has hung up by now has let go of it, too.
    cancel: () => void body.cancel().catch(() => {}),
  };
  return coding === undefined ? raw : decompressed(raw, coding);
}

/** Throws what a body that cannot be read to its end is to us. */
export function throwAborted(cause: unknown): never {
  const message = "The body ended too soon: the connection was closed or broken";
  throw new BodyError("body_aborted", message, { cause });
}

function codingOf(headers: Headers): "gzip" | "deflate" | undefined {
  const name = (headers.get("content-encoding") ?? "").trim().toLowerCase();
  if (name === "" || name === "identity") return undefined;
  const coding = codings.get(name);
  if (coding !== undefined) return coding;
  throw new BodyError(
    "unsupported_encoding",
    "The Content-Encoding is not known here: send gzip, deflate or none",
  );
}

function decompressed(raw: BodyReader, coding: "gzip" | "deflate"): BodyReader {
  let failure: unknown;
  let piece: Uint8Array<ArrayBuffer> | undefined = new Uint8Array();
  const slices = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        while (piece?.length === 0) piece = await raw.read();
      } catch (error) {
        failure = error;
        return controller.error(error);
      }
      if (piece === undefined) return controller.close();
      controller.enqueue(piece.slice(0, sliceBytes));
      piece = piece.subarray(sliceBytes);
    },
    cancel: () => raw.cancel(),
  }, { highWaterMark: 0 });
  const reader = slices.pipeThrough(new DecompressionStream(coding)).getReader();
  return {
    async read() {
      try {
        return (await reader.read()).value;
      } catch (cause) {
        if (failure !== undefined) throw failure;
        const message = `The body is not ${coding}, as its Content-Encoding says, or not all of it`;
        throw new BodyError("invalid_encoding", message, { cause });
      }
    },
    cancel: () => void reader.cancel().catch(() => {}),
  };
}
