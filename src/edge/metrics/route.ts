import { type Answer, textAnswer } from "../answers.ts";
import { refuseStranger } from "../bearer.ts";
import type { OutboxWatch } from "../readiness.ts";
import { expositionType, writeMetrics } from "./exposition.ts";
import type { Metrics } from "./metrics.ts";

/** Settings of the route with metrics. */
export interface MetricsRouteOptions {
  /** Token that every request must carry as `Authorization: Bearer …`. Default: whoever reaches the forwarder may read them. */
  token?: string;
}

/** Answers `GET /metrics` in Prometheus' text format. */
export async function handleMetrics(
  request: Request,
  { token, metrics, watch }: MetricsRouteOptions & { metrics: Metrics; watch: OutboxWatch },
): Promise<Answer> {
  const refusal = token === undefined ? undefined : await refuseStranger(request, token);
  if (refusal !== undefined) return refusal;
  const text = writeMetrics(metrics.read(await watch.state()));
  return textAnswer(text, { outcome: "metrics", type: expositionType });
}
