import * as v from "valibot";
import type { AccessGrant } from "../../oauth/token_book.ts";
import { jsonAnswer } from "../answers.ts";
import type { EndpointContext } from "../endpoint.ts";
import { callingApp, oauthFormSchema } from "./client.ts";
import { namesOf, secondsLeft } from "./token.ts";

/** Says of a token whose it is and what it may do. One that is not good is no error: it is not active. */
export function introspectToken(body: unknown, context: EndpointContext): Response {
  const form = v.parse(oauthFormSchema, body);
  const { tokens, declarations, deps } = context;
  const app = callingApp(form, tokens);
  if (app instanceof Response) return app;
  const isRefresh = form.token_type_hint === "refresh_token";
  const named = isRefresh ? form.refresh_token : form.access_token;
  const token = form.token ?? named ?? "";
  const common = {
    active: true,
    token,
    hub_id: declarations.hubId,
    user_id: 1,
    client_id: app.clientId,
    app_id: app.appId,
    user: "user@example.com",
    hub_domain: "example.com",
    token_type: "Bearer",
  };
  const inactive = jsonAnswer(200, { active: false });
  if (isRefresh) {
    if (token === "" || !tokens.isRefreshToken(token, app)) return inactive;
    return jsonAnswer(200, {
      ...common,
      scopes: namesOf(app.scopes),
      token_use: "refresh_token",
    });
  }
  const grant = tokens.grant(token);
  if (grant?.app.clientId !== app.clientId) return inactive;
  const expiresIn = secondsLeft(grant, deps.now());
  if (expiresIn <= 0) return inactive;
  return jsonAnswer(200, {
    ...common,
    scopes: namesOf(grant.scopes),
    token_use: grant.use,
    expires_in: expiresIn,
    is_private_distribution: false,
    signed_access_token: signedToken(grant, context),
  });
}

/** HubSpot's frame of a signed token. Nothing is signed here. */
function signedToken({ app, scopes, expiresAt }: AccessGrant, { declarations }: EndpointContext) {
  return {
    expiresAt,
    scopes: namesOf(scopes).join(" "),
    hubId: declarations.hubId,
    userId: 1,
    appId: app.appId,
    signature: "",
    newSignature: "",
    hublet: "na1",
    isUserLevel: false,
    isPrivateDistribution: false,
  };
}
