import { withDeadline } from "./deadline.ts";
import type { Deps } from "./deps.ts";
import { readText } from "./read_text.ts";

/** A request, whole. */
export interface HttpRequest {
  /** Absolute address. */
  url: string;
  /** HTTP method. */
  method: string;
  /** Header names, lower case, with their values. */
  headers: Record<string, string>;
  /** The body, if there is one. */
  body?: string;
}

/** An answer, read to its end. */
export interface HttpAnswer {
  /** HTTP status. */
  status: number;
  /** The answer's headers. */
  headers: Headers;
  /** The body as text, cut at the cap. */
  text: string;
}

/** Settings of one attempt. */
export interface SendOnceOptions {
  /** Network and clock. */
  deps: Pick<Deps, "fetch" | "sleep">;
  /** Longest time for the whole exchange, body included, in milliseconds. */
  timeoutMs: number;
  /** Ends the attempt early. */
  signal?: AbortSignal | undefined;
}

/** An answer is read up to here, in characters; that of a batch is well under it. */
const longestAnswer = 16 * 1024 * 1024;

/** Sends a request once and reads the whole answer. Throws a `TransportError`, nothing else. */
export async function sendOnce(
  request: HttpRequest,
  options: SendOnceOptions,
): Promise<HttpAnswer> {
  const { url, ...init } = request;
  // The query may hold a key, so messages do without it.
  const label = `${init.method} ${url.split("?")[0]}`;
  return await withDeadline(async (signal) => {
    const response = await options.deps.fetch(url, { ...init, redirect: "manual", signal });
    const text = await readText(response.body, longestAnswer);
    return { status: response.status, headers: response.headers, text };
  }, { label, ...options });
}
