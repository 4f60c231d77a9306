import { timingSafeEqual } from "../sources/signature.ts";

/**
 * Says whether a request carries the token (RFC 6750). Digests are compared, in constant time, so that neither
 * the token's text nor its length can be found out by timing.
 */
export async function hasBearer(headers: Headers, token: string): Promise<boolean> {
  const given = /^bearer +(\S+)$/i.exec(headers.get("authorization")?.trim() ?? "")?.[1];
  if (given === undefined) return false;
  const [a, b] = await Promise.all([digest(given), digest(token)]);
  return timingSafeEqual(a, b);
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
