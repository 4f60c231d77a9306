import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type { FaultEffect } from "../../src/local/mod.ts";
import { openTelemetryHooks } from "../../src/hubspot/opentelemetry.ts";
import { customEvent } from "../support/events.ts";
import { once } from "../support/local_hubspot.ts";
import { start } from "./harness.ts";

/** A client that is watched, and goes wrong in these ways one after the other. */
function startWatched(...effects: FaultEffect[]) {
  const spans = new InMemorySpanExporter();
  const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics });
  const metering = new MeterProvider({ readers: [reader] });
  const { clock, client } = start({
    client: {
      baseUrl: "http://127.0.0.1:8788",
      hooks: openTelemetryHooks({
        tracer: tracing.getTracer("test"),
        meter: metering.getMeter("test"),
      }),
    },
    faults: effects.map((effect) => once(effect)),
  });
  const measured = async () => {
    await reader.forceFlush();
    const measured = metrics.getMetrics().flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) => metrics)
    );
    await metering.shutdown();
    return measured;
  };
  return { clock, client, spans, measured };
}

const busy: FaultEffect = { kind: "answer", status: 503 };

describe("openTelemetryHooks", () => {
  it("makes a span for each attempt, with what the conventions name", async () => {
    const { clock, client, spans, measured } = startWatched(busy, { kind: "reset" });
    await clock.drive(client.send(customEvent()));
    await measured();
    const common = {
      "http.request.method": "POST",
      "server.address": "127.0.0.1",
      "server.port": 8788,
      "hubline.operation": "send custom events",
      "url.full": "http://127.0.0.1:8788/events/2026-03/send",
      "hubline.events": 1,
    };
    assert.deepEqual(
      spans.getFinishedSpans().map(({ name, kind, attributes, status }) => ({
        name,
        kind,
        attributes,
        status: status.code,
      })),
      [
        {
          name: "POST",
          kind: SpanKind.CLIENT,
          attributes: { ...common, "http.response.status_code": 503, "error.type": "503" },
          status: SpanStatusCode.ERROR,
        },
        {
          name: "POST",
          kind: SpanKind.CLIENT,
          attributes: {
            ...common,
            "http.request.resend_count": 1,
            "error.type": "network_error",
          },
          status: SpanStatusCode.ERROR,
        },
        {
          name: "POST",
          kind: SpanKind.CLIENT,
          attributes: {
            ...common,
            "http.request.resend_count": 2,
            "http.response.status_code": 204,
          },
          status: SpanStatusCode.UNSET,
        },
      ],
    );
  });

  it("counts events, retries and durations", async () => {
    const { clock, client, measured } = startWatched(busy);
    await clock.drive(client.send(customEvent()));
    const metrics = await measured();
    const sums = metrics.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      descriptor.unit,
      dataPoints.map(({ value }) => typeof value === "object" ? value.count : value),
    ]);
    assert.deepEqual(sums, [
      ["http.client.request.duration", "s", [1, 1]],
      ["hubline.client.events", "{event}", [1, 1]],
      ["hubline.client.retries", "{retry}", [1]],
    ]);
  });

  it("ends every span where two clients have the same numbers under way", () => {
    const spans = new InMemorySpanExporter();
    const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
    const { onRequest, onResponse } = openTelemetryHooks({ tracer: tracing.getTracer("test") });
    const info = {
      request: 1,
      attempt: 1,
      operation: "send custom events",
      method: "POST",
      url: "https://api.hubapi.com/x",
      events: 1,
    };
    onRequest?.(info);
    onRequest?.(info);
    onResponse?.({ ...info, durationMs: 1, status: 204 });
    onResponse?.({ ...info, durationMs: 1, status: 204 });
    assert.equal(spans.getFinishedSpans().length, 2);
  });

  it("does nothing where it is given nothing", () => {
    const { onRequest, onResponse, onRetry } = openTelemetryHooks({});
    const info = {
      request: 1,
      attempt: 1,
      operation: "send custom events",
      method: "POST",
      url: "https://api.hubapi.com/x",
      events: 1,
    };
    onRequest?.(info);
    onResponse?.({ ...info, durationMs: 1, status: 204 });
    onRetry?.({ ...info, durationMs: 1, error: "timeout", delayMs: 1 });
  });
});
