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
import * as api from "@opentelemetry/api";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient, type HubSpotEvent } from "../../mod.ts";
import { createForwarder, jsonLogger, openTelemetryTracing } from "../../src/edge/mod.ts";
import { openTelemetryHooks } from "../../src/hubspot/opentelemetry.ts";
import { openSqliteOutbox } from "../../src/outbox/sqlite.ts";
import type { Fetch } from "../../src/transport/deps.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { assertSilent, type Canary, type Written } from "./canaries.ts";

const secrets: readonly Canary[] = [
  { name: "the access token", text: "pat-na1-canary-1f2e/token+1" },
  { name: "the token of events", text: "canary-3d4c/events+2" },
  { name: "the token of metrics", text: "canary-5b6a/metrics+3" },
];
const [accessToken = "", eventsToken = "", metricsToken = ""] = secrets.map(({ text }) => text);
const address: Canary = { name: "the address", text: "person.telemetry-7f8e" };
const email = `${address.text}@mail.example`;

/** HubSpot, which says back what it was asked, in all the ways in which it says no. */
const answers: readonly ((said: string) => Response)[] = [
  (said) => Response.json({ status: "error", message: said, category: said }, { status: 400 }),
  (said) => new Response(said, { status: 500, headers: { "x-hubspot-correlation-id": said } }),
  (said) => Response.json({ status: "error", message: said, policyName: said }, { status: 429 }),
  () => new Response(null, { status: 204 }),
  (said) => new Response(said, { status: 409 }),
  (said) => Response.json({ errors: [{ message: said, in: said }] }, { status: 207 }),
  (said) =>
    new Response(said, { status: 302, headers: { location: `https://x.example/${accessToken}` } }),
  (said) => Response.json({ status: "error", message: said }, { status: 403 }),
];

/** Everything that a host can have written of a forwarder and its client, over some days of trouble. */
async function troubledDays(): Promise<{ written: Written[]; receipts: Written[] }> {
  const clock = new VirtualClock();
  let count = 0;
  const fetch: Fetch = (url, { headers, body = "" }) => {
    const said = `${url} ${headers.authorization} ${body}`;
    if (++count % 9 === 0) return Promise.reject(new TypeError(`fetch failed: ${said}`));
    const answer = answers[count % answers.length] ?? (() => new Response());
    return Promise.resolve(answer(said));
  };
  const deps = { now: clock.now, sleep: clock.sleep, random: () => 0.5, fetch };
  const spans = new InMemorySpanExporter();
  const traces = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meters = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter: metricExporter })],
  });
  const client = createClient({
    accessToken,
    deps,
    hooks: openTelemetryHooks({ tracer: traces.getTracer("x"), meter: meters.getMeter("x") }),
  });
  const outbox = openSqliteOutbox({ path: ":memory:", client, deps });
  const lines: string[] = [];
  const receipts: string[] = [];
  let isBroken = false;
  const forwarder = createForwarder({
    outbox: {
      ...outbox,
      journal: outbox.journal,
      process: (limit) => outbox.process(limit),
      put(events, origin) {
        if (isBroken) throw new Error(`Cannot write ${JSON.stringify(events)}`);
        return outbox.put(events, origin);
      },
    },
    events: { token: eventsToken },
    metrics: { token: metricsToken },
    logger: jsonLogger({ write: (line) => lines.push(line), level: "debug", deps }),
    tracing: openTelemetryTracing({
      trace: {
        setSpanContext: api.trace.setSpanContext,
        getTracer: (name: string) => traces.getTracer(name),
      },
      ROOT_CONTEXT: api.ROOT_CONTEXT,
    }),
    deps,
  });
  const post = (body: unknown, own: Record<string, string> = {}) =>
    forwarder.fetch(
      new Request(`https://hubline.example/events?${email}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: {
          authorization: `Bearer ${eventsToken}`,
          "x-request-id": email,
          traceparent: email,
          "user-agent": email,
          ...own,
        },
      }),
    );
  for (let turn = 0; turn < 60; turn++) {
    const events: HubSpotEvent[] = [
      { eventName: "pe1_x", uuid: `${email}-${turn}`, email, properties: { note: email } },
      { eventTypeName: email, email, properties: { [email]: email } },
      { eventTemplateId: email, objectId: email, tokens: {}, extraData: { note: email } },
    ];
    isBroken = turn % 7 === 6;
    await post({ inputs: events });
    await post(events[turn % 3], { authorization: `Bearer ${email}` });
    await post({ eventName: email, email: `${email}@`, properties: email });
    const round = await clock.drive(outbox.process(10));
    for (const receipt of round.receipts) forwarder.onReceipt(receipt);
    receipts.push(JSON.stringify(round.receipts));
    await clock.advance(3_600_000);
  }
  await meters.forceFlush();
  const exposition = await forwarder.fetch(
    new Request("https://hubline.example/metrics", {
      headers: { authorization: `Bearer ${metricsToken}` },
    }),
  );
  const written: Written[] = [
    { where: "the log", text: lines.join("\n") },
    { where: "the metrics", text: await exposition.text() },
    {
      where: "the spans",
      text: JSON.stringify(
        spans.getFinishedSpans().map(({ name, attributes, status, events, links }) => ({
          name,
          attributes,
          status,
          events,
          links,
        })),
      ),
    },
    { where: "the exported metrics", text: JSON.stringify(metricExporter.getMetrics()) },
  ];
  await meters.shutdown();
  return { written, receipts: [{ where: "the receipts", text: receipts.join("\n") }] };
}

describe("what a forwarder and its client tell a host, with canaries in all that came", () => {
  it("names no secret and nobody in logs, spans and metrics, and no secret in receipts", async () => {
    const { written, receipts } = await troubledDays();
    for (const { where, text } of written) assert.ok(text.length > 500, `${where}: ${text}`);
    assertSilent(written, [...secrets, address]);
    assertSilent(receipts, secrets);
    // Every way of saying no was heard, or else the canaries had nowhere to sing.
    const codes = new Set(
      [...(receipts[0]?.text ?? "").matchAll(/"code":"(\w+)"/g)].map(([, code]) => code),
    );
    for (const code of ["refused", "unclear_answer", "network_error", "forbidden"]) {
      assert.ok(codes.has(code), `${code} is not among ${[...codes]}`);
    }
  });
});
