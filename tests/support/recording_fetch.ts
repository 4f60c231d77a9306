import type { Fetch, FetchInit } from "../../mod.ts";

/** One request as it was sent. */
export interface Sent {
  url: string;
  init: FetchInit;
  body: unknown;
}

/** What the stand-in does with one request: answers, fails, or never comes back. */
export type Reaction = Response | Error | "hang" | ((sent: Sent) => Response);

/** A fetch that keeps what it was sent and reacts in the order given; the last reaction repeats. */
export function recordingFetch(...reactions: Reaction[]): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = (url, init) => {
    const request = {
      url,
      init,
      body: init.body === undefined ? undefined : JSON.parse(init.body),
    };
    const reaction = reactions[Math.min(sent.length, reactions.length - 1)];
    sent.push(request);
    if (reaction === "hang") return new Promise(() => {});
    if (reaction instanceof Error) return Promise.reject(reaction);
    if (reaction instanceof Response) return Promise.resolve(reaction.clone());
    if (reaction === undefined) throw new Error("No reaction was given");
    return Promise.resolve(reaction(request));
  };
  return { fetch, sent };
}

/** An answer in JSON. */
export function answer(
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
}
