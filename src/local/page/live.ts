/** Open pages that want to hear when something changes, by server-sent events. */
export class LiveStreams {
  readonly #open = new Set<ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>>();

  /** How many pages listen. */
  get size(): number {
    return this.#open.size;
  }

  /** Opens a stream for one page. */
  open(): Response {
    let own: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        own = controller;
        this.#open.add(own);
        own.enqueue(line("retry: 1000\n\n"));
      },
      cancel: () => {
        this.#open.delete(own);
      },
    });
    return new Response(stream, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  }

  /** Tells every page that something changed. */
  tell(): void {
    for (const controller of this.#open) {
      // A page that has not taken the last word yet needs no second: both say only "look again".
      if ((controller.desiredSize ?? 0) > 0) controller.enqueue(line("data: changed\n\n"));
    }
  }

  /** Ends every stream, so that a server can stop. */
  end(): void {
    for (const controller of this.#open) controller.close();
    this.#open.clear();
  }
}

function line(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
