import { isSameText } from "../sources/signature.ts";
import { type Answer, errorAnswer } from "./answers.ts";
import { discardBody } from "./body.ts";

/**
 * Says whether a request carries the token (RFC 6750). They are compared in constant time, so that neither the token's
 * text nor its length can be found out by timing.
 */
export function hasBearer(headers: Headers, token: string): boolean {
  const given = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  return given !== undefined && isSameText(given, token);
}

/** Answers 401 to a request without the token, and lets go of its body; nothing where it has the token. */
export function refuseStranger(request: Request, token: string): Answer | undefined {
  if (hasBearer(request.headers, token)) return undefined;
  discardBody(request);
  return errorAnswer("unauthorized", "Expected the header Authorization: Bearer with the token", {
    headers: { "www-authenticate": "Bearer" },
  });
}
