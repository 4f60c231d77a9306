import type { LimitNews } from "../transport/limiter.ts";
import type { HttpAnswer } from "../transport/send_once.ts";

/**
 * Reads the limit that HubSpot states with an answer. The `Daily` headers are left alone, because a daily limit shows in
 * its 429; so are the `Secondly` ones, which HubSpot calls deprecated.
 */
export function readLimit({ headers }: Pick<HttpAnswer, "headers">): LimitNews {
  return {
    max: read(headers, "max"),
    remaining: read(headers, "remaining"),
    intervalMs: read(headers, "interval-milliseconds"),
  };
}

function read(headers: Headers, name: string): number | undefined {
  const text = headers.get(`x-hubspot-ratelimit-${name}`) ?? "";
  // More than five digits would be a slip: hours without a request, or no limit at all.
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}
