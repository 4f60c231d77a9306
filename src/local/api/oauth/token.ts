import * as v from "valibot";
import type { App, Scopes } from "../../oauth/apps.ts";
import type { AccessGrant, TokenBook } from "../../oauth/token_book.ts";
import { jsonAnswer } from "../answers.ts";
import type { EndpointContext } from "../endpoint.ts";
import { callingApp, oauthFailure, type OAuthForm, oauthFormSchema } from "./client.ts";

/** Gives out tokens for an authorization code, a refresh token, or to the app itself. */
export function giveTokens(body: unknown, context: EndpointContext): Response {
  const form = v.parse(oauthFormSchema, body);
  const app = callingApp(form, context.tokens);
  if (app instanceof Response) return app;
  const grants = new Map<string | undefined, Grant>([
    ["authorization_code", byCode],
    ["refresh_token", byRefreshToken],
    ["client_credentials", byCredentials],
  ]);
  const grant = grants.get(form.grant_type);
  if (grant !== undefined) return grant(form, app, context);
  return oauthFailure({
    error: "unsupported_grant_type",
    status: "BAD_GRANT_TYPE",
    message: "grant_type must be authorization_code, refresh_token or client_credentials",
  });
}

type Grant = (form: OAuthForm, app: App, context: EndpointContext) => Response;

function byCode(form: OAuthForm, app: App, { tokens, declarations }: EndpointContext): Response {
  const { code = "", redirect_uri: redirectUri = "" } = form;
  const isExpected = app.redirectUris?.includes(redirectUri) ?? redirectUri !== "";
  if (!isExpected) {
    return oauthFailure({
      error: "invalid_grant",
      status: "BAD_REDIRECT_URI",
      message: "missing or unknown redirect URI",
    });
  }
  if (code === "" || !tokens.useCode(code, app)) {
    return oauthFailure({
      error: "invalid_grant",
      status: "BAD_AUTH_CODE",
      message: "missing or unknown auth code",
    });
  }
  const refreshToken = tokens.giveRefreshToken(app);
  return jsonAnswer(200, userTokens({ app, refreshToken, tokens, declarations }));
}

function byRefreshToken(
  form: OAuthForm,
  app: App,
  { tokens, declarations, rules }: EndpointContext,
): Response {
  const { refresh_token: handedIn = "" } = form;
  if (handedIn === "" || !tokens.isRefreshToken(handedIn, app)) {
    return oauthFailure({
      error: "invalid_grant",
      status: "BAD_REFRESH_TOKEN",
      message: "refresh token is invalid, expired or revoked",
    });
  }
  const isRotated = rules.unconfirmed.refreshTokens === "rotated";
  const refreshToken = isRotated ? tokens.rotate(handedIn, app) : handedIn;
  return jsonAnswer(200, userTokens({ app, refreshToken, tokens, declarations }));
}

/** A token of the app's own: no account stands behind it, and nothing refreshes it. */
function byCredentials(form: OAuthForm, app: App, { tokens }: EndpointContext): Response {
  const asked = form.scope?.split(" ").filter((scope) => scope !== "") ?? [];
  const beyond = asked.filter((scope) => app.scopes !== "all" && !app.scopes.includes(scope));
  if (beyond.length > 0) {
    return oauthFailure({
      error: "invalid_scope",
      status: "BAD_SCOPES",
      message: `the app does not have these scopes: ${beyond.join(" ")}`,
    });
  }
  const scopes: Scopes = asked.length > 0 ? asked : app.scopes;
  return jsonAnswer(200, {
    token_type: "bearer",
    token_use: "client_credentials",
    access_token: tokens.giveAccessToken(app, { scopes, use: "client_credentials" }),
    expires_in: app.expiresIn,
    scopes: namesOf(scopes),
  });
}

function userTokens({ app, refreshToken, tokens, declarations }: {
  app: App;
  refreshToken: string;
  tokens: TokenBook;
  declarations: EndpointContext["declarations"];
}) {
  const { scopes } = app;
  return {
    token_type: "bearer",
    token_use: "access_token",
    refresh_token: refreshToken,
    access_token: tokens.giveAccessToken(app, { scopes, use: "access_token" }),
    hub_id: declarations.hubId,
    user_id: 1,
    scopes: namesOf(scopes),
    expires_in: app.expiresIn,
  };
}

/** How long an access token is still good; 0 or less where it is over. */
export function secondsLeft({ expiresAt }: AccessGrant, now: number): number {
  return Math.ceil((expiresAt - now) / 1000);
}

/** An app that may do everything has no list; `oauth` is what every app of HubSpot's has. */
export function namesOf(scopes: Scopes): readonly string[] {
  return scopes === "all" ? ["oauth"] : scopes;
}
