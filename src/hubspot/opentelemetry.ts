/**
 * Traces and metrics of a client's requests, by OpenTelemetry's conventions for HTTP clients.
 *
 * ```ts
 * import { createClient } from "@hubline/timeline";
 * import { openTelemetryHooks } from "@hubline/timeline/opentelemetry";
 * import { metrics, trace } from "@opentelemetry/api";
 *
 * const client = createClient({
 *   accessToken: "pat-na1-your-token",
 *   hooks: openTelemetryHooks({
 *     tracer: trace.getTracer("hubline"),
 *     meter: metrics.getMeter("hubline"),
 *   }),
 * });
 * ```
 *
 * @module
 */
import type { AttemptInfo, AttemptResult, Hooks } from "../transport/hooks.ts";

export type * from "../transport/hooks.ts";
export type { TransportErrorCode } from "../transport/transport_error.ts";

/** Values of attributes. */
export type Attributes = Record<string, string | number>;

/** The part of OpenTelemetry's `Span` that is used. */
export interface SpanLike {
  /** Adds what is known of it. */
  setAttributes(attributes: Attributes): unknown;
  /** Says how it ended; code 2 is an error. */
  setStatus(status: { code: number; message?: string }): unknown;
  /** Ends it. */
  end(): void;
}

/** The part of OpenTelemetry's `Tracer` that is used. */
export interface TracerLike {
  /** Starts a span below the one that is active; kind 2 is a client's. */
  startSpan(name: string, options: { kind: number; attributes: Attributes }): SpanLike;
}

/** The part of OpenTelemetry's `Meter` that is used. */
export interface MeterLike {
  /** Makes an instrument for a distribution of values. */
  createHistogram(
    name: string,
    options: { unit: string; description: string },
  ): { record(value: number, attributes: Attributes): void };
  /** Makes an instrument for a sum. */
  createCounter(
    name: string,
    options: { unit: string; description: string },
  ): { add(value: number, attributes: Attributes): void };
}

/** Where traces and metrics go. */
export interface OpenTelemetryOptions {
  /** Makes a span for each attempt. Default: no spans. */
  tracer?: TracerLike;
  /** Makes the instruments. Default: no metrics. */
  meter?: MeterLike;
}

/** `SpanKind.CLIENT` and `SpanStatusCode.ERROR` of OpenTelemetry's API. */
const [clientKind, errorStatus] = [2, 2];

/**
 * Makes hooks for one client: a span `POST` and so on for each attempt, the histogram `http.client.request.duration` (in
 * seconds), and the counters `hubline.client.events` (events in requests that HubSpot answered) and
 * `hubline.client.retries`. Attributes name method, address, status, kind of error and operation, and nothing of any
 * event.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function openTelemetryHooks({ tracer, meter }: OpenTelemetryOptions): Hooks {
  const duration = meter?.createHistogram("http.client.request.duration", {
    unit: "s",
    description: "Duration of HTTP client requests",
  });
  const events = meter?.createCounter("hubline.client.events", {
    unit: "{event}",
    description: "Events in requests that HubSpot answered",
  });
  const retries = meter?.createCounter("hubline.client.retries", {
    unit: "{retry}",
    description: "Attempts that are repeated",
  });
  /** Open spans; two clients that share hooks may have the same numbers under way. */
  const spans = new Map<string, SpanLike[]>();
  return {
    onRequest(attempt) {
      if (tracer === undefined) return;
      const span = tracer.startSpan(attempt.method, {
        kind: clientKind,
        attributes: {
          ...attributesOf(attempt),
          "url.full": attempt.url,
          "hubline.events": attempt.events,
          ...(attempt.attempt > 1 ? { "http.request.resend_count": attempt.attempt - 1 } : {}),
        },
      });
      const key = keyOf(attempt);
      spans.set(key, [...spans.get(key) ?? [], span]);
    },
    onResponse(result) {
      const outcome = outcomeOf(result);
      const attributes = { ...attributesOf(result), ...outcome };
      duration?.record(result.durationMs / 1000, attributes);
      if (result.status !== undefined && result.events > 0) events?.add(result.events, attributes);
      const key = keyOf(result);
      const [span, ...others] = spans.get(key) ?? [];
      if (others.length > 0) spans.set(key, others);
      else spans.delete(key);
      if (span === undefined) return;
      span.setAttributes(outcome);
      const error = outcome["error.type"];
      if (error !== undefined) span.setStatus({ code: errorStatus, message: String(error) });
      span.end();
    },
    onRetry(retry) {
      retries?.add(1, { ...attributesOf(retry), ...outcomeOf(retry) });
    },
  };
}

function keyOf({ operation, url, request, attempt }: AttemptInfo): string {
  return `${operation} ${url} ${request}/${attempt}`;
}

function attributesOf({ method, url, operation }: AttemptInfo): Attributes {
  const { hostname, port, protocol } = new URL(url);
  const standardPort = protocol === "https:" ? 443 : 80;
  return {
    "http.request.method": method,
    "server.address": hostname,
    "server.port": port === "" ? standardPort : Number(port),
    "hubline.operation": operation,
  };
}

/** A status of 400 or more is its own kind of error. */
function outcomeOf({ status, error }: AttemptResult): Attributes {
  if (status === undefined) return { "error.type": error ?? "unknown" };
  return {
    "http.response.status_code": status,
    ...(status >= 400 ? { "error.type": String(status) } : {}),
  };
}
