/** Bytes that are taken together, and the first bytes of those that hold the length in the last such block. */
const blockLength = 64;

/** What is added in each of the four quarters of a block (section 4.2.1). */
const constants = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6] as const;

/**
 * Computes the SHA-1 of bytes, for ids and nothing that has to keep anybody out. Web Crypto's digest goes to another thread
 * and back, which for the few bytes of an id takes several times as long as to compute it.
 *
 * @see https://doi.org/10.6028/NIST.FIPS.180-4
 */
export function sha1(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const padded = pad(bytes);
  const words = new Int32Array(80);
  for (let start = 0; start < padded.byteLength; start += blockLength) {
    for (let at = 0; at < 16; at++) words[at] = padded.getInt32(start + 4 * at);
    addBlock(state, words);
  }
  const digest = new DataView(new ArrayBuffer(20));
  for (const [at, word] of state.entries()) digest.setInt32(4 * at, word);
  return new Uint8Array(digest.buffer);
}

/** Fills whole blocks: a bit that is set, zeros, and the length in bits (section 5.1.1). */
function pad(bytes: Uint8Array): DataView {
  const length = Math.ceil((bytes.length + 9) / blockLength) * blockLength;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  return view;
}

/** Takes in one block, of which the first 16 words are given (section 6.1.2). */
function addBlock(state: Int32Array, words: Int32Array): void {
  for (let at = 16; at < 80; at++) {
    const mixed = (words[at - 3] ?? 0) ^ (words[at - 8] ?? 0) ^ (words[at - 14] ?? 0);
    words[at] = rotated(mixed ^ (words[at - 16] ?? 0), 1);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let at = 0; at < 80; at++) {
    const quarter = Math.floor(at / 20);
    const chosen = choose(quarter, b, c, d) + (constants[quarter] ?? 0);
    const next = (rotated(a, 5) + chosen + e + (words[at] ?? 0)) | 0;
    e = d;
    d = c;
    c = rotated(b, 30);
    b = a;
    a = next;
  }
  for (const [at, word] of [a, b, c, d, e].entries()) state[at] = (state[at] ?? 0) + word;
}

/** The function of each quarter (section 4.1.1). */
function choose(quarter: number, b: number, c: number, d: number): number {
  if (quarter === 0) return (b & c) | (~b & d);
  if (quarter === 2) return (b & c) | (b & d) | (c & d);
  return b ^ c ^ d;
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
