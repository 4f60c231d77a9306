import { type Answer, emptyAnswer } from "./answers.ts";

/** Seconds for which a browser need not ask again; Firefox keeps no answer for longer than a day. */
const maxAgeSeconds = 86_400;

/** Names of headers as a browser lists them (Fetch standard, CORS-preflight request). */
const headerNames = /^[\w-]{1,100}(?:\s*,\s*[\w-]{1,100}){0,30}$/;

/**
 * Answers a browser that asks whether a page of another origin may send. Any page may: what keeps strangers out is the
 * key in the request, and no cookie goes with it.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function preflightAnswer(request: Request): Answer {
  const wanted = request.headers.get("access-control-request-headers") ?? "";
  return emptyAnswer(204, {
    outcome: "preflight",
    headers: {
      "access-control-allow-methods": "POST",
      // Named one by one: the wildcard does not cover Authorization.
      ...(headerNames.test(wanted) ? { "access-control-allow-headers": wanted } : {}),
      "access-control-max-age": String(maxAgeSeconds),
    },
  });
}

/** Let pages of any origin read an answer: one that a page cannot read is to it a network that failed. */
export const openToBrowsers: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "retry-after",
};
