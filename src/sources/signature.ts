/**
 * Compares two byte strings in a time that depends on their length alone, so that a stranger cannot find a signature
 * byte by byte. Different lengths are told at once: the length of a signature is no secret.
 */
export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}

/** Computes the HMAC-SHA-256 of bytes with some secret. */
export type Signer = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * Computes the HMAC-SHA-256 of bytes. A secret given as text is taken as its UTF-8.
 *
 * Throws a `RangeError` for an empty secret, with which anybody could sign.
 */
export async function hmacSha256(
  secret: string | Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return await createSigner(secret)(bytes);
}

/** Does what {@linkcode hmacSha256} does for one secret, whose key is made once. Throws as it does. */
export function createSigner(secret: string | Uint8Array<ArrayBuffer>): Signer {
  const raw = typeof secret === "string" ? new TextEncoder().encode(secret) : secret;
  if (raw.length === 0) throw new RangeError("Cannot sign: the secret must not be empty");
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  // The key and not its promise is kept: on Workers a request must not wait for what another one began.
  let key: CryptoKey | undefined;
  return async (bytes) => {
    key ??= await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes));
  };
}

/**
 * Compares two texts in a time that depends on the given one's length alone, so that a stranger learns by timing neither
 * where they differ nor how long the expected one is.
 */
export function isSameText(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let at = 0; at < given.length; at++) {
    // Round and round, so that the expected one's end makes no difference.
    difference |= given.charCodeAt(at) ^ expected.charCodeAt(at % expected.length);
  }
  return difference === 0;
}

/** Computes the SHA-256 of bytes. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** Puts bytes and texts, as their UTF-8, one behind the other: what a sender signs is seldom the body alone. */
export function joinBytes(
  parts: readonly (string | Uint8Array<ArrayBuffer>)[],
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pieces = parts.map((part) => typeof part === "string" ? encoder.encode(part) : part);
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Writes bytes as Base64 (RFC 4648, section 4), with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Reads Base64 (RFC 4648, section 4), whose padding may be missing; nothing where the text is none. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = text.replace(/={1,2}$/, "");
  if (digits.length % 4 === 1 || !/^[A-Za-z0-9+/]*$/.test(digits)) return undefined;
  return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0));
}

/** Writes bytes as lower-case hexadecimal digits. */
export function encodeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Reads hexadecimal digits of either case; nothing where the text holds anything else or half a byte. */
export function decodeHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = parseInt(text.slice(2 * at, 2 * at + 2), 16);
  }
  return bytes;
}
