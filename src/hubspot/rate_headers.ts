import type { LimitNews } from "../transport/limiter.ts";
import type { HttpAnswer } from "../transport/send_once.ts";

/**
 * Reads the limit that HubSpot states with an answer. The `Daily` headers are left alone, because a daily limit shows in
 * its 429; so are the `Secondly` ones, which HubSpot calls deprecated.
 */
export function readLimit({ headers }: Pick<HttpAnswer, "headers">): LimitNews {
  const max = read(headers, "max");
  const remaining = read(headers, "remaining");
  const intervalMs = read(headers, "interval-milliseconds");
  return {
    ...(max === undefined ? {} : { max }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(intervalMs === undefined ? {} : { intervalMs }),
  };
}

function read(headers: Headers, name: string): number | undefined {
  const text = headers.get(`x-hubspot-ratelimit-${name}`) ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
