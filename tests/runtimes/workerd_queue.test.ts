/**
 * Sends events through a queue of miniflare's to its consumer in workerd. Miniflare keeps what is in a queue in memory
 * alone, so nothing is killed here: that what was acknowledged survives is Cloudflare's promise for the queue, and
 * workerd_kill.test.ts shows it of the object. Node runs this file, as miniflare needs it; `deno task test workerd` does
 * so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createLocalHubSpot } from "../../src/local/mod.ts";
import { durableObjectOutbox } from "../../src/outbox/durable_object.ts";
import { customEvent } from "../support/events.ts";
import { bundleWorker, type MiniflareInstance, startWorker } from "./miniflare.ts";

describe("cloudflareQueueOutbox and consume, in workerd", () => {
  const hubspot = createLocalHubSpot();
  /** How full the batches were that HubSpot took. */
  const sizes: number[] = [];
  let miniflare: MiniflareInstance | undefined;

  before(async () => {
    miniflare = startWorker({
      script: await bundleWorker("tests/runtimes/outbox_worker.ts"),
      outbound: async (request) => {
        const body = await request.clone().text();
        if (body.includes("poison")) return refusal();
        sizes.push(JSON.parse(body).inputs?.length ?? 1);
        return await hubspot.fetch(request);
      },
      own: {
        durableObjects: { OUTBOX: { className: "TimelineOutbox", useSQLite: true } },
        queueProducers: { EVENTS: "events" },
        queueConsumers: { events: { maxBatchSize: 100, maxBatchTimeout: 1 } },
      },
    });
    await miniflare.ready;
  }, { timeout: 60_000 });

  after(() => miniflare?.dispose());

  it("take events to HubSpot in full batches, and poison into the journal as a dead letter", {
    timeout: 60_000,
  }, async () => {
    assert.ok(miniflare !== undefined, "The Worker runs");
    const good = Array.from({ length: 199 }, (_, i) => `good ${i}`);
    const inputs = [...good, "poison"].map((uuid) => customEvent({ uuid }));
    const all = new Promise<void>((resolve) => {
      hubspot.onEvent(() => hubspot.events().length < good.length || resolve());
    });
    const answer = await miniflare.dispatchFetch("http://worker.example/events", {
      method: "POST",
      headers: { authorization: "Bearer events-token" },
      body: JSON.stringify({ inputs }),
    });
    assert.equal(answer.status, 202);
    await all;
    assert.deepEqual(hubspot.events().map(({ id }) => id).sort(), good.sort());
    assert.equal(Math.max(...sizes), 100);

    const namespace = await miniflare.getDurableObjectNamespace("OUTBOX");
    const { journal } = durableObjectOutbox({ namespace });
    // HubSpot has an event before the journal hears of it.
    while ((await journal.counts()).delivered < good.length);
    assert.partialDeepStrictEqual(await journal.counts(), { waiting: 0, dead: 1 });
    const { entries } = await journal.list({ state: "dead" });
    assert.deepEqual(entries.map(({ key, attempts }) => [key.id, attempts]), [["poison", 1]]);
  });
});

function refusal(): Response {
  const problem = { status: "error", category: "VALIDATION_ERROR", message: "Poison" };
  return Response.json(problem, { status: 400 });
}
