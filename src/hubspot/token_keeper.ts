import type { TokenContext } from "./access_token.ts";
import { HubSpotError } from "./errors.ts";
import type { TokenEndpoint } from "./oauth_endpoint.ts";
import type { CarefulStore, StoredTokens } from "./token_store.ts";

/** What a {@linkcode TokenKeeper} works with. */
export interface TokenKeeperOptions {
  /** Gives new tokens. */
  endpoint: TokenEndpoint;
  /** Keeps the tokens. */
  store: CarefulStore;
  /** The refresh token that was configured. */
  refreshToken: string | undefined;
  /** How long before its expiry an access token is renewed, in milliseconds. */
  refreshAheadMs: number;
}

interface Access {
  token: string;
  expiresAt: number;
  /** From then on a new one is fetched, while this one is still given. */
  refreshAt: number;
}

interface Flight {
  startedAt: number;
  token: Promise<string>;
}

/** A failed refresh, and for how long it stands for those who ask meanwhile. */
interface Failure {
  error: HubSpotError;
  from: number;
  until: number;
}

/** A refused token is renewed once in this time: where HubSpot refuses every one, it is not the token's fault. */
const forcedIntervalMs = 60_000;

/** How long a refusal that will not pass by itself is remembered; then somebody may have put it right. */
const lastingFailureMs = 60_000;

/** How long a fault of which HubSpot states no end is remembered, on top of the retries that it has had. */
const passingFailureMs = 1_000;

/** Has the current access token of one account, and sees to it that there is one. */
export class TokenKeeper {
  readonly #options: TokenKeeperOptions;
  readonly #longestFlightMs: number;
  #access: Access | undefined;
  #refreshToken: string | undefined;
  /** Whether the store has not got what this process has. */
  #isUnsaved = false;
  #flight: Flight | undefined;
  #failure: Failure | undefined;
  #rejected: string | undefined;
  #forcedAt = -Infinity;

  constructor(options: TokenKeeperOptions) {
    this.#options = options;
    // More than the default policy's attempts and waits together.
    this.#longestFlightMs = 4 * options.endpoint.timeoutMs + 60_000;
  }

  /**
   * The current access token.
   *
   * @throws {HubSpotError} If there is none that has not expired, and none is to be had.
   */
  async accessToken({ rejected }: TokenContext = {}): Promise<string> {
    const now = this.#now();
    if (rejected !== undefined) this.#reject(rejected, now);
    const access = this.#access;
    const failure = this.#failureAt(now);
    if (access === undefined || now >= access.expiresAt) {
      if (failure !== undefined) throw failure.error;
      return await this.#refresh(now);
    }
    if (now >= access.refreshAt && failure === undefined) {
      // Nobody has to wait for it yet, nor to know if it fails.
      this.#refresh(now).catch(() => {});
    }
    return access.token;
  }

  /** Gives up a token that HubSpot did not take, unless it is an old one, or the last was given up only just now. */
  #reject(rejected: string, now: number): void {
    if (this.#access?.token !== rejected) return;
    const sinceForcedMs = now - this.#forcedAt;
    // A clock that was set back says nothing about how long ago that was.
    if (sinceForcedMs >= 0 && sinceForcedMs < forcedIntervalMs) return;
    this.#forcedAt = now;
    this.#rejected = rejected;
    this.#access = undefined;
  }

  #failureAt(now: number): Failure | undefined {
    const failure = this.#failure;
    const stands = failure !== undefined && now >= failure.from && now < failure.until;
    return stands ? failure : undefined;
  }

  /** One refresh for all who wait; nobody's signal ends it, since others may need it. */
  #refresh(now: number): Promise<string> {
    const current = this.#flight;
    // On Workers a refresh dies with the request that began it, and its promise never settles.
    if (current !== undefined && now - current.startedAt <= this.#longestFlightMs) {
      return current.token;
    }
    const flight: Flight = { startedAt: now, token: this.#renew() };
    this.#flight = flight;
    const land = () => {
      if (this.#flight === flight) this.#flight = undefined;
    };
    flight.token.then(land, land);
    return flight.token;
  }

  async #renew(): Promise<string> {
    try {
      const stored = await this.#options.store.load();
      if (stored !== undefined && this.#isNews(stored)) return this.#hold(stored);
      const tokens = await this.#ask(stored);
      this.#hold(tokens);
      this.#isUnsaved = !await this.#options.store.save(tokens);
      return tokens.accessToken;
    } catch (error) {
      if (error instanceof HubSpotError) this.#remember(error);
      throw error;
    }
  }

  /** Whether another process has been to HubSpot already. */
  #isNews({ accessToken, expiresAt }: StoredTokens): boolean {
    return !this.#isUnsaved && accessToken !== this.#rejected &&
      expiresAt - this.#now() > this.#options.refreshAheadMs;
  }

  /**
   * Asks with the newest refresh token; where HubSpot does not take it, with a newer one that another process may have
   * stored meanwhile, then with the configured one, which a new installation may have brought.
   */
  async #ask(loaded: StoredTokens | undefined): Promise<StoredTokens> {
    const { endpoint, store, refreshToken: configured } = this.#options;
    const refused = new Set<string>();
    let stored = loaded;
    let refusal = new HubSpotError(
      "unauthorized",
      "Cannot refresh the access token: no refresh token was given, and the store holds none",
    );
    const next = () => {
      const known = [stored?.refreshToken, this.#refreshToken];
      if (this.#isUnsaved) known.reverse();
      return [...known, configured].find((token) => token !== undefined && !refused.has(token));
    };
    for (let token = next(); token !== undefined; token = next()) {
      try {
        const answer = await endpoint.request({
          operation: "refresh the access token",
          form: { grant_type: "refresh_token", refresh_token: token },
        });
        const { accessToken, expiresAt, refreshToken = token } = answer;
        return { refreshToken, accessToken, expiresAt };
      } catch (error) {
        if (!(error instanceof HubSpotError) || error.code !== "grant_revoked") throw error;
        refusal = error;
        refused.add(token);
        stored = await store.load();
      }
    }
    throw refusal;
  }

  #hold({ refreshToken, accessToken, expiresAt }: StoredTokens): string {
    // One that lives for less than two such spans would be renewed at once, again and again.
    const leftMs = expiresAt - this.#now();
    const refreshAt = expiresAt - Math.min(this.#options.refreshAheadMs, leftMs / 2);
    this.#access = { token: accessToken, expiresAt, refreshAt };
    this.#refreshToken = refreshToken;
    return accessToken;
  }

  #remember(error: HubSpotError): void {
    const from = this.#now();
    const pauseMs = error.retryable ? passingFailureMs : lastingFailureMs;
    this.#failure = { error, from, until: error.retryAt ?? from + pauseMs };
  }

  #now(): number {
    return this.#options.endpoint.deps.now();
  }
}
