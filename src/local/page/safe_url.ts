/** Names by which a machine means itself. */
const ownNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a host name, without port, means this machine. */
export function isOwnName(hostname: string): boolean {
  return ownNames.has(hostname.toLowerCase());
}

/**
 * The address, written out plainly, if it may be linked: `https:`, or `http:` on this machine. A stranger may have
 * chosen it, so `javascript:` and all else are no links, and neither are addresses with a user name in them, which
 * only serve to look like another host's.
 */
export function safeUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return undefined;
  const safe = url.protocol === "https:" || (url.protocol === "http:" && isOwnName(url.hostname));
  return safe ? url.href : undefined;
}

/** The address, written out plainly, if it is `https:` and may be linked. */
export function httpsUrl(text: string | undefined): string | undefined {
  const url = safeUrl(text);
  return url?.startsWith("https:") ? url : undefined;
}
