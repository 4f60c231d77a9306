/**
 * How a request counts: among the app's requests, in one of the windows that HubSpot keeps beside them, or not at
 * all.
 */
export type RequestKind = "ordinary" | "custom_event" | "search" | "uncounted";

const customEventSend = /^\/events\/(?:custom\/)?[^/]+\/send(?:\/batch)?\/?$/;
const search = /^\/crm\/.+\/search\/?$/;

/** Says by its path how a request counts. Tokens are asked for outside the limits of the app that asks. */
export function requestKind(path: string): RequestKind {
  if (customEventSend.test(path)) return "custom_event";
  if (search.test(path)) return "search";
  return path.startsWith("/oauth/") ? "uncounted" : "ordinary";
}
