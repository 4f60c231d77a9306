import type { LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { form, type Rule, type Step } from "./rule.ts";

/** Where tokens are asked for. */
export const token = "/oauth/2026-03/token";
/** Where custom events go. */
export const send = "/events/2026-03/send";
/** A custom event. */
export const event = { eventName: "pe1_seen", email: "ada@example.com", properties: {} };

/** An app, as it says who it is. */
export const app = { client_id: "id", client_secret: "secret" };
/** An account that knows the app. */
export const known: LocalHubSpotOptions = {
  tokens: "known",
  hubId: 42,
  apps: [
    {
      clientId: "id",
      clientSecret: "secret",
      appId: 5,
      scopes: ["oauth", "analytics.behavioral_events.send"],
      redirectUris: ["https://app.example/callback"],
      codes: ["code"],
      refreshTokens: ["refresh"],
      developerApiKey: "key",
      expiresIn: 60,
    },
    { clientId: "other", clientSecret: "secret" },
  ],
  accessTokens: [{ token: "pat-1", scopes: ["crm.objects.contacts.read"] }],
};

/** A form with a refresh token. */
export const refresh = form({ ...app, grant_type: "refresh_token", refresh_token: "refresh" });
/** A token that is given out. */
export const refreshed: Step = ["POST", token, refresh, null];
const byCode = (change: Record<string, string> = {}) =>
  form({
    ...app,
    grant_type: "authorization_code",
    code: "code",
    redirect_uri: "https://app.example/callback",
    ...change,
  });
const byCredentials = (scope: string) => form({ ...app, grant_type: "client_credentials", scope });

const refusals: [rule: string, body: URLSearchParams, error: string, status: string][] = [
  [
    "an app must be known",
    form({ ...app, client_id: "nobody", grant_type: "refresh_token" }),
    "invalid_client",
    "BAD_CLIENT_ID",
  ],
  [
    "an app must say who it is",
    form({ grant_type: "refresh_token" }),
    "invalid_client",
    "BAD_CLIENT_ID",
  ],
  [
    "an app's secret must be right",
    form({ ...app, client_secret: "wrong" }),
    "invalid_client",
    "BAD_CLIENT_SECRET",
  ],
  [
    "a grant must be one of three",
    form({ ...app, grant_type: "password" }),
    "unsupported_grant_type",
    "BAD_GRANT_TYPE",
  ],
  [
    "a refresh token must be known",
    form({ ...app, grant_type: "refresh_token", refresh_token: "wrong" }),
    "invalid_grant",
    "BAD_REFRESH_TOKEN",
  ],
  [
    "a refresh token is its own app's",
    form({ ...app, client_id: "other", grant_type: "refresh_token", refresh_token: "refresh" }),
    "invalid_grant",
    "BAD_REFRESH_TOKEN",
  ],
  ["a code must be known", byCode({ code: "wrong" }), "invalid_grant", "BAD_AUTH_CODE"],
  [
    "a code is good with its address only",
    byCode({ redirect_uri: "https://evil.example" }),
    "invalid_grant",
    "BAD_REDIRECT_URI",
  ],
  [
    "an app gets no scope that it does not have",
    byCredentials("oauth crm.export"),
    "invalid_scope",
    "BAD_SCOPES",
  ],
];

/** OAuth, and who may call. */
export const oauthRules: Rule[] = [
  ...["v1", "v3", "2026-03", "2026-09"].map((version): Rule => ({
    rule: `${version}: a refresh token gives an access token, and comes back`,
    options: known,
    ask: ["POST", `/oauth/${version}/token`, refresh, null],
    status: 200,
    body: {
      access_token: "local-uuid-1",
      refresh_token: "refresh",
      expires_in: 60,
      token_type: "bearer",
      token_use: "access_token",
      hub_id: 42,
      scopes: ["oauth", "analytics.behavioral_events.send"],
    },
  })),
  {
    rule: "v1 takes fields in the address too",
    options: known,
    ask: [
      "POST",
      "/oauth/v1/token?client_secret=secret&refresh_token=refresh",
      form({ client_id: "id", grant_type: "refresh_token" }),
      null,
    ],
    status: 200,
  },
  {
    rule: "a code gives an access token and a refresh token",
    options: known,
    ask: ["POST", token, byCode(), null],
    status: 200,
    body: { refresh_token: "na1-uuid-1", access_token: "local-uuid-2", expires_in: 60 },
  },
  {
    rule: "a code is good once",
    options: known,
    before: [["POST", token, byCode(), null]],
    ask: ["POST", token, byCode(), null],
    status: 400,
    body: { status: "BAD_AUTH_CODE" },
  },
  {
    rule: "an app's own token has no refresh token",
    options: known,
    ask: ["POST", token, byCredentials("oauth"), null],
    status: 200,
    body: { token_use: "client_credentials", scopes: ["oauth"], refresh_token: undefined },
  },
  ...refusals.map(([rule, body, error, status]): Rule => ({
    rule,
    options: known,
    ask: ["POST", token, body, null],
    status: 400,
    body: { error, status },
  })),
  {
    rule: "by the rule `any`, an app that nobody named gets a token",
    ask: ["POST", token, refresh, null],
    status: 200,
    body: { refresh_token: "refresh", expires_in: 1800 },
  },
  {
    rule: "by the rule `any`, any code is good once",
    before: [["POST", token, byCode(), null]],
    ask: ["POST", token, byCode(), null],
    status: 400,
    body: { status: "BAD_AUTH_CODE" },
  },
  {
    rule: "by the rule `any`, an app that is named has its own codes only",
    options: { apps: [{ clientId: "id", clientSecret: "secret" }] },
    ask: ["POST", token, byCode(), null],
    status: 400,
    body: { status: "BAD_AUTH_CODE" },
  },
  {
    rule: "an access token is good until it ends",
    options: known,
    before: [refreshed, { passMs: 59_999 }],
    ask: ["POST", send, event, "local-uuid-1"],
    status: 204,
  },
  {
    rule: "an access token that has ended is answered 401, with when",
    options: known,
    before: [refreshed, { passMs: 62_000 }],
    ask: ["POST", send, event, "local-uuid-1"],
    status: 401,
    body: {
      status: "error",
      category: "EXPIRED_AUTHENTICATION",
      message: "The OAuth token used to make this call expired 2 second(s) ago.",
      context: { "expire time": ["2026-11-22T12:01:00.000Z"] },
    },
  },
  {
    rule: "by the rule `any`, a token that was given out ends all the same",
    before: [refreshed, { passMs: 1_800_000 }],
    ask: ["POST", send, event, "local-uuid-1"],
    status: 401,
    body: { category: "EXPIRED_AUTHENTICATION" },
  },
  {
    rule: "by the rule `known`, a token that nobody knows is answered 401",
    options: known,
    ask: ["POST", send, event, "anything"],
    status: 401,
    body: { category: "INVALID_AUTHENTICATION" },
  },
  {
    rule: "a token without the scope is answered 403, with the scopes of which it needs one",
    options: known,
    ask: ["POST", send, event, "pat-1"],
    status: 403,
    body: {
      status: "error",
      category: "MISSING_SCOPES",
      errors: [{
        message: "One or more of the following scopes are required.",
        context: { requiredGranularScopes: ["analytics.behavioral_events.send"] },
      }],
      links: { scopes: "https://developers.hubspot.com/scopes" },
    },
  },
  {
    rule: "a token with one of the scopes is enough",
    options: known,
    ask: ["POST", "/crm/v3/objects/contacts/search", {}, "pat-1"],
    status: 200,
  },
  {
    rule: "any one of HubSpot's many scopes sends timeline events",
    options: { tokens: "known", accessTokens: [{ token: "t", scopes: ["tickets"] }] },
    ask: ["POST", "/integrators/timeline/v3/events", {
      eventTemplateId: "1",
      email: "ada@example.com",
      tokens: {},
    }, "t"],
    status: 201,
  },
  {
    rule: "a scope that reads does not write",
    options: known,
    ask: ["POST", "/crm/v3/objects/contacts", { properties: {} }, "pat-1"],
    status: 403,
  },
  {
    rule: "templates are read with a developer API key",
    options: known,
    ask: ["GET", "/integrators/timeline/v3/5/event-templates?hapikey=key", undefined, null],
    status: 200,
  },
  {
    rule: "a developer API key must be known",
    options: known,
    ask: ["GET", "/integrators/timeline/v3/5/event-templates?hapikey=wrong", undefined, null],
    status: 401,
  },
  {
    rule: "a developer API key sends no events",
    options: known,
    ask: ["POST", `${send}?hapikey=key`, event, null],
    status: 401,
  },
  {
    rule: "templates are read with a token of the developer's",
    options: { tokens: "known", accessTokens: [{ token: "t", scopes: ["developers-read"] }] },
    ask: ["GET", "/integrators/timeline/v3/5/event-templates", undefined, "t"],
    status: 200,
  },
];
