import type { LoggedMessage } from "./logged_request.ts";

/** Longest text of one body that is kept, in bytes. */
const longestBody = 64 * 1024;

/** Request headers that are kept: who may add others, may put secrets in them. */
const keptHeaders: ReadonlySet<string> = new Set([
  "accept",
  "content-length",
  "content-type",
  "user-agent",
]);

/** Parameters whose values are, or may be, secrets. */
const secretName = /key|token|secret|code|password|assertion/i;

/** Bodies there hold client secrets and tokens. */
export function holdsSecrets(path: string): boolean {
  return path.startsWith("/oauth/");
}

/** The path and query of a request without the secrets in them. */
export function safePath({ pathname, searchParams }: URL): string {
  // The first version of the token endpoints has the token in its path.
  const path = pathname.replace(/^(\/oauth\/.*(?:access|refresh)-tokens\/).*$/, "$1***");
  const query = [...searchParams].map(([name, value]) =>
    `${encodeURIComponent(name)}=${secretName.test(name) ? "***" : encodeURIComponent(value)}`
  );
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

/** What the log keeps of a request. */
export function requestMessage(
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
  { secret }: { secret: boolean },
): LoggedMessage {
  const kept = [...headers].filter(([name]) => keptHeaders.has(name));
  return { headers: Object.fromEntries(kept), ...bodyOf(body, secret) };
}

/** What the log keeps of an answer. */
export function responseMessage(
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
  { secret }: { secret: boolean },
): LoggedMessage {
  const kept = [...headers].filter(([name]) => name !== "set-cookie" && name !== "location");
  return { headers: Object.fromEntries(kept), ...bodyOf(body, secret) };
}

function bodyOf(
  body: Uint8Array<ArrayBuffer>,
  secret: boolean,
): Pick<LoggedMessage, "body" | "bytes" | "isCapped"> {
  const bytes = body.byteLength;
  if (secret) return { bytes, isCapped: bytes > 0 };
  const text = new TextDecoder().decode(body.subarray(0, longestBody));
  return { body: text, bytes, isCapped: bytes > longestBody };
}
