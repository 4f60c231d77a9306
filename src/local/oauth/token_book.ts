import type { Deps } from "../../transport/deps.ts";
import type { LocalRules } from "../rules.ts";
import { anyApp, type App, type LocalApp, readApp, type Scopes, type StaticToken } from "./apps.ts";

/** A token that was given out. */
export interface AccessGrant {
  /** The app that it was given to. */
  app: App;
  /** What it may do. */
  scopes: Scopes;
  /** When it ends, in milliseconds since 1970. */
  expiresAt: number;
  /** How it was asked for. */
  use: "access_token" | "client_credentials";
}

/** What is known of a token that came with a request. */
export type TokenState =
  | {
    /** It is good. */
    state: "good";
    /** What it may do. */
    scopes: Scopes;
  }
  | {
    /** It was good. */
    state: "expired";
    /** Until when, in milliseconds since 1970. */
    expiredAt: number;
  }
  | {
    /** It never was, or nobody knows. */
    state: "unknown";
  };

/** Apps and tokens to begin with. */
export interface OAuthSeeds {
  /** Apps that may ask for tokens. Default: none. */
  apps?: readonly LocalApp[];
  /** Tokens that are good from the beginning. Default: none. */
  accessTokens?: readonly StaticToken[];
}

/** The apps of an account, and the tokens that they were given. */
export class TokenBook {
  readonly #tokens: LocalRules["tokens"];
  readonly #deps: Pick<Deps, "now" | "uuid">;
  readonly #apps = new Map<string, { app: App; secret: string }>();
  readonly #developerKeys = new Set<string>();
  readonly #static = new Map<string, Scopes>();
  readonly #codes = new Map<string, App>();
  readonly #spentCodes = new Set<string>();
  readonly #seededRefresh = new Map<string, App>();
  readonly #refresh = new Map<string, App>();
  readonly #revoked = new Set<string>();
  readonly #access = new Map<string, AccessGrant>();

  /** Opens a book; throws a `RangeError` for an app that is there twice or cannot be. */
  constructor(
    { apps = [], accessTokens = [] }: OAuthSeeds,
    { tokens, deps }: { tokens: LocalRules["tokens"]; deps: Pick<Deps, "now" | "uuid"> },
  ) {
    this.#tokens = tokens;
    this.#deps = deps;
    for (const seed of apps) this.#seed(seed);
    for (const { token, scopes = "all" } of accessTokens) this.#static.set(token, scopes);
    this.reset();
  }

  /** What is known of an access token. */
  look(token: string): TokenState {
    const grant = this.#access.get(token);
    if (grant !== undefined) {
      return this.#deps.now() < grant.expiresAt
        ? { state: "good", scopes: grant.scopes }
        : { state: "expired", expiredAt: grant.expiresAt };
    }
    const scopes = this.#static.get(token) ?? (this.#tokens === "any" ? "all" : undefined);
    return scopes === undefined ? { state: "unknown" } : { state: "good", scopes };
  }

  /** Whether a developer API key is good. */
  isDeveloperKey(key: string): boolean {
    return this.#tokens === "any" || this.#developerKeys.has(key);
  }

  /** Finds an app, and says which of its two words is wrong. */
  app(clientId: string, clientSecret: string): App | "bad_id" | "bad_secret" {
    const known = this.#apps.get(clientId);
    if (known === undefined) return this.#tokens === "any" ? anyApp(clientId) : "bad_id";
    return known.secret === clientSecret ? known.app : "bad_secret";
  }

  /** Uses an authorization code up; says whether it was good for this app. */
  useCode(code: string, app: App): boolean {
    if (this.#spentCodes.has(code)) return false;
    this.#spentCodes.add(code);
    return this.#isOwn(this.#codes.get(code), app);
  }

  /** Whether a refresh token is good for this app. */
  isRefreshToken(token: string, app: App): boolean {
    if (this.#revoked.has(token)) return false;
    return this.#isOwn(this.#refresh.get(token), app);
  }

  /** Gives out a refresh token. */
  giveRefreshToken(app: App): string {
    const token = `na1-${this.#deps.uuid()}`;
    this.#refresh.set(token, app);
    return token;
  }

  /** Ends a good refresh token and gives out another. */
  rotate(token: string, app: App): string {
    this.revoke(token, app);
    return this.giveRefreshToken(app);
  }

  /** Gives out an access token. */
  giveAccessToken(app: App, { scopes, use }: Pick<AccessGrant, "scopes" | "use">): string {
    const token = `local-${this.#deps.uuid()}`;
    const expiresAt = this.#deps.now() + app.expiresIn * 1000;
    this.#access.set(token, { app, scopes, use, expiresAt });
    return token;
  }

  /** What was given out as an access token; missing where it was not given out here. */
  grant(token: string): AccessGrant | undefined {
    return this.#access.get(token);
  }

  /** The app that an access token was given to; missing where it was not given out here. */
  ownerOf(token: string): App | undefined {
    return this.#access.get(token)?.app;
  }

  /** The app whose refresh token this is; missing where it was ended, or is nobody's. */
  refreshOwner(token: string): App | undefined {
    return this.#revoked.has(token) ? undefined : this.#refresh.get(token);
  }

  /** Ends a refresh token; access tokens that came of it live on. */
  revoke(token: string, app: App): void {
    if (this.isRefreshToken(token, app)) this.#revoked.add(token);
  }

  /** Makes it as it was when it was new: what was given out is good no longer, what was ended is good again. */
  reset(): void {
    for (const book of [this.#access, this.#refresh, this.#revoked, this.#spentCodes]) book.clear();
    for (const [token, app] of this.#seededRefresh) this.#refresh.set(token, app);
  }

  /** Only the rule `any` lets an app through that nobody named: its codes and tokens nobody named either. */
  #isOwn(owner: App | undefined, app: App): boolean {
    if (owner === undefined) return !this.#apps.has(app.clientId);
    return owner.clientId === app.clientId;
  }

  #seed(seed: LocalApp): void {
    if (this.#apps.has(seed.clientId)) {
      throw new RangeError(
        `Cannot make Local HubSpot: an app with client id "${seed.clientId}" is there already`,
      );
    }
    const app = readApp(seed);
    this.#apps.set(app.clientId, { app, secret: seed.clientSecret });
    for (const code of seed.codes ?? []) this.#codes.set(code, app);
    for (const token of seed.refreshTokens ?? []) this.#seededRefresh.set(token, app);
    if (seed.developerApiKey !== undefined) this.#developerKeys.add(seed.developerApiKey);
  }
}
