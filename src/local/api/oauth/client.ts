import * as v from "valibot";
import type { App } from "../../oauth/apps.ts";
import type { TokenBook } from "../../oauth/token_book.ts";

/** Everything that the OAuth endpoints read; which of it there must be depends on the endpoint. */
export interface OAuthForm {
  /** What the caller has to show. */
  grant_type?: string;
  /** The app's client id. */
  client_id?: string;
  /** The app's client secret. */
  client_secret?: string;
  /** An authorization code. */
  code?: string;
  /** Where the code went. */
  redirect_uri?: string;
  /** A refresh token. */
  refresh_token?: string;
  /** An access token, as HubSpot's guide calls what its reference calls `token`. */
  access_token?: string;
  /** Scopes, with spaces between them. */
  scope?: string;
  /** A token of either kind. */
  token?: string;
  /** Which kind: `access_token` or `refresh_token`. */
  token_type_hint?: string;
}

const field = v.exactOptional(v.string());

/** Reads a form; fields that nobody asked for are dropped. */
export const oauthFormSchema: v.GenericSchema<unknown, OAuthForm> = v.object({
  grant_type: field,
  client_id: field,
  client_secret: field,
  code: field,
  redirect_uri: field,
  refresh_token: field,
  access_token: field,
  scope: field,
  token: field,
  token_type_hint: field,
});

/** What HubSpot's OAuth endpoints say of a failure: RFC 6749's members, and its own. */
interface OAuthFailure {
  /** RFC 6749's word. */
  error: string;
  /** HubSpot's word. */
  status: string;
  /** In words. */
  message: string;
}

/** Answers 400 as RFC 6749 has it, section 5.2, with HubSpot's own members beside. */
export function oauthFailure({ error, status, message }: OAuthFailure): Response {
  return Response.json({ error, error_description: message, status, message }, { status: 400 });
}

/** Finds the app that calls, or answers why there is none. */
export function callingApp(
  { client_id: id = "", client_secret: secret = "" }: OAuthForm,
  tokens: TokenBook,
): App | Response {
  const app = id === "" ? "bad_id" : tokens.app(id, secret);
  if (app === "bad_id") {
    return oauthFailure({
      error: "invalid_client",
      status: "BAD_CLIENT_ID",
      message: "missing or unknown client id",
    });
  }
  if (app === "bad_secret") {
    return oauthFailure({
      error: "invalid_client",
      status: "BAD_CLIENT_SECRET",
      message: "missing or invalid client secret",
    });
  }
  return app;
}
