import { freshUuid } from "./uuid.ts";

/** The part of `fetch` that Hubline uses; any function of this shape can stand in for it. */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;

/** What Hubline passes to `fetch`. */
export interface FetchInit {
  /** HTTP method. */
  method: string;
  /** Header names, lower case, with their values. */
  headers: Record<string, string>;
  /** The body, if there is one. */
  body?: string;
  /** Always `manual`: an access token must not follow a redirect to another host. */
  redirect: "manual";
  /** Ends the attempt. */
  signal: AbortSignal;
}

/**
 * Everything that the outside world gives: the network, time and chance. Tests hand in their own, so
 * nothing in Hubline sleeps, guesses or connects on its own account.
 */
export interface Deps {
  /** Sends a request. Default: the runtime's `fetch`. */
  fetch: Fetch;
  /** Milliseconds since 1970. Default: `Date.now`. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when the signal aborts. Default: `setTimeout`. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number from 0 up to, not including, 1. Default: `Math.random`. */
  random(): number;
  /** A fresh UUID. Default: one of version 4 from `crypto.getRandomValues`. */
  uuid(): string;
}

/** The runtime's own network, clock and randomness, with single parts replaced where given. */
export function createDeps(own: Partial<Deps> = {}): Deps {
  const {
    // Looked up at each call: Workers forbid a detached `fetch`, and tracing tools patch the global late.
    fetch = (url, init) => globalThis.fetch(url, init),
    now = () => Date.now(),
    sleep = sleepByTimer,
    random = () => Math.random(),
    uuid = freshUuid,
  } = own;
  return { fetch, now, sleep, random, uuid };
}

function sleepByTimer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    // Above 2^31 - 1 ms every runtime fires at once; whoever wants longer sleeps again.
    const timer = setTimeout(wake, Math.min(ms, 2_147_483_647));
    signal?.addEventListener("abort", wake, { once: true });
  });
}
