/** What was read of a body. */
export interface CappedBody {
  /** The bytes, up to the cap. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Whether that is all of it; what is over the cap is not read. */
  isWhole: boolean;
}

/** Reads the body of a request or an answer up to `maxBytes`, whatever length its sender stated. */
export async function readCapped(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<CappedBody> {
  if (body === null) return { bytes: new Uint8Array(), isWhole: true };
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const room = maxBytes - size;
    const chunk = part.value.byteLength > room ? part.value.subarray(0, room) : part.value;
    chunks.push(chunk);
    size += chunk.byteLength;
    if (chunk.byteLength < part.value.byteLength) {
      await reader.cancel();
      return { bytes: joined(chunks, size), isWhole: false };
    }
  }
  return { bytes: joined(chunks, size), isWhole: true };
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
