import type { RetryPolicy } from "../transport/retry.ts";

/**
 * A policy for requests that must not be carried out twice: it leaves to another policy what HubSpot has certainly not
 * done, and tries nothing again that failed without an answer or inside HubSpot.
 */
export function retryWhereUndone(policy: RetryPolicy): RetryPolicy {
  return (context) => {
    const { outcome } = context;
    const isUnknown = outcome.kind === "error" || outcome.answer.status >= 500;
    return isUnknown ? { action: "take" } : policy(context);
  };
}
