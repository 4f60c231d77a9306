import type { AccountLimiter } from "../../hubspot/account_limiter.ts";
import type { LimiterState } from "../../transport/limiter.ts";
import type { MetricFamily } from "./exposition.ts";

/** How the limits of an account stand; nothing of those that cannot say so. */
export function limiterFamilies(limiter: AccountLimiter | undefined, now: number): MetricFamily[] {
  const states = Object.entries({
    general: limiter?.general.state?.(),
    custom_events: limiter?.customEvents.state?.(),
  }).flatMap(([limit, state]) => state === undefined ? [] : [{ limit, state }]);
  if (states.length === 0) return [];
  const told = (
    family: Omit<MetricFamily, "samples">,
    value: (state: LimiterState) => number,
  ): MetricFamily => ({
    ...family,
    samples: states.map(({ limit, state }) => ({ labels: { limit }, value: value(state) })),
  });
  return [
    told({
      name: "hubline_limiter_waiting_requests",
      help: "Requests to HubSpot that wait for their turn.",
      type: "gauge",
    }, ({ waiting }) => waiting),
    told({
      name: "hubline_limiter_window_used",
      help: "Requests that count towards the limit now.",
      type: "gauge",
    }, ({ held }) => held),
    told({
      name: "hubline_limiter_window_size",
      help: "Most requests that may count towards the limit at once.",
      type: "gauge",
    }, ({ limit }) => limit),
    told({
      name: "hubline_limiter_pauses_total",
      help: "Answers 429 that paused all requests.",
      type: "counter",
    }, ({ pauses }) => pauses),
    told({
      name: "hubline_limiter_pause_seconds",
      help: "How long the pause still lasts; 0 where there is none.",
      type: "gauge",
    }, ({ pausedUntil }) => Math.max(0, pausedUntil - now) / 1_000),
  ];
}
