/**
 * Runs the contract of outboxes on a Durable Object in workerd. Node runs this file, as miniflare needs it; `deno task
 * test workerd` does so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { durableObjectOutbox, type ObjectNamespace } from "../../src/outbox/durable_object.ts";
import { type ContractMaker, type ContractSettings, outboxChecks } from "../outbox/contract.ts";
import { bundleWorker, type MiniflareInstance, startWorker } from "./miniflare.ts";

const limits = { start: 60_000, check: 20_000 };

describe("durableObjectOutbox keeps the contract of outboxes:", () => {
  let miniflare: MiniflareInstance | undefined;
  let decide: ContractSettings["decide"];
  let made = 0;

  before(async () => {
    miniflare = startWorker({
      script: await bundleWorker("tests/runtimes/outbox_worker.ts"),
      outbound: async ({ url }) =>
        Response.json(await decide(new URL(url).searchParams.get("id") ?? "")),
      own: {
        durableObjects: { OUTBOX: { className: "ContractOutbox", useSQLite: true } },
      },
    });
    await miniflare.ready;
  }, { timeout: limits.start });

  after(() => miniflare?.dispose(), { timeout: limits.start });

  const make: ContractMaker = async ({ decide: decideNow, ...settings }) => {
    assert.ok(miniflare !== undefined, "The Worker runs");
    const { dispatchFetch } = miniflare;
    const tell = (path: string, body: unknown) =>
      dispatchFetch(`http://worker.example${path}`, { method: "POST", body: JSON.stringify(body) });
    decide = decideNow;
    let now = Date.parse("2026-11-22T12:00:00Z");
    await tell("/contract", settings);
    await tell("/now", now);
    const namespace = await miniflare.getDurableObjectNamespace("OUTBOX");
    const name = `check ${made++}`;
    const open = () => durableObjectOutbox({ namespace, name });
    return {
      outbox: open(),
      now: () => now,
      async advance(ms) {
        now += ms;
        await tell("/now", now);
      },
      async reopen() {
        await abort(namespace, name);
        return open();
      },
      close: () => Promise.resolve(),
    };
  };

  for (const { name, run } of outboxChecks(make, { canAdvance: true })) {
    it(name, { timeout: limits.check }, run);
  }
});

/** Ends the object's life in memory; the next request wakes it anew. */
async function abort(namespace: ObjectNamespace, name: string): Promise<void> {
  const stub = namespace.get(namespace.idFromName(name));
  await assert.rejects(stub.fetch("http://outbox/abort", { method: "POST", body: "{}" }));
}
