import { isToken } from "./access_token.ts";
import { isBaseUrl } from "./endpoints.ts";
import { HubSpotError } from "./errors.ts";
import { type OAuthAppOptions, TokenEndpoint } from "./oauth_endpoint.ts";
import type { StoredTokens } from "./token_store.ts";

/** What an app asks of the user who installs it. */
export interface AuthorizeUrlOptions {
  /** The app's client id. */
  clientId: string;
  /** Where HubSpot sends the user back to; one of the addresses in the app's settings. */
  redirectUri: string;
  /** Scopes that the app needs, such as `timeline`; at least one. */
  scopes: readonly string[];
  /** Scopes that the app can do without, where the account's subscription has not got them. Default: none. */
  optionalScopes?: readonly string[];
  /** Comes back beside the code; a random text that is compared then keeps strangers from sending codes of theirs. */
  state?: string;
  /** Base64url of the SHA-256 of a `codeVerifier`, for apps that use PKCE (RFC 7636). Default: none. */
  codeChallenge?: string;
  /** Id of the account, to spare the user the choice of one. Default: the user chooses. */
  hubId?: number;
  /** Address of HubSpot's pages. Default: `https://app.hubspot.com`. */
  baseUrl?: string;
}

/** Settings of {@linkcode exchangeCode}. */
export interface ExchangeCodeOptions extends OAuthAppOptions {
  /** What HubSpot sent the user back with, as `code` in the query. Can be used once, and soon. */
  code: string;
  /** The same address as in {@linkcode authorizeUrl}. */
  redirectUri: string;
  /** What the `codeChallenge` was made of. Default: none. */
  codeVerifier?: string;
  /** Ends the exchange with code `aborted`. Default: none. */
  signal?: AbortSignal;
}

/** What a user granted to an app: tokens to store, and of which account they are. */
export interface OAuthGrant extends StoredTokens {
  /** Id of the HubSpot account, if HubSpot says it. */
  hubId?: number;
  /** Id of the user who granted the access, if HubSpot says it. */
  userId?: number;
  /** What the tokens may be used for, if HubSpot says it. */
  scopes?: readonly string[];
}

/**
 * Address to send a user to, who installs the app there and comes back with a code for {@linkcode exchangeCode}.
 *
 * @throws {TypeError} If an address is none, or there is no scope.
 * @see https://developers.hubspot.com/docs/api/oauth-quickstart-guide
 *
 * @example
 * ```ts
 * import { authorizeUrl } from "@hubline/timeline";
 *
 * const url = authorizeUrl({
 *   clientId: "app-id",
 *   redirectUri: "https://example.com/installed",
 *   scopes: ["oauth", "timeline"],
 *   state: "a random text",
 * });
 * if (!url.includes("scope=oauth%20timeline&state=a%20random%20text")) throw new Error(url);
 * ```
 */
export function authorizeUrl(options: AuthorizeUrlOptions): string {
  const { clientId, redirectUri, scopes, optionalScopes = [], state, codeChallenge, hubId } =
    options;
  const { baseUrl = "https://app.hubspot.com" } = options;
  const failed = "Cannot make the address to authorize at";
  if (!isBaseUrl(baseUrl)) {
    throw new TypeError(
      `${failed}: baseUrl must be an http(s) address without user, query or fragment`,
    );
  }
  if (!URL.canParse(redirectUri)) {
    throw new TypeError(`${failed}: redirectUri must be a whole address: ${redirectUri}`);
  }
  if (scopes.length === 0 || ![...scopes, ...optionalScopes].every(isToken)) {
    throw new TypeError(`${failed}: scopes must be words, at least one: ${scopes.join(", ")}`);
  }
  const fields: [string, string | undefined][] = [
    ["client_id", clientId],
    ["redirect_uri", redirectUri],
    ["scope", scopes.join(" ")],
    ["optional_scope", optionalScopes.length === 0 ? undefined : optionalScopes.join(" ")],
    ["state", state],
    ["code_challenge", codeChallenge],
    ["code_challenge_method", codeChallenge === undefined ? undefined : "S256"],
  ];
  // Not by URLSearchParams: it writes spaces as plus signs, HubSpot's own clients write them as %20.
  const query = fields.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]
  ).join("&");
  const account = hubId === undefined ? "" : `/${hubId}`;
  return `${baseUrl.replace(/\/+$/, "")}/oauth${account}/authorize?${query}`;
}

/**
 * Exchanges the code that a user came back with for the account's first tokens.
 *
 * @throws {HubSpotError} If HubSpot does not take the code (`refused`), or cannot be asked. No message holds a secret.
 * @throws {TypeError} If a credential is no word in ASCII.
 * @see https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide
 *
 * @example
 * ```ts
 * import { exchangeCode } from "@hubline/timeline";
 *
 * const grant = await exchangeCode({
 *   clientId: "app-id",
 *   clientSecret: "app-secret",
 *   code: "code-from-the-query",
 *   redirectUri: "https://example.com/installed",
 *   deps: {
 *     // Stands in for HubSpot here; leave it out.
 *     fetch: () =>
 *       Promise.resolve(Response.json({ access_token: "a", refresh_token: "r", expires_in: 1800 })),
 *   },
 * });
 * // Store the grant, and hand `grant.refreshToken` or the store to `oauth`.
 * if (grant.refreshToken !== "r") throw new Error("Expected the refresh token of the answer");
 * ```
 */
export async function exchangeCode(options: ExchangeCodeOptions): Promise<OAuthGrant> {
  const { code, redirectUri, codeVerifier, signal } = options;
  const operation = "exchange the code for tokens";
  const answer = await new TokenEndpoint(options).request({
    operation,
    form: {
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri,
      ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
    },
    signal,
  });
  const { refreshToken, ...rest } = answer;
  if (refreshToken === undefined) {
    throw new HubSpotError(
      "unclear_answer",
      `Cannot ${operation}: HubSpot's answer is not as documented: it holds no refresh token`,
    );
  }
  return { ...rest, refreshToken };
}
