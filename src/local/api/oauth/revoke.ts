import * as v from "valibot";
import type { EndpointContext } from "../endpoint.ts";
import { callingApp, oauthFormSchema } from "./client.ts";

/**
 * Ends a refresh token, and no other: access tokens live on to their end. Answers 200 whatever the token, as RFC 7009,
 * section 2.2, has it; HubSpot names no status.
 */
export function revokeToken(body: unknown, { tokens }: EndpointContext): Response {
  const form = v.parse(oauthFormSchema, body);
  const app = callingApp(form, tokens);
  if (app instanceof Response) return app;
  tokens.revoke(form.token ?? form.refresh_token ?? "", app);
  return new Response(null, { status: 200 });
}
