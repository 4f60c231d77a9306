import type { SettledReceipt } from "../outbox/outbox.ts";
import { guarded } from "../transport/guarded.ts";
import { readTraceparent, type TraceContext, writeTraceparent } from "./traceparent.ts";

/** Values of a span's attributes. */
export type SpanAttributes = Record<string, string | number>;

/** The part of OpenTelemetry's `Span` that is used. */
export interface TraceSpan {
  /** Says which span it is. */
  spanContext(): TraceContext;
  /** Adds what is known of it. */
  setAttributes(attributes: SpanAttributes): unknown;
  /** Says how it ended; code 2 is an error. */
  setStatus(status: { code: number; message?: string }): unknown;
  /** Ends it. */
  end(): void;
}

/** The part of OpenTelemetry's `SpanOptions` that is used. */
export interface TraceSpanOptions {
  /** 1 for a server's, 4 for a consumer's. */
  kind: number;
  /** What is known at its start; no address is among it. */
  attributes: SpanAttributes;
  /** When it began, in milliseconds since 1970. Default: now. */
  startTime?: number;
}

/**
 * The part of OpenTelemetry's API that is used: the module `@opentelemetry/api` as a whole fits. `Context` is its own
 * type, which is passed on and never looked into.
 */
export interface TraceApi<Context> {
  /** The context without a span. */
  ROOT_CONTEXT: Context;
  /** Spans and contexts. */
  trace: {
    /** A context with the span of somebody else in it. */
    setSpanContext(context: Context, span: TraceContext & { isRemote: boolean }): Context;
    /** Gives the tracer of that name. */
    getTracer(name: string): {
      /** Starts a span below that of the context. */
      startSpan(name: string, options: TraceSpanOptions, context: Context): TraceSpan;
    };
  };
}

/** A request that is traced. */
export interface RequestTrace {
  /** What is kept beside its events, so that their deliveries belong to the same trace. */
  traceparent?: string;
  /** Ends its span with the status of its answer. */
  end(status: number): void;
}

/** Follows requests to the receipts of their events. */
export interface Tracing {
  /** Begins with a request: its method, the path of its route, and the `traceparent` that it brings. */
  request(parts: { method: string; path: string; traceparent: string | null }): RequestTrace;
  /** Goes on with a receipt, from when its event came. */
  receipt(receipt: SettledReceipt): void;
}

/** `SpanKind.SERVER`, `SpanKind.CONSUMER` and `SpanStatusCode.ERROR` of OpenTelemetry's API. */
const [serverKind, consumerKind, errorStatus] = [1, 4, 2];

/** Name of the tracer. */
const tracerName = "@hubline/timeline";

/** Makes no spans, and passes on what requests bring. */
export const passingTracing: Tracing = {
  request({ traceparent }) {
    const given = readTraceparent(traceparent);
    return given === undefined
      ? { end: () => {} }
      : { traceparent: writeTraceparent(given), end: () => {} };
  },
  receipt: () => {},
};

/** Goes on without a span where the host's functions throw: who looks on must not be able to stop anything. */
export function guardedTracing(tracing: Tracing): Tracing {
  return {
    request(parts) {
      try {
        const trace = tracing.request(parts);
        return { ...trace, end: guarded((status: number) => trace.end(status)) };
      } catch {
        return passingTracing.request(parts);
      }
    },
    receipt: guarded((receipt: SettledReceipt) => tracing.receipt(receipt)),
  };
}

/**
 * Makes spans by OpenTelemetry: `POST /github` for a request, below the span that its `traceparent` names, and `deliver`
 * for each receipt, below the request's, from when the event came to what became of it.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function openTelemetryTracing<Context>(api: TraceApi<Context>): Tracing {
  const { trace, ROOT_CONTEXT } = api;
  const contextOf = (traceparent: string | null | undefined) => {
    const given = readTraceparent(traceparent);
    return given === undefined
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, { ...given, isRemote: true });
  };
  return {
    request({ method, path, traceparent }) {
      // Looked up for each span, because whoever sets OpenTelemetry up may do so after us.
      const span = trace.getTracer(tracerName).startSpan(`${method} ${path}`, {
        kind: serverKind,
        attributes: { "http.request.method": method, "http.route": path },
      }, contextOf(traceparent));
      return {
        traceparent: writeTraceparent(span.spanContext()),
        end(status) {
          span.setAttributes({ "http.response.status_code": status });
          // By the conventions, a client's fault is no error of its server.
          if (status >= 500) span.setStatus({ code: errorStatus, message: String(status) });
          span.end();
        },
      };
    },
    receipt(receipt) {
      const { key, outcome, settled: { state, attempts, receivedAt, origin } } = receipt;
      const span = trace.getTracer(tracerName).startSpan("deliver", {
        kind: consumerKind,
        startTime: receivedAt,
        attributes: {
          "hubline.outcome": outcome,
          "hubline.state": state,
          "hubline.attempts": attempts,
          ...(key === undefined ? {} : { "hubline.event.family": key.family }),
          ...("code" in receipt ? { "error.type": receipt.code } : {}),
        },
      }, contextOf(origin.trace));
      if ("code" in receipt) span.setStatus({ code: errorStatus, message: receipt.code });
      span.end();
    },
  };
}
