/**
 * The forwarder: a plain fetch handler that takes events in from webhooks and servers, keeps them in an outbox and
 * forwards them to HubSpot.
 *
 * ```ts
 * import { createClient, defaultMapping } from "@hubline/timeline";
 * import { createForwarder } from "@hubline/timeline/edge";
 * import { directOutbox } from "@hubline/timeline/outbox/direct";
 * import { github } from "@hubline/timeline/sources/github";
 * import assert from "node:assert/strict";
 *
 * const client = createClient({ accessToken: "pat-na1-your-token" });
 * const forwarder = createForwarder({
 *   outbox: directOutbox({ client }),
 *   sources: [{
 *     path: "/github",
 *     source: github({ secret: "the webhook's secret" }),
 *     mapping: defaultMapping({ eventName: "pe123_github_activity" }),
 *   }],
 * });
 * const answer = await forwarder.fetch(new Request("http://localhost/github", { method: "POST" }));
 * assert.equal(answer.status, 401); // not signed
 * ```
 *
 * With `events: { token }`, `POST /events` takes HubSpot's own events: one, `{"inputs": [...]}`, or JSON lines
 * (`application/x-ndjson`, `application/jsonl`) in a stream of any length. Each line is answered by a
 * {@linkcode LineAnswer} as soon as it is durable, on the same connection, so a client reads answers while it sends. A body
 * may be compressed with gzip or deflate.
 *
 * `/readyz` says whether all is well, and with `metrics`, `/metrics` counts. `pages` are served beside that: `deliveriesPage`
 * of `@hubline/timeline/deliveries`, `referencePage` of `@hubline/timeline/reference`. So that attempts are counted, logged and traced,
 * {@linkcode Forwarder.onReceipt} is handed to whoever delivers. On Cloudflare Workers the forwarder is the module's default
 * export: its `queue` and `scheduled` are the handlers of the queue and of the cron trigger. On other platforms that run a
 * function now and then, their cron calls {@linkcode Forwarder.scheduled}.
 *
 * A route with a `resolver`, such as {@linkcode createGitHubResolver} makes, looks up the addresses of people of whom a
 * delivery tells the login alone.
 *
 * @module
 */
export { createForwarder } from "./forwarder.ts";
export type { Forwarder } from "./forwarder.ts";
export type { ForwarderOptions, Handled } from "./options.ts";
export type { EventsRouteOptions } from "./events_route.ts";
export type { LineAnswer, LineError } from "./event_lines.ts";
export type { ErrorCode } from "./answers.ts";
export type { BodyErrorCode } from "./body_error.ts";
export type { SourceRoute } from "./source_route.ts";
export type { ForwarderPage, PageContext, PageHandler, PageParts } from "./pages.ts";
export { jsonLogger } from "./logger.ts";
export type { JsonLoggerOptions, LogFields, Logger } from "./logger.ts";
export type { MetricsRouteOptions } from "./metrics/route.ts";
export type { ReadinessOptions, UnreadyReason } from "./readiness.ts";
export type { ScheduledOptions } from "./scheduled.ts";
export type { RateLimit } from "./token_bucket.ts";
export { openTelemetryTracing } from "./tracing.ts";
export type {
  RequestTrace,
  SpanAttributes,
  TraceApi,
  TraceSpan,
  TraceSpanOptions,
  Tracing,
} from "./tracing.ts";
export type { TraceContext } from "./traceparent.ts";
export { createGitHubResolver } from "../people/github_resolver.ts";
export type { GitHubToken } from "../people/github_api.ts";
export type { GitHubResolverOptions } from "../people/resolver_options.ts";
export type { PeopleCache, Remembered } from "../people/people_cache.ts";
export type * from "../people/resolver.ts";
export type {
  ConsumeListeners,
  Outbox,
  ProcessResult,
  PutResult,
  Settled,
  SettledReceipt,
} from "../outbox/outbox.ts";
export type { QueueBatch, QueueMessage } from "../outbox/queue_platform.ts";
