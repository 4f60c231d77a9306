import type { TokenBook } from "../oauth/token_book.ts";

/**
 * Says whose limits a request counts towards. The token of a private app is its own and never changes; the tokens that
 * an OAuth app was given here count together, and so do all tokens of which nobody knows the app.
 */
export function appOf(
  request: Request,
  tokens: Pick<TokenBook, "ownerOf">,
): { app: string; isPrivateApp: boolean } {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (token?.startsWith("pat-")) return { app: token, isPrivateApp: true };
  const owner = token === undefined ? undefined : tokens.ownerOf(token);
  return { app: owner === undefined ? "oauth" : `oauth ${owner.clientId}`, isPrivateApp: false };
}
