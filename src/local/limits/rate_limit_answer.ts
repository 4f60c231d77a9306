import type { RateLimitPolicy } from "./limit_options.ts";

/** What makes up HubSpot's 429. */
export interface RateLimitAnswerOptions {
  /** Which limit was reached. */
  policy: RateLimitPolicy;
  /** A fresh id for HubSpot's support. */
  correlationId: string;
  /** Further response headers, `Retry-After` among them. Default: none. */
  headers?: Record<string, string>;
}

/** Answers 429 in HubSpot's words, which differ from those of its other errors. */
export function rateLimitAnswer(
  { policy, correlationId, headers = {} }: RateLimitAnswerOptions,
): Response {
  const limit = policy === "DAILY" ? "daily" : policy.toLowerCase();
  return Response.json({
    status: "error",
    message: `You have reached your ${limit} limit.`,
    errorType: "RATE_LIMIT",
    correlationId,
    policyName: policy,
    requestId: correlationId,
  }, { status: 429, headers });
}
