/** A request with this body. */
export function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  // `duplex` is what the Fetch standard asks of a streamed body, and what lib.dom does not know yet.
  return new Request("http://localhost/", { method: "POST", body, headers, ...{ duplex: "half" } });
}

/** A body without an end that counts what is taken of it. */
export function endless(): { stream: ReadableStream<Uint8Array>; taken: () => number } {
  return countedZeros(Infinity);
}

/** That many zeros, a thousand at a time, and how many of them were taken. */
export function countedZeros(
  size: number,
): { stream: ReadableStream<Uint8Array<ArrayBuffer>>; taken: () => number } {
  const piece = size === Infinity ? 1_000 : 1024 * 1024;
  let taken = 0;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (taken >= size) return controller.close();
      taken += piece;
      controller.enqueue(new Uint8Array(piece));
    },
  });
  return { stream, taken: () => taken };
}

/** Text or bytes, compressed. */
export async function compress(
  content: string | ReadableStream<Uint8Array<ArrayBuffer>>,
  format: CompressionFormat,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = typeof content === "string" ? new Blob([content]).stream() : content;
  const compressed = stream.pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}
