import assert from "node:assert/strict";
import type { Fetch } from "../../mod.ts";
import { oauth, type OAuthOptions } from "../../src/hubspot/oauth.ts";
import type { StoredTokens, TokenStore } from "../../src/hubspot/token_store.ts";
import type { Json, LocalApp, LocalHubSpotOptions } from "../../src/local/mod.ts";
import { exactly, inProcess, type InProcessOptions } from "../support/local_hubspot.ts";
import type { Sent } from "../support/recording_fetch.ts";

/** The app that tests are of. */
export const app = { clientId: "app-id", clientSecret: "app-secret" };

/** The app with the refresh tokens that are good from the beginning, and what a test has otherwise. */
export function localApp(own: Partial<LocalApp> = {}): LocalApp {
  const refreshTokens = ["refresh-0", "refresh-7", "refresh-8", "reinstalled"];
  return { ...app, refreshTokens, ...own };
}

/** Tokens that the token endpoint gave out. */
export interface Given {
  /** The access token. */
  accessToken: string;
  /** The refresh token that came with it. */
  refreshToken: string;
}

/** An account that installed the app. Each refresh token can be handed in once, and brings the next. */
export function account({ hubspot = {}, ...around }: InProcessOptions = {}) {
  const rotating: LocalHubSpotOptions = {
    tokens: "known",
    hubId: 5,
    apps: [localApp()],
    unconfirmed: { refreshTokens: "rotated" },
  };
  const { deps, sent, ...rest } = inProcess({ ...around, hubspot: { ...rotating, ...hubspot } });
  const given: Given[] = [];
  const isForTokens = ({ url }: Sent) => new URL(url).pathname.startsWith("/oauth/");
  const fetch: Fetch = async (url, init) => {
    const response = await deps.fetch(url, init);
    const body = await response.clone().json().catch(() => undefined);
    const { access_token: accessToken, refresh_token: refreshToken } = Object(body);
    if (accessToken !== undefined) given.push({ accessToken, refreshToken });
    return response;
  };
  return {
    ...rest,
    deps: { ...deps, fetch },
    /** All tokens that were given out, in order. */
    given,
    /** The requests for tokens. */
    asked: () => sent.filter(isForTokens),
    /** All other requests. */
    calls: () => sent.filter((one) => !isForTokens(one)),
  };
}

/** A token function of an account, on its clock, whose time of day is off by `skew.ms`. */
export function start(
  { isConfigured = true, ...settings }: Partial<OAuthOptions> & { isConfigured?: boolean } = {},
  at: ReturnType<typeof account> = account(),
) {
  const configured = isConfigured ? { refreshToken: "refresh-0" } : {};
  const skew = { ms: 0 };
  const deps = { ...at.deps, now: () => at.clock.now() + skew.ms };
  const token = oauth({ ...app, ...configured, ...settings, deps });
  return { ...at, deps, skew, token, get: () => at.clock.drive(token()) };
}

/** Makes a refresh token of the app's good no longer, as uninstalling the app does. */
export async function revoke({ local }: ReturnType<typeof account>, token: string): Promise<void> {
  const { clientId: client_id, clientSecret: client_secret } = app;
  const body = new URLSearchParams({ client_id, client_secret, token });
  const request = new Request("http://localhost/oauth/2026-03/token/revoke", {
    method: "POST",
    body,
  });
  assert.equal((await local.fetch(request)).status, 200);
}

/** HubSpot's answer with tokens, and what a test changes of it; `undefined` takes a member out. */
export function granting(change: Record<string, Json | undefined> = {}) {
  const tokens: Record<string, Json | undefined> = {
    token_type: "bearer",
    token_use: "access_token",
    access_token: "access-x",
    refresh_token: "refresh-x",
    expires_in: 1800,
    ...change,
  };
  const members = Object.entries(tokens).filter((one): one is [string, Json] =>
    one[1] !== undefined
  );
  return exactly(200, Object.fromEntries(members));
}

const words = "refresh token is invalid, expired or revoked";

/** HubSpot's answer to a refresh token that it does not take. */
export const revoked = exactly(400, {
  error: "invalid_grant",
  error_description: words,
  status: "BAD_REFRESH_TOKEN",
  message: words,
});

/** The refresh tokens that were handed in, in order. */
export function handedIn(sent: readonly Sent[]): unknown[] {
  return sent.map(({ body }) =>
    typeof body === "object" && body !== null && "refresh_token" in body
      ? body.refresh_token
      : undefined
  );
}

/** A store in memory, that keeps all that was saved. */
export function memoryStore(...before: StoredTokens[]): TokenStore & { saved: StoredTokens[] } {
  const saved = [...before];
  return {
    saved,
    load: () => Promise.resolve(saved.at(-1)),
    save: (tokens) => {
      saved.push(tokens);
      return Promise.resolve();
    },
  };
}
