import type { AccountLimiter } from "../hubspot/account_limiter.ts";
import { type Client, createClient } from "../hubspot/client.ts";
import { hubSpotRetryPolicy } from "../hubspot/retry_policy.ts";
import type { Deps } from "../transport/deps.ts";
import type { Settings } from "./settings.ts";

/** What the client of a house is made of, besides its settings. */
export interface HubSpotClientOptions {
  /** The account's limits. */
  limiter: AccountLimiter;
  /** Address of Local HubSpot, where events go there. Default: they go to HubSpot. */
  localUrl?: string | undefined;
  /** Network, clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/**
 * Time after which a call makes no further attempt, in milliseconds; shorter than one attempt may take. The outbox tries
 * again by itself, for hours, and until then a request that hangs holds back all that waits behind it.
 */
const budgetMs = 20_000;

/** Makes the client through which the outbox delivers. */
export function hubSpotClient(
  { accessToken = "local", hubSpotUrl, versions }: Pick<
    Settings,
    "accessToken" | "hubSpotUrl" | "versions"
  >,
  { limiter, localUrl, deps = {} }: HubSpotClientOptions,
): Client {
  return createClient({
    limiter,
    accessToken,
    baseUrl: localUrl ?? hubSpotUrl,
    versions,
    retryPolicy: hubSpotRetryPolicy({ budgetMs }),
    deps,
  });
}
