import { checkNumbers } from "../validation/numbers.ts";
import { isToken, type TokenContext } from "./access_token.ts";
import { type OAuthAppOptions, TokenEndpoint } from "./oauth_endpoint.ts";
import { TokenKeeper } from "./token_keeper.ts";
import { CarefulStore, type TokenStore, type TokenStoreFailure } from "./token_store.ts";

/** Settings of {@linkcode oauth}. */
export interface OAuthOptions extends OAuthAppOptions {
  /**
   * The account's refresh token, such as {@linkcode exchangeCode} gives. Where the store holds one, that is used first;
   * this one again where HubSpot refuses it. May be left out where there is a store.
   */
  refreshToken?: string;
  /** Keeps the tokens beyond this process, and shares them with others. Default: they are kept in memory. */
  store?: TokenStore;
  /**
   * Told what the store threw, as it was thrown; the tokens are in memory all the same, and saved again at the next
   * refresh. Default: nobody is.
   */
  onStoreFailure?: (failure: TokenStoreFailure) => void;
  /**
   * How long before its expiry an access token is renewed, in milliseconds; at most half of the time that it has left
   * when it comes. Default: 60,000.
   */
  refreshAheadMs?: number;
}

/**
 * Gives the current access token of an account that installed an OAuth app, for `accessToken` of a client.
 *
 * Near its expiry a token is renewed while it is still given. A new one is fetched once, however many wait for it, and
 * whoever stops waiting takes nothing from the others. The refresh token that comes back is used from then on, and is in
 * the store before the next refresh. A token that HubSpot answered 401 to is replaced, at most once a minute.
 *
 * The function made throws a {@linkcode HubSpotError} only where no unexpired token is left: with `grant_revoked` where
 * HubSpot does not take the refresh token any more, which is then asked again after a minute at the soonest; otherwise
 * with a `retryable` code and, where HubSpot said it, `retryAt`. No message, cause or hook holds a token or the secret.
 *
 * @throws {TypeError} If a credential is no word in ASCII, or there is neither `refreshToken` nor `store`.
 * @throws {RangeError} If a time is below 1 ms.
 * @see https://developers.hubspot.com/docs/api-reference/2026-03/authentication/oauth-tokens/refresh-oauth-token
 *
 * @example A client of an account that installed an app
 * ```ts
 * import { createClient, oauth } from "@hubline/timeline";
 *
 * const accessToken = oauth({
 *   clientId: "app-id",
 *   clientSecret: "app-secret",
 *   refreshToken: "refresh-token",
 *   deps: {
 *     // Stands in for HubSpot here; leave it out.
 *     fetch: () =>
 *       Promise.resolve(Response.json({ access_token: "a", refresh_token: "r", expires_in: 1800 })),
 *   },
 * });
 * const client = createClient({ accessToken });
 * if (await accessToken() !== "a") throw new Error("Expected the token of the answer");
 * ```
 */
export function oauth(options: OAuthOptions): (context?: TokenContext) => Promise<string> {
  const { refreshToken, store, refreshAheadMs = 60_000, onStoreFailure } = options;
  const endpoint = new TokenEndpoint(options);
  if (refreshToken === undefined && store === undefined) {
    throw new TypeError("Cannot use OAuth: either refreshToken or store must be given");
  }
  if (refreshToken !== undefined && !isToken(refreshToken)) {
    throw new TypeError("Cannot use OAuth: refreshToken must be one word in ASCII");
  }
  checkNumbers("use OAuth", { refreshAheadMs }, { least: 1 });
  const { deps, timeoutMs } = endpoint;
  const keeper = new TokenKeeper({
    endpoint,
    store: new CarefulStore(store, { deps, timeoutMs, onFailure: onStoreFailure }),
    refreshToken,
    refreshAheadMs,
  });
  return (context) => keeper.accessToken(context);
}
