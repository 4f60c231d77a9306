import type { Fetch } from "../../mod.ts";
import { oauth, type OAuthOptions } from "../../src/hubspot/oauth.ts";
import type { StoredTokens, TokenStore } from "../../src/hubspot/token_store.ts";
import { answer, type Reaction, recordingFetch, type Sent } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

/** The app that tests are of. */
export const app = { clientId: "app-id", clientSecret: "app-secret" };

/** A token endpoint that keeps each form it was sent, as an object, and reacts in the order given. */
export function tokenEndpoint(...reactions: Reaction[]): { fetch: Fetch; sent: Sent[] } {
  const recording = recordingFetch(...reactions);
  const fetch: Fetch = (url, init) => {
    const form = Object.fromEntries(new URLSearchParams(init.body));
    return recording.fetch(url, { ...init, body: JSON.stringify(form) });
  };
  return { fetch, sent: recording.sent };
}

/** A token function on a virtual clock, whose time of day is off by `skew.ms`. */
export function start(
  options: Partial<OAuthOptions> & { clock?: VirtualClock; isConfigured?: boolean },
  ...reactions: Reaction[]
) {
  const { fetch, sent } = tokenEndpoint(...reactions);
  const { clock = new VirtualClock(), isConfigured = true, ...settings } = options;
  const configured = isConfigured ? { refreshToken: "refresh-0" } : {};
  const skew = { ms: 0 };
  const now = () => clock.now() + skew.ms;
  const deps = { fetch, now, sleep: clock.sleep, random: () => 0.5 };
  const token = oauth({ ...app, ...configured, ...settings, deps });
  return { clock, skew, deps, sent, token, get: () => clock.drive(token()) };
}

/** HubSpot's answer with tokens of this number. */
export function granted(number: number, more: Record<string, unknown> = {}): Response {
  return answer(200, {
    token_type: "bearer",
    token_use: "access_token",
    access_token: `access-${number}`,
    refresh_token: `refresh-${number}`,
    expires_in: 1800,
    ...more,
  });
}

/** HubSpot's answer to a refresh token that it does not take. */
export function revoked(): Response {
  const words = "refresh token is invalid, expired or revoked";
  return answer(400, {
    error: "invalid_grant",
    error_description: words,
    status: "BAD_REFRESH_TOKEN",
    message: words,
  });
}

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
