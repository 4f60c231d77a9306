/** Gives the access token for one request. */
export type AccessToken = string | (() => string | Promise<string>);

/**
 * Whether a text can be a token. One that was pasted with a line break would fail at every request, with a message
 * that shows it.
 */
export function isToken(text: unknown): text is string {
  return typeof text === "string" && /^[!-~]+$/.test(text);
}
