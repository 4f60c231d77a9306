import {
  completeLimits,
  type LimitOptions,
  type Limits,
  type RateLimitPolicy,
} from "./limit_options.ts";
import type { RequestKind } from "./request_kind.ts";
import { SlidingWindow } from "./sliding_window.ts";

/** A request, as far as limits look at it. */
export interface CountedRequest {
  /** How it counts. */
  kind: RequestKind;
  /** Whose it is: each app has limits of its own. */
  app: string;
  /** Whether it counts towards the account's day, and is told of it, as private apps are. */
  isPrivateApp: boolean;
}

/** Whether a request is taken, and what its answer says of the limits. */
export interface Admission {
  /** Headers for the answer. */
  headers: Record<string, string>;
  /** The limit that was reached; missing where the request is taken. */
  refusedBy?: RateLimitPolicy;
}

/** Most apps that are counted; of more, the one that came first starts anew. Tokens come from outside. */
const maxApps = 1_000;

/** HubSpot tells private apps of a daily limit whether or not it is enforced here. */
const statedDaily = 250_000;

const secondMs = 1_000;
const dayMs = 24 * 60 * 60 * secondMs;

interface Windows {
  ordinary: SlidingWindow;
  lastSecond: SlidingWindow;
  customEvents: SlidingWindow;
  searches: SlidingWindow;
}

/** Counts requests, and refuses those that are over a limit where it is asked to. */
export class RateLimits {
  readonly #limits: Limits;
  readonly #enforced: boolean;
  readonly #now: () => number;
  readonly #apps = new Map<string, Windows>();
  #day = 0;
  /** Requests of private apps on that day. */
  #today = 0;

  /** Starts to count; throws a `RangeError` for a limit that cannot be. */
  constructor(options: LimitOptions | "none", now: () => number) {
    this.#limits = completeLimits(options === "none" ? {} : options);
    this.#enforced = options !== "none";
    this.#now = now;
  }

  /** Takes or refuses a request. */
  admit({ kind, app, isPrivateApp }: CountedRequest): Admission {
    if (kind === "uncounted") return { headers: {} };
    const now = this.#now();
    this.#turnDay(now);
    const windows = this.#windowsOf(app);
    const isOfTheDay = kind === "ordinary" && isPrivateApp;
    const refusedBy = this.#enforced
      ? this.#reached(kind, windows, { now, isOfTheDay })
      : undefined;
    if (refusedBy === undefined) {
      count(kind, windows, now);
      if (isOfTheDay) this.#today += 1;
    }
    return {
      headers: {
        // HubSpot's pages say that searches carry none, and count sends of custom events nowhere.
        ...(kind === "ordinary" ? this.#headers(windows, now, isPrivateApp) : {}),
        ...(refusedBy === undefined ? {} : this.#retryAfter(refusedBy, kind, windows, now)),
      },
      ...(refusedBy === undefined ? {} : { refusedBy }),
    };
  }

  /** Forgets all requests. */
  reset(): void {
    this.#apps.clear();
    this.#today = 0;
  }

  #reached(
    kind: RequestKind,
    windows: Windows,
    { now, isOfTheDay }: { now: number; isOfTheDay: boolean },
  ): RateLimitPolicy | undefined {
    if (kind !== "ordinary") {
      return windowFor(kind, windows).remaining(now) === 0 ? "SECONDLY" : undefined;
    }
    const { daily = Infinity } = this.#limits;
    if (isOfTheDay && this.#today >= daily) return "DAILY";
    return windows.ordinary.remaining(now) === 0 ? "TEN_SECONDLY_ROLLING" : undefined;
  }

  #headers(windows: Windows, now: number, isPrivateApp: boolean): Record<string, string> {
    const { requests, intervalMs, daily = statedDaily } = this.#limits;
    return {
      "x-hubspot-ratelimit-max": String(requests),
      "x-hubspot-ratelimit-remaining": String(windows.ordinary.remaining(now)),
      "x-hubspot-ratelimit-interval-milliseconds": String(intervalMs),
      "x-hubspot-ratelimit-secondly": String(perSecond(this.#limits)),
      "x-hubspot-ratelimit-secondly-remaining": String(windows.lastSecond.remaining(now)),
      ...(isPrivateApp && {
        "x-hubspot-ratelimit-daily": String(daily),
        "x-hubspot-ratelimit-daily-remaining": String(Math.max(0, daily - this.#today)),
      }),
    };
  }

  #retryAfter(
    policy: RateLimitPolicy,
    kind: RequestKind,
    windows: Windows,
    now: number,
  ): Record<string, string> {
    if (!this.#limits.retryAfter) return {};
    const freeAt = policy === "DAILY"
      ? (this.#day + 1) * dayMs
      : windowFor(kind, windows).freeAt(now);
    return { "retry-after": String(Math.ceil((freeAt - now) / secondMs)) };
  }

  #turnDay(now: number): void {
    const day = Math.floor(now / dayMs);
    if (day !== this.#day) this.#today = 0;
    this.#day = day;
  }

  #windowsOf(app: string): Windows {
    let windows = this.#apps.get(app);
    if (windows === undefined) {
      windows = newWindows(this.#limits);
      const [first] = this.#apps.keys();
      if (first !== undefined && this.#apps.size >= maxApps) this.#apps.delete(first);
      this.#apps.set(app, windows);
    }
    return windows;
  }
}

function newWindows(limits: Limits): Windows {
  return {
    ordinary: new SlidingWindow(limits.requests, limits.intervalMs),
    lastSecond: new SlidingWindow(perSecond(limits), secondMs),
    customEvents: new SlidingWindow(limits.customEventsPerSecond, secondMs),
    searches: new SlidingWindow(limits.searchesPerSecond, secondMs),
  };
}

/** HubSpot still states a limit by the second, a tenth of the other, and enforces it no more. */
function perSecond({ requests, intervalMs }: Limits): number {
  return Math.max(1, Math.floor((requests * secondMs) / intervalMs));
}

function windowFor(kind: RequestKind, windows: Windows): SlidingWindow {
  if (kind === "custom_event") return windows.customEvents;
  return kind === "search" ? windows.searches : windows.ordinary;
}

function count(kind: RequestKind, windows: Windows, now: number): void {
  windowFor(kind, windows).add(now);
  if (kind === "ordinary") windows.lastSecond.add(now);
}
