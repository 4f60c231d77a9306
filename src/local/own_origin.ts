import { isOwnHost } from "./page/host.ts";

/**
 * Whether a page of another machine's has a browser ask. It could read and write people's timelines here by a name of its
 * own that leads to 127.0.0.1 (DNS rebinding), since any token is good. Programs name no origin.
 */
export function isFromForeignPage(request: Request, hosts: readonly string[]): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return false;
  return !URL.canParse(origin) || !isOwnHost(new URL(origin).hostname, hosts);
}

/**
 * Whether a request that changes something comes from no page of another site. A browser sends a form or plain text
 * anywhere on any page's behalf; it says on whose, and programs say nothing.
 */
export function isFromHere(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) {
    const site = request.headers.get("sec-fetch-site");
    return site === null || site === "same-origin" || site === "none";
  }
  return URL.canParse(origin) && new URL(origin).host === new URL(request.url).host;
}
