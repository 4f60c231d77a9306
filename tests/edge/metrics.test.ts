import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { writeMetrics } from "../../src/edge/metrics/exposition.ts";
import { Counter, Histogram } from "../../src/edge/metrics/instruments.ts";
import { createAccountLimiter } from "../../mod.ts";
import { delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { start } from "./harness.ts";
import { startJournaled } from "./journaled.ts";

async function scrape(
  { forwarder }: Pick<ReturnType<typeof start>, "forwarder">,
  headers: Record<string, string> = {},
) {
  const response = await forwarder.fetch(new Request("http://localhost/metrics", { headers }));
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("writeMetrics", () => {
  it("writes a counter as Prometheus reads it, label values escaped", () => {
    const counter = new Counter({ name: "a_total", help: "A \\ and\na line." });
    counter.add({ b: `"x"\\\n` });
    counter.add({ b: `"x"\\\n` }, 2);
    counter.add({});
    assert.equal(
      writeMetrics([counter.read()]),
      "# HELP a_total A \\\\ and\\na line.\n" +
        "# TYPE a_total counter\n" +
        'a_total{b="\\"x\\"\\\\\\n"} 3\n' +
        "a_total 1\n",
    );
  });

  it("writes a histogram with buckets that add up, the last without an end", () => {
    const histogram = new Histogram({ name: "s", help: "S." }, [0.1, 1]);
    for (const value of [0.1, 0.5, 7]) histogram.record({ a: "b" }, value);
    assert.equal(
      writeMetrics([histogram.read()]),
      [
        "# HELP s S.",
        "# TYPE s histogram",
        's_bucket{a="b",le="0.1"} 1',
        's_bucket{a="b",le="1"} 2',
        's_bucket{a="b",le="+Inf"} 3',
        's_sum{a="b"} 7.6',
        's_count{a="b"} 3',
        "",
      ].join("\n"),
    );
  });
});

describe("GET /metrics", () => {
  it("is closed until it is opened", async () => {
    assert.equal((await scrape(start())).status, 404);
  });

  it("asks for its token where it has one, and for none where it has none", async () => {
    const hubline = start({ metrics: { token: "the-token-of-metrics" } });
    const refusal = await scrape(hubline);
    assert.deepEqual([refusal.status, refusal.headers.get("www-authenticate")], [401, "Bearer"]);
    const headers = { authorization: "Bearer the-token-of-metrics" };
    assert.equal((await scrape(hubline, headers)).status, 200);
    const open = await scrape(start({ metrics: {} }));
    assert.equal(open.status, 200);
    assert.equal(open.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  });

  it("counts requests, attempts, deliveries and how the outbox stands", async () => {
    const verdicts = new Map([["a", delivered], ["b", refused], ["c", failed]]);
    const hubline = startJournaled((id) => verdicts.get(id) ?? delivered, { metrics: {} });
    await hubline.postEvents({ inputs: ["a", "b", "c"].map((id) => appEvent({ id })) });
    await hubline.clock.advance(2_000);
    for (const receipt of (await hubline.outbox.process(10)).receipts) {
      hubline.forwarder.onReceipt(receipt);
    }
    const lines = new Set((await scrape(hubline)).text.split("\n"));
    for (
      const line of [
        'hubline_http_requests_total{method="POST",path="/events",status="202"} 1',
        'hubline_http_request_duration_seconds_bucket{path="/events",le="0.001"} 1',
        'hubline_http_request_duration_seconds_count{path="/events"} 1',
        'hubline_delivery_attempts_total{outcome="delivered",code=""} 1',
        'hubline_delivery_attempts_total{outcome="rejected",code="refused"} 1',
        'hubline_delivery_attempts_total{outcome="deferred",code="server_error"} 1',
        'hubline_events_settled_total{state="delivered"} 1',
        'hubline_events_settled_total{state="dead"} 1',
        'hubline_delivery_duration_seconds_bucket{le="1"} 0',
        'hubline_delivery_duration_seconds_bucket{le="2.5"} 1',
        "hubline_delivery_duration_seconds_sum 2",
        "hubline_outbox_up 1",
        'hubline_outbox_events{state="waiting"} 1',
        'hubline_outbox_events{state="delivered"} 1',
        'hubline_outbox_events{state="dead"} 1',
        "hubline_outbox_oldest_waiting_seconds 2",
        "hubline_outbox_paused 0",
      ]
    ) assert.ok(lines.has(line), line);
  });

  it("tells how the limits stand that the client is given, where they can say so", async () => {
    const clock = new VirtualClock();
    const { general } = createAccountLimiter({ requestsPer10Seconds: 2, deps: clock });
    const { enter } = createAccountLimiter({ deps: clock }).customEvents;
    const limiter = { general, customEvents: { enter } };
    const places = [1, 2].map(() => general.enter({ maxPauseMs: 0, timeoutMs: 1_000 }));
    general.enter({ maxPauseMs: Infinity, timeoutMs: 1_000 });
    (await places[0])?.leave({ pausedUntil: clock.now() + 1_500 });
    const { text } = await scrape(start({ metrics: { limiter }, deps: clock }));
    assert.deepEqual(text.match(/^hubline_limiter.*$/gm), [
      'hubline_limiter_waiting_requests{limit="general"} 1',
      'hubline_limiter_window_used{limit="general"} 2',
      'hubline_limiter_window_size{limit="general"} 2',
      'hubline_limiter_pauses_total{limit="general"} 1',
      'hubline_limiter_pause_seconds{limit="general"} 1.5',
    ]);
    const { text: without } = await scrape(start({ metrics: {} }));
    assert.doesNotMatch(without, /limiter/);
  });

  it("is nothing but comments and samples that follow the grammar, each name introduced once", async () => {
    const limiter = createAccountLimiter();
    const hubline = startJournaled(() => delivered, { metrics: { limiter } });
    await hubline.postEvents(appEvent());
    for (const receipt of (await hubline.outbox.process(10)).receipts) {
      hubline.forwarder.onReceipt(receipt);
    }
    const { text } = await scrape(hubline);
    assert.ok(text.endsWith("\n"));
    const types = new Map<string, string>();
    for (const line of text.slice(0, -1).split("\n")) {
      const type = /^# TYPE (\w+) (counter|gauge|histogram)$/.exec(line);
      if (type !== null) {
        assert.ok(!types.has(type[1] ?? ""));
        types.set(type[1] ?? "", type[2] ?? "");
        continue;
      }
      if (/^# HELP [a-z_]+ .+$/.test(line)) continue;
      const sample =
        /^([a-z_]+)(?:\{[a-z_]+="(?:[^"\\\n]|\\[\\n"])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\n"])*")*\})? (?:\d[\d.e+-]*|\+Inf)$/
          .exec(line);
      const name = sample?.[1]?.replace(/_(?:bucket|sum|count)$/, "") ?? line;
      assert.ok(types.has(name), line);
    }
  });

  it("gives a stranger's method and path no series, and holds no address", async () => {
    const hubline = startJournaled(() => delivered, { metrics: {} });
    await hubline.postEvents(appEvent());
    for (const [method, path] of [["PUT", "/events"], ["GET", "/ada@example.com"]] as const) {
      await hubline.forwarder.fetch(new Request(`http://localhost${path}`, { method }));
    }
    const { text } = await scrape(hubline);
    assert.ok(!/ada/i.test(text));
    assert.ok(
      text.includes('hubline_http_requests_total{method="other",path="/events",status="405"} 1'),
    );
    assert.ok(
      text.includes('hubline_http_requests_total{method="GET",path="-",status="404"} 1'),
    );
  });

  it("says why delivery pauses, and that the outbox does not answer", async () => {
    const verdict = { outcome: "deferred", code: "daily_limit", message: "no" } as const;
    const hubline = startJournaled(() => verdict, { metrics: {} });
    await hubline.postEvents(appEvent());
    await hubline.outbox.process(1);
    assert.match((await scrape(hubline)).text, /^hubline_outbox_paused\{code="daily_limit"\} 1$/m);
    const journal = {
      ...hubline.outbox.journal,
      counts: () => Promise.reject(new Error("no disk")),
    };
    const broken = start({ outbox: { ...hubline.outbox, journal }, metrics: {} });
    assert.match((await scrape(broken)).text, /^hubline_outbox_up 0$/m);
  });
});
