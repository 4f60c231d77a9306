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
  /** Whether the app is told of its daily limit, as private apps are. */
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
  day: number;
  today: number;
}

/** Counts requests, and refuses those that are over a limit where it is asked to. */
export class RateLimits {
  readonly #limits: Limits;
  readonly #enforced: boolean;
  readonly #now: () => number;
  readonly #apps = new Map<string, Windows>();

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
    const windows = this.#windowsOf(app, now);
    const refusedBy = this.#enforced ? this.#reached(kind, windows, now) : undefined;
    if (refusedBy === undefined) count(kind, windows, now);
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
  }

  #reached(kind: RequestKind, windows: Windows, now: number): RateLimitPolicy | undefined {
    if (kind !== "ordinary") {
      return windowFor(kind, windows).remaining(now) === 0 ? "SECONDLY" : undefined;
    }
    const { daily } = this.#limits;
    if (daily !== undefined && windows.today >= daily) return "DAILY";
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
        "x-hubspot-ratelimit-daily-remaining": String(Math.max(0, daily - windows.today)),
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
      ? (windows.day + 1) * dayMs
      : windowFor(kind, windows).freeAt(now);
    return { "retry-after": String(Math.ceil((freeAt - now) / secondMs)) };
  }

  #windowsOf(app: string, now: number): Windows {
    const day = Math.floor(now / dayMs);
    let windows = this.#apps.get(app);
    if (windows === undefined) {
      windows = newWindows(this.#limits, day);
      const [first] = this.#apps.keys();
      if (first !== undefined && this.#apps.size >= maxApps) this.#apps.delete(first);
      this.#apps.set(app, windows);
    }
    if (windows.day !== day) Object.assign(windows, { day, today: 0 });
    return windows;
  }
}

function newWindows(limits: Limits, day: number): Windows {
  return {
    ordinary: new SlidingWindow(limits.requests, limits.intervalMs),
    lastSecond: new SlidingWindow(perSecond(limits), secondMs),
    customEvents: new SlidingWindow(limits.customEventsPerSecond, secondMs),
    searches: new SlidingWindow(limits.searchesPerSecond, secondMs),
    day,
    today: 0,
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
  if (kind !== "ordinary") return;
  windows.lastSecond.add(now);
  windows.today += 1;
}
