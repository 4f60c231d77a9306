/** An app that may ask for tokens. */
export interface LocalApp {
  /** The app's client id. */
  clientId: string;
  /** The app's client secret. */
  clientSecret: string;
  /** Number of the app. Default: 1. */
  appId?: number;
  /** What the app may do. Default: everything. */
  scopes?: readonly string[];
  /** Addresses to which authorization codes go; a code is good with one of them. Default: any. */
  redirectUris?: readonly string[];
  /** Authorization codes that are good once. Default: none. */
  codes?: readonly string[];
  /** Refresh tokens of accounts that installed the app. Default: none. */
  refreshTokens?: readonly string[];
  /** The app's developer API key, good for templates as `?hapikey=`. Default: none. */
  developerApiKey?: string;
  /** Life of an access token in seconds. Default: 1800, as HubSpot's. */
  expiresIn?: number;
}

/** A token that is good without having been asked for, as a private app's is. */
export interface StaticToken {
  /** The token. */
  token: string;
  /** What it may do. Default: everything. */
  scopes?: readonly string[];
}

/** What a token may do; `all` for everything. */
export type Scopes = readonly string[] | "all";

/** An app with everything filled in. */
export interface App {
  /** Client id. */
  clientId: string;
  /** Number of the app. */
  appId: number;
  /** What it may do. */
  scopes: Scopes;
  /** Where codes go; missing for anywhere. */
  redirectUris?: readonly string[];
  /** Life of an access token in seconds. */
  expiresIn: number;
}

/** Life of HubSpot's access tokens, in seconds. */
const usualExpiresIn = 1800;

/** Fills in what is not given; throws a `RangeError` for a lifetime that is none. */
export function readApp(app: LocalApp): App {
  const { clientId, appId = 1, scopes = "all", redirectUris, expiresIn = usualExpiresIn } = app;
  if (!Number.isSafeInteger(expiresIn) || expiresIn < 1) {
    throw new RangeError(
      `Cannot make Local HubSpot: expiresIn of app "${clientId}" must be whole seconds, but is ${expiresIn}`,
    );
  }
  return { clientId, appId, scopes, expiresIn, ...(redirectUris && { redirectUris }) };
}

/** An app that nobody named, for whoever tries things out: it may do everything. */
export function anyApp(clientId: string): App {
  return { clientId, appId: 1, scopes: "all", expiresIn: usualExpiresIn };
}

/** Whether a token with these scopes may do what any of the others allows. */
export function allows(scopes: Scopes, anyOf: readonly string[]): boolean {
  return scopes === "all" || anyOf.some((scope) => scopes.includes(scope));
}
