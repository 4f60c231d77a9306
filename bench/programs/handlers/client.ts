import { type Client, createAccountLimiter, createClient } from "../../../mod.ts";

/** A client whose HubSpot takes everything at once, and has no limit that would hold it back. */
export function clientOfInstantHubSpot(): Client {
  return createClient({
    accessToken: "secret-token",
    limiter: createAccountLimiter({ customEventSendsPerSecond: 1_000_000 }),
    deps: { fetch: () => Promise.resolve(new Response(null, { status: 204 })) },
  });
}
