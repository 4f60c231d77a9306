import type { SettledReceipt } from "../../outbox/outbox.ts";
import type { Deps } from "../../transport/deps.ts";
import type { Handled } from "../options.ts";
import type { OutboxState } from "../readiness.ts";
import type { MetricFamily } from "./exposition.ts";
import { Counter, Histogram } from "./instruments.ts";

/** Methods that have a series of their own; a stranger may make up as many as he likes. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "OPTIONS"]);

/** Ends of the buckets, in seconds: an answer takes milliseconds, a delivery up to days. */
const requestBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const deliveryBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600, 21_600, 86_400];

/**
 * What this process counts since its start: requests, and the receipts that it is told of. No label holds anything that
 * a sender wrote.
 */
export class Metrics {
  readonly #deps: Pick<Deps, "now">;
  readonly #requests = new Counter({
    name: "hubline_http_requests_total",
    help: "Requests that were answered.",
  });
  readonly #requestSeconds = new Histogram({
    name: "hubline_http_request_duration_seconds",
    help: "Time from a request to its answer.",
  }, requestBounds);
  readonly #attempts = new Counter({
    name: "hubline_delivery_attempts_total",
    help: "Attempts to deliver an event, by what HubSpot said.",
  });
  readonly #settled = new Counter({
    name: "hubline_events_settled_total",
    help: "Events that were delivered or became dead letters.",
  });
  readonly #deliverySeconds = new Histogram({
    name: "hubline_delivery_duration_seconds",
    help: "Time from the arrival of an event to its delivery.",
  }, deliveryBounds);

  /** Makes metrics that have counted nothing. */
  constructor({ deps }: { deps: Pick<Deps, "now"> }) {
    this.#deps = deps;
  }

  /** Counts a request. */
  handled({ method, path, status, durationMs }: Handled): void {
    const known = methods.has(method) ? method : "other";
    this.#requests.add({ method: known, path, status: String(status) });
    this.#requestSeconds.record({ path }, durationMs / 1_000);
  }

  /** Counts an attempt and what the outbox made of it. */
  receipt(receipt: SettledReceipt): void {
    const { outcome, settled: { state, receivedAt } } = receipt;
    this.#attempts.add({ outcome, code: "code" in receipt ? receipt.code : "" });
    if (state === "waiting") return;
    this.#settled.add({ state });
    if (state !== "delivered") return;
    this.#deliverySeconds.record({}, Math.max(0, this.#deps.now() - receivedAt) / 1_000);
  }

  /** Everything, with how the outbox stands. */
  read(outbox: OutboxState): MetricFamily[] {
    return [
      this.#requests.read(),
      this.#requestSeconds.read(),
      this.#attempts.read(),
      this.#settled.read(),
      this.#deliverySeconds.read(),
      ...outboxFamilies(outbox, this.#deps.now()),
    ];
  }
}

function outboxFamilies(state: OutboxState, now: number): MetricFamily[] {
  const up: MetricFamily = {
    name: "hubline_outbox_up",
    help: "Whether the outbox answers.",
    type: "gauge",
    samples: [{ value: state.ok ? 1 : 0 }],
  };
  if (!state.ok || state.counts === undefined) return [up];
  const { waiting, delivered, dead, oldestWaitingAt, pause } = state.counts;
  return [up, {
    name: "hubline_outbox_events",
    help: "Events in the outbox; delivered ones are forgotten after some time.",
    type: "gauge",
    samples: Object.entries({ waiting, delivered, dead })
      .map(([name, value]) => ({ labels: { state: name }, value })),
  }, {
    name: "hubline_outbox_oldest_waiting_seconds",
    help: "Age of the event that waits longest; 0 where none waits.",
    type: "gauge",
    samples: [{ value: Math.max(0, now - (oldestWaitingAt ?? now)) / 1_000 }],
  }, {
    name: "hubline_outbox_paused",
    help: "Whether delivery pauses because the account is refused as a whole, and why.",
    type: "gauge",
    samples: [pause === undefined ? { value: 0 } : { labels: { code: pause.code }, value: 1 }],
  }];
}
