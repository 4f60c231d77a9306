/**
 * Thrown where no answer comes, as `fetch` does: the connection broke. A server in front of Local HubSpot cuts the
 * connection in its place.
 */
export class ConnectionReset extends TypeError {
  /** Makes the error; its `cause` bears the code that the runtimes' own have. */
  constructor() {
    const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    super("No answer from Local HubSpot: the connection was reset, as a fault demanded", { cause });
  }
}

/** How a {@linkcode WireResponse} is made up. */
export interface WireResponseOptions {
  /** HTTP status. */
  status: number;
  /** All headers; none is added. */
  headers: Headers;
  /** After how many bytes of the body the connection breaks. Default: it does not. */
  cutAfter?: number;
}

/**
 * An answer that a server must put on the wire as it stands, without headers of its own making. Where it is cut, its
 * Content-Length is that of the whole body, and reading the body fails after the part that is sent.
 */
export class WireResponse extends Response {
  /** The part of the body that is sent. */
  readonly sent: Uint8Array<ArrayBuffer>;
  /** Whether the connection breaks after it. */
  readonly isCut: boolean;

  /** Makes the answer. */
  constructor(
    body: Uint8Array<ArrayBuffer>,
    { status, headers, cutAfter }: WireResponseOptions,
  ) {
    const isCut = cutAfter !== undefined;
    const sent = isCut ? body.slice(0, cutAfter) : body;
    const complete = new Headers(headers);
    complete.set("content-length", String(body.byteLength));
    super(isCut ? cutStream(sent) : body, { status, headers: complete });
    this.sent = sent;
    this.isCut = isCut;
  }
}

function cutStream(sent: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) return controller.error(new ConnectionReset());
      isSent = true;
      controller.enqueue(sent);
    },
  }, { highWaterMark: 0 });
}
