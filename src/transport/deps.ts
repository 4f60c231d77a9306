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
  /** A fresh UUID. Default: one of `crypto.randomUUID`. */
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

/** How many letters of UUIDs are made at a time: 128 of 36. */
const supply = 4_608;

let ids = "";

/**
 * A fresh UUID. Many are put together as one text: Node's `crypto.randomUUID` gives each as twenty pieces, which take ten
 * times the memory until they are written into JSON.
 */
export function freshUuid(): string {
  if (ids === "") { while (ids.length < supply) ids += crypto.randomUUID(); }
  const id = ids.slice(0, 36);
  ids = ids.slice(36);
  return id;
}

/**
 * A fresh UUID that is greater than those before it, so that it goes to the end of an index: of random ones nearly each
 * makes a database write another page. The host's own are taken as they are.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function growingUuid({ now, uuid }: Pick<Deps, "now" | "uuid">): string {
  const random = uuid();
  if (uuid !== freshUuid) return random;
  const time = now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}

/**
 * Calls `act` after `ms` milliseconds, unless it is called off by the function returned. What must end in time nearly
 * always does, and a timer that is called off costs a tenth of a sleep that is aborted.
 */
export function setAlarm(
  { sleep }: Pick<Deps, "sleep">,
  { ms, act }: { ms: number; act: () => void },
): () => void {
  if (sleep === sleepByTimer) {
    const timer = setTimeout(act, Math.min(ms, longestTimerMs));
    return () => clearTimeout(timer);
  }
  const calledOff = new AbortController();
  sleep(ms, calledOff.signal).then(() => {
    if (!calledOff.signal.aborted) act();
  });
  // With a reason, because a signal without one makes an error with its stack.
  return () => calledOff.abort("called off");
}

/** Above 2^31 - 1 ms every runtime fires at once; whoever wants longer sleeps again. */
const longestTimerMs = 2_147_483_647;

function sleepByTimer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, Math.min(ms, longestTimerMs));
    signal?.addEventListener("abort", wake);
  });
}
