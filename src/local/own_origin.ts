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
