import type { AccountLimiter } from "../../hubspot/account_limiter.ts";
import type { Deps } from "../../transport/deps.ts";
import { type Answer, textAnswer } from "../answers.ts";
import { refuseStranger } from "../bearer.ts";
import type { OutboxWatch } from "../readiness.ts";
import { expositionType, writeMetrics } from "./exposition.ts";
import { limiterFamilies } from "./limiter_families.ts";
import type { Metrics } from "./metrics.ts";

/** Settings of the route with metrics. */
export interface MetricsRouteOptions {
  /** Token that every request must carry as `Authorization: Bearer …`. Default: whoever reaches the forwarder may read them. */
  token?: string;
  /** The limits of the account, as the client is given them, to tell how much of them is used. Default: nothing is told. */
  limiter?: AccountLimiter;
}

/** Answers `GET /metrics` in Prometheus' text format. */
export async function handleMetrics(
  request: Request,
  { token, limiter, metrics, watch, deps }: MetricsRouteOptions & {
    metrics: Metrics;
    watch: OutboxWatch;
    deps: Pick<Deps, "now">;
  },
): Promise<Answer> {
  const refusal = token === undefined ? undefined : refuseStranger(request, token);
  if (refusal !== undefined) return refusal;
  const families = metrics.read(await watch.state());
  const text = writeMetrics([...families, ...limiterFamilies(limiter, deps.now())]);
  return textAnswer(text, { outcome: "metrics", type: expositionType });
}
