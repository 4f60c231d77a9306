import type { Deps } from "../../transport/deps.ts";
import type { RateLimitPolicy } from "../limits/limit_options.ts";
import { rateLimitAnswer } from "../limits/rate_limit_answer.ts";
import { WireResponse } from "./broken_connection.ts";
import { isBodiless } from "./bodiless.ts";
import type { AnswerFault, ExactAnswerFault, RateLimitFault, RetryAfter } from "./fault.ts";

/** What HubSpot's headers say where a limit is reached. */
const reachedHeaders: Record<RateLimitPolicy, Record<string, string>> = {
  TEN_SECONDLY_ROLLING: {
    "x-hubspot-ratelimit-remaining": "0",
    "x-hubspot-ratelimit-interval-milliseconds": "10000",
  },
  SECONDLY: { "x-hubspot-ratelimit-secondly-remaining": "0" },
  DAILY: { "x-hubspot-ratelimit-daily-remaining": "0" },
};

/** HubSpot's words for kinds of error; whatever else fails is an internal error. */
const categories: ReadonlyMap<number, string> = new Map([
  [400, "VALIDATION_ERROR"],
  [401, "INVALID_AUTHENTICATION"],
  [403, "MISSING_SCOPES"],
  [404, "OBJECT_NOT_FOUND"],
  [409, "CONFLICT"],
  [429, "RATE_LIMITS"],
]);

const contentTypes = {
  json: "application/json",
  html: "text/html; charset=utf-8",
  text: "text/plain; charset=utf-8",
} as const;

/** Answers as if a limit was reached. */
export function limitReached({ policy, retryAfter }: RateLimitFault, deps: Deps): Response {
  const headers = { ...reachedHeaders[policy], ...retryAfterHeader(retryAfter, deps) };
  return rateLimitAnswer({ policy, correlationId: deps.uuid(), headers });
}

/** Answers as if the access token was over. */
export function tokenExpired(deps: Deps): Response {
  return Response.json({
    status: "error",
    message: "The OAuth token used to make this call expired: get a new one",
    correlationId: deps.uuid(),
    category: "EXPIRED_AUTHENTICATION",
  }, { status: 401 });
}

/** Answers with any status and one of the bodies that proxies and HubSpot send with it. */
export function otherAnswer(
  { status, body = "json", contentType = true, retryAfter }: AnswerFault,
  deps: Deps,
): Response {
  const headers = new Headers(retryAfterHeader(retryAfter, deps));
  if (body === "none" || isBodiless(status)) {
    return new Response(null, { status, headers });
  }
  if (contentType) headers.set("content-type", contentTypes[body]);
  const text = bodies[body](status, deps);
  return new WireResponse(new TextEncoder().encode(text), { status, headers });
}

/** Answers as it is told to. */
export function exactAnswer({ status, headers: given, body, json }: ExactAnswerFault): Response {
  const headers = new Headers(json === undefined ? {} : { "content-type": contentTypes.json });
  for (const [name, value] of Object.entries(given ?? {})) headers.set(name, value);
  const text = json === undefined ? body : JSON.stringify(json);
  if (text === undefined) return new Response(null, { status, headers });
  return new WireResponse(new TextEncoder().encode(text), { status, headers });
}

const bodies = {
  json(status: number, deps: Deps): string {
    return JSON.stringify({
      status: "error",
      message: `Answered with ${status}, as a fault demanded`,
      correlationId: deps.uuid(),
      category: categories.get(status) ?? "INTERNAL_ERROR",
    });
  },
  html(status: number): string {
    return `<!DOCTYPE html>\n<html><head><title>${status}</title></head>` +
      `<body><h1>${status}</h1><p>Something went wrong on our side.</p></body></html>\n`;
  },
  text(): string {
    return "Something went wrong on our side.\n";
  },
} as const;

function retryAfterHeader(
  retryAfter: RetryAfter | undefined,
  { now }: Deps,
): Record<string, string> {
  if (retryAfter === undefined) return {};
  const { seconds, as = "seconds" } = retryAfter;
  if (as === "seconds") return { "retry-after": String(seconds) };
  return { "retry-after": new Date(now() + seconds * 1_000).toUTCString() };
}
