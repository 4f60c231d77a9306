/** Why a token is asked for. */
export interface TokenContext {
  /** The token that HubSpot answered 401 to; another one is wanted. */
  rejected?: string;
}

/** An access token, or what gives the current one for each request. */
export type AccessToken = string | ((context?: TokenContext) => string | Promise<string>);

/**
 * Whether a text can be a token. One that was pasted with a line break would fail at every request, with a message
 * that shows it.
 */
export function isToken(text: unknown): text is string {
  return typeof text === "string" && /^[!-~]+$/.test(text);
}
