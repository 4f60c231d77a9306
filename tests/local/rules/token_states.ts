import { app, event, known, refresh, refreshed, send, token } from "./oauth.ts";
import { form, type Rule } from "./rule.ts";

const introspect = `${token}/introspect`;
const revoke = `${token}/revoke`;

/** What tokens are looked at as, and how they end. */
export const tokenStateRules: Rule[] = [
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
