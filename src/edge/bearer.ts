import { isSameText } from "../sources/signature.ts";

/**
 * Says whether a request carries the token (RFC 6750). Digests are compared, in constant time, so that neither
 * the token's text nor its length can be found out by timing.
 */
export async function hasBearer(headers: Headers, token: string): Promise<boolean> {
  const given = /^bearer +(\S+)$/i.exec(headers.get("authorization")?.trim() ?? "")?.[1];
  return given !== undefined && await isSameText(given, token);
}
