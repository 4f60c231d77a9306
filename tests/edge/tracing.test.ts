import * as api from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openTelemetryTracing } from "../../src/edge/mod.ts";
import { readTraceparent, writeTraceparent } from "../../src/edge/traceparent.ts";
import { delivered, refused } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { token } from "./harness.ts";
import { startJournaled } from "./journaled.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";
const traceparent = `00-${traceId}-${spanId}-01`;
const headers = { authorization: `Bearer ${token}`, traceparent };

/** OpenTelemetry's own API and SDK, without anything global. */
function telemetry() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const trace = {
    setSpanContext: api.trace.setSpanContext,
    getTracer: (name: string) => provider.getTracer(name),
  };
  return { spans: () => exporter.getFinishedSpans(), trace, ROOT_CONTEXT: api.ROOT_CONTEXT };
}

describe("readTraceparent", () => {
  const zeros = "0".repeat(32);
  const given: [text: string, isValid: boolean][] = [
    [traceparent, true],
    [`00-${traceId}-${spanId}-00`, true],
    [`cc-${traceId}-${spanId}-01-what-the-future-holds`, true],
    [`00-${traceId}-${spanId}-01-more`, false],
    [`ff-${traceId}-${spanId}-01`, false],
    [`00-${zeros}-${spanId}-01`, false],
    [`00-${traceId}-${zeros.slice(16)}-01`, false],
    [`00-${traceId.toUpperCase()}-${spanId}-01`, false],
    [`00-${traceId}-${spanId}`, false],
    [`00-${traceId}-${spanId}-01\n`, false],
    ["", false],
  ];
  for (const [text, isValid] of given) {
    it(`${isValid ? "reads" : "refuses"} ${JSON.stringify(text)}`, () => {
      const read = readTraceparent(text);
      assert.equal(read !== undefined, isValid);
      if (read !== undefined) assert.deepEqual([read.traceId, read.spanId], [traceId, spanId]);
    });
  }

  it("is undone by writeTraceparent, but for flags that version 00 does not know", () => {
    assert.equal(writeTraceparent({ traceId, spanId, traceFlags: 1 }), traceparent);
    assert.equal(writeTraceparent({ traceId, spanId, traceFlags: 254 }).slice(-2), "00");
  });
});

describe("createForwarder, of traces", () => {
  it("keeps a request's traceparent and path beside its events, and nothing that is no traceparent", async () => {
    const hubline = startJournaled(() => delivered);
    await hubline.post("/events", JSON.stringify(appEvent({ id: "a" })), headers);
    await hubline.post("/events", JSON.stringify(appEvent({ id: "b" })), {
      ...headers,
      traceparent: "ada@example.com",
    });
    const { receipts } = await hubline.outbox.process(10);
    assert.deepEqual(receipts.map(({ settled }) => settled.origin), [
      { path: "/events", trace: traceparent },
      { path: "/events" },
    ]);
  });

  it("makes spans from the request to the receipt, in the sender's trace", async () => {
    const { spans, ...like } = telemetry();
    const hubline = startJournaled((id) => id === "a" ? delivered : refused, {
      tracing: openTelemetryTracing(like),
    });
    const body = JSON.stringify({ inputs: [appEvent({ id: "a" }), appEvent({ id: "b" })] });
    await hubline.post("/events", body, headers);
    await hubline.clock.advance(3_000);
    for (const receipt of (await hubline.outbox.process(10)).receipts) {
      hubline.forwarder.onReceipt(receipt);
    }
    const [request, taken, dead] = spans();
    assert.equal(request?.name, "POST /events");
    assert.equal(request.kind, api.SpanKind.SERVER);
    assert.equal(request.spanContext().traceId, traceId);
    assert.equal(request.parentSpanContext?.spanId, spanId);
    assert.deepEqual(request.attributes, {
      "http.request.method": "POST",
      "http.route": "/events",
      "http.response.status_code": 202,
    });
    for (const span of [taken, dead]) {
      assert.equal(span?.name, "deliver");
      assert.equal(span.kind, api.SpanKind.CONSUMER);
      assert.equal(span.spanContext().traceId, traceId);
      assert.equal(span.parentSpanContext?.spanId, request.spanContext().spanId);
      assert.equal(span.startTime[0] * 1_000, Date.parse("2026-11-22T12:00:00Z"));
    }
    assert.deepEqual(dead?.status, { code: api.SpanStatusCode.ERROR, message: "refused" });
    assert.ok(!JSON.stringify([taken?.attributes, dead?.attributes]).includes("ada"));
  });

  it("takes OpenTelemetry's module as it is, and begins a trace where the request brings none", async () => {
    const { post } = startJournaled(() => delivered, { tracing: openTelemetryTracing(api) });
    const { status } = await post("/events", JSON.stringify(appEvent()), {
      authorization: headers.authorization,
    });
    assert.equal(status, 202);
    const { spans, ...like } = telemetry();
    const hubline = startJournaled(() => delivered, { tracing: openTelemetryTracing(like) });
    await hubline.postEvents(appEvent());
    const [begun] = spans();
    assert.equal(begun?.parentSpanContext, undefined);
    const { receipts } = await hubline.outbox.process(1);
    assert.equal(
      receipts[0]?.settled.origin.trace?.slice(3, 35),
      begun?.spanContext().traceId,
    );
  });

  it("goes on without spans where the tracing of the host throws", async () => {
    const fail = () => {
      throw new Error("no collector");
    };
    const hubline = startJournaled(() => delivered, {
      tracing: { request: fail, receipt: fail },
    });
    const { status } = await hubline.post("/events", JSON.stringify(appEvent()), headers);
    assert.equal(status, 202);
    const { receipts } = await hubline.outbox.process(1);
    assert.equal(receipts[0]?.settled.origin.trace, traceparent);
    for (const receipt of receipts) hubline.forwarder.onReceipt(receipt);
  });
});
