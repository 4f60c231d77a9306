import type { LocalHubSpotOptions } from "../../../src/local/mod.ts";
import { form, type Rule, type Step } from "./rule.ts";

const token = "/oauth/2026-03/token";
const introspect = `${token}/introspect`;
const revoke = `${token}/revoke`;
const send = "/events/2026-03/send";
const event = { eventName: "pe1_seen", email: "ada@example.com", properties: {} };

const app = { client_id: "id", client_secret: "secret" };
const known: LocalHubSpotOptions = {
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

const refresh = form({ ...app, grant_type: "refresh_token", refresh_token: "refresh" });
const refreshed: Step = ["POST", token, refresh, null];
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
  {
    rule: "an access token is looked at",
    options: known,
    before: [refreshed, { passMs: 10_000 }],
    ask: ["POST", introspect, form({ ...app, token: "local-uuid-1" }), null],
    status: 200,
    body: {
      active: true,
      token: "local-uuid-1",
      hub_id: 42,
      app_id: 5,
      client_id: "id",
      token_use: "access_token",
      token_type: "Bearer",
      expires_in: 50,
    },
  },
  {
    rule: "a refresh token is looked at, by the guide's name for it",
    options: known,
    ask: [
      "POST",
      introspect,
      form({ ...app, token_type_hint: "refresh_token", refresh_token: "refresh" }),
      null,
    ],
    status: 200,
    body: { active: true, token: "refresh", token_use: "refresh_token", expires_in: undefined },
  },
  {
    rule: "a token that has ended is not active",
    options: known,
    before: [refreshed, { passMs: 60_000 }],
    ask: ["POST", introspect, form({ ...app, token: "local-uuid-1" }), null],
    status: 200,
    body: { active: false, token: undefined },
  },
  {
    rule: "another app's token is not active",
    options: known,
    before: [refreshed],
    ask: ["POST", introspect, form({ ...app, client_id: "other", token: "local-uuid-1" }), null],
    status: 200,
    body: { active: false },
  },
  {
    rule: "a revoked refresh token refreshes no longer",
    options: known,
    before: [["POST", revoke, form({ ...app, token: "refresh" }), null]],
    ask: ["POST", token, refresh, null],
    status: 400,
    body: {
      error: "invalid_grant",
      error_description: "refresh token is invalid, expired or revoked",
      status: "BAD_REFRESH_TOKEN",
      message: "refresh token is invalid, expired or revoked",
    },
  },
  {
    rule: "access tokens outlive their revoked refresh token",
    options: known,
    before: [refreshed, ["POST", revoke, form({ ...app, token: "refresh" }), null]],
    ask: ["POST", send, event, "local-uuid-1"],
    status: 204,
  },
  {
    rule: "whoever revokes must be an app that is known",
    options: known,
    ask: ["POST", revoke, form({ ...app, client_secret: "wrong", token: "refresh" }), null],
    status: 400,
    body: { status: "BAD_CLIENT_SECRET" },
  },
  {
    rule: "v1: an access token is looked at by its place in the address",
    options: known,
    before: [refreshed, { passMs: 10_000 }],
    ask: ["GET", "/oauth/v1/access-tokens/local-uuid-1", undefined, null],
    status: 200,
    body: {
      token: "local-uuid-1",
      hub_id: 42,
      app_id: 5,
      expires_in: 50,
      token_type: "access",
      scopes: ["oauth", "analytics.behavioral_events.send"],
    },
  },
  {
    rule: "v1: an access token that has ended is not found",
    options: known,
    before: [refreshed, { passMs: 60_000 }],
    ask: ["GET", "/oauth/v1/access-tokens/local-uuid-1", undefined, null],
    status: 404,
    body: { category: "OBJECT_NOT_FOUND", message: "The token does not exist" },
  },
  {
    rule: "v1: a refresh token is looked at by its place in the address",
    options: known,
    ask: ["GET", "/oauth/v1/refresh-tokens/refresh", undefined, null],
    status: 200,
    body: { token: "refresh", hub_id: 42, client_id: "id", token_type: "refresh" },
  },
  {
    rule: "v1: a refresh token is ended with 204",
    options: known,
    ask: ["DELETE", "/oauth/v1/refresh-tokens/refresh", undefined, null],
    status: 204,
  },
  {
    rule: "v1: a refresh token that was ended is not found",
    options: known,
    before: [["DELETE", "/oauth/v1/refresh-tokens/refresh", undefined, null]],
    ask: ["GET", "/oauth/v1/refresh-tokens/refresh", undefined, null],
    status: 404,
  },
  {
    rule: "v1: a refresh token that was ended refreshes no longer",
    options: known,
    before: [["DELETE", "/oauth/v1/refresh-tokens/refresh", undefined, null]],
    ask: ["POST", token, refresh, null],
    status: 400,
    body: { status: "BAD_REFRESH_TOKEN" },
  },
];
