import type { Endpoint, EndpointContext } from "../endpoint.ts";
import { introspectToken } from "./introspect.ts";
import { revokeToken } from "./revoke.ts";
import { giveTokens } from "./token.ts";
import { tokenLookUpEndpoints } from "./token_look_up.ts";

const versions = ["v3", "2026-03", "2026-09"];

/** OAuth: tokens given out, looked at and ended; `v1` has ways of its own for the latter two. */
export function oauthEndpoints(context: EndpointContext): Endpoint[] {
  const acts: readonly [path: string, act: Act][] = [
    ["/oauth/v1/token", giveTokens],
    ...versions.flatMap((version): [string, Act][] => [
      [`/oauth/${version}/token`, giveTokens],
      [`/oauth/${version}/token/introspect`, introspectToken],
      [`/oauth/${version}/token/revoke`, revokeToken],
    ]),
  ];
  return [
    ...acts.map(([path, act]): Endpoint => ({
      method: "POST",
      path,
      access: { kind: "open" },
      reads: "form",
      answer: ({ body }) => act(body, context),
    })),
    ...tokenLookUpEndpoints(context),
  ];
}

type Act = (body: unknown, context: EndpointContext) => Response;
