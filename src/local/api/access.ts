import { allows } from "../oauth/apps.ts";
import type { Problem } from "./answers.ts";
import type { Access, EndpointContext } from "./endpoint.ts";

/** Where HubSpot explains scopes. */
const scopesPage = "https://developers.hubspot.com/scopes";

/** What of a request says who calls. */
export interface Credentials {
  /** The Authorization header; missing where there is none. */
  authorization: string | undefined;
  /** The developer API key in the address; missing where there is none. */
  developerKey: string | undefined;
}

/** Says why a call may not be made; nothing where it may. */
export function refuseAccess(
  access: Access,
  { authorization, developerKey }: Credentials,
  { tokens, deps }: Pick<EndpointContext, "tokens" | "deps">,
): Problem | undefined {
  if (access.kind === "open") return undefined;
  if (access.kind === "developer" && developerKey !== undefined) {
    return tokens.isDeveloperKey(developerKey)
      ? undefined
      : unknownCaller("this hapikey is unknown");
  }
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  if (token === undefined) return unknownCaller("send Authorization: Bearer and a token");
  const found = tokens.look(token);
  if (found.state === "unknown") return unknownCaller("this token is unknown");
  if (found.state === "expired") return expired(found.expiredAt, deps.now());
  if (access.scopes.length === 0 || allows(found.scopes, access.scopes)) return undefined;
  return missingScopes(access.scopes);
}

function unknownCaller(reason: string): Problem {
  return {
    status: 401,
    category: "INVALID_AUTHENTICATION",
    message: `Authentication credentials not found: ${reason}`,
  };
}

// As HubSpot's answer in https://github.com/airbytehq/airbyte/issues/74726
function expired(expiredAt: number, now: number): Problem {
  const seconds = Math.floor((now - expiredAt) / 1000);
  return {
    status: 401,
    category: "EXPIRED_AUTHENTICATION",
    message: `The OAuth token used to make this call expired ${seconds} second(s) ago.`,
    context: { "expire time": [new Date(expiredAt).toISOString()] },
  };
}

// As HubSpot's answer in https://github.com/HubSpot/hubspot-api-nodejs/issues/268, with today's name of the list.
function missingScopes(scopes: readonly string[]): Problem {
  return {
    status: 403,
    category: "MISSING_SCOPES",
    message: "This app hasn't been granted all required scopes to make this call. " +
      `Read more about required scopes here: ${scopesPage}.`,
    errors: [{
      message: "One or more of the following scopes are required.",
      context: { requiredGranularScopes: scopes },
    }],
    links: { scopes: scopesPage },
  };
}
