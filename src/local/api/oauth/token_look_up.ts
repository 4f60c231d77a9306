import { jsonAnswer, noContent, notFound, type Problem } from "../answers.ts";
import type { Endpoint, EndpointContext } from "../endpoint.ts";
import { namesOf, secondsLeft } from "./token.ts";

/**
 * How `v1` looks at tokens, and ends refresh tokens: by their place in the address, with no word of who asks. HubSpot's own
 * client does so until `v1` is over. A token that is not good is not found; HubSpot's pages name no status.
 */
export function tokenLookUpEndpoints(context: EndpointContext): Endpoint[] {
  const { tokens, deps } = context;
  const refreshTokens = "/oauth/v1/refresh-tokens/:token";
  const open = { access: { kind: "open" }, reads: "nothing" } as const;
  return [
    {
      ...open,
      method: "GET",
      path: "/oauth/v1/access-tokens/:token",
      answer({ param }) {
        const grant = tokens.grant(param("token"));
        const expiresIn = grant === undefined ? 0 : secondsLeft(grant, deps.now());
        if (grant === undefined || expiresIn <= 0) return unknown;
        return jsonAnswer(200, {
          ...commonOf(param("token"), context),
          scopes: namesOf(grant.scopes),
          app_id: grant.app.appId,
          expires_in: expiresIn,
          token_type: "access",
        });
      },
    },
    {
      ...open,
      method: "GET",
      path: refreshTokens,
      answer({ param }) {
        const app = tokens.refreshOwner(param("token"));
        if (app === undefined) return unknown;
        return jsonAnswer(200, {
          ...commonOf(param("token"), context),
          scopes: namesOf(app.scopes),
          client_id: app.clientId,
          token_type: "refresh",
        });
      },
    },
    {
      ...open,
      method: "DELETE",
      path: refreshTokens,
      answer({ param }) {
        const app = tokens.refreshOwner(param("token"));
        if (app !== undefined) tokens.revoke(param("token"), app);
        return noContent();
      },
    },
  ];
}

const unknown: Problem = notFound("The token");

function commonOf(token: string, { declarations }: EndpointContext) {
  return {
    token,
    hub_id: declarations.hubId,
    user_id: 1,
    user: "user@example.com",
    hub_domain: "example.com",
  };
}
