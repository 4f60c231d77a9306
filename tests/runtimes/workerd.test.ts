/**
 * Runs the checks of worker_checks.ts inside workerd, the runtime of Cloudflare Workers, once with `nodejs_compat`
 * and once without: the second time shows that nothing of Node has crept in. Node runs this file, as miniflare needs
 * it; `deno task test workerd` does so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { bundleWorker, type MiniflareInstance, startWorker } from "./miniflare.ts";
import { createWorkerSuite, type Dispatch } from "./worker_checks.ts";

const origin = "http://worker.example";
/** Starting workerd and answering one request, in milliseconds; far more than either needs. */
const limits = { start: 60_000, check: 20_000 };

for (const flags of [[], ["nodejs_compat"]]) {
  describe(`Worker with ${flags.length === 0 ? "no compatibility flag" : flags.join(", ")}`, () => {
    const suite = createWorkerSuite();
    let miniflare: MiniflareInstance | undefined;

    const dispatch: Dispatch = (path, init) => {
      assert.ok(miniflare !== undefined, "The Worker runs");
      return miniflare.dispatchFetch(new URL(path, origin).href, init);
    };

    before(async () => {
      const script = await bundleWorker("tests/runtimes/worker.ts");
      miniflare = startWorker({ script, flags, outbound: suite.outbound });
      await miniflare.ready;
    }, { timeout: limits.start });

    after(() => miniflare?.dispose(), { timeout: limits.start });

    it("runs in workerd, and has Node's globals only where it was asked to", {
      timeout: limits.check,
    }, async () => {
      const { agent, process } = await (await dispatch("/runtime")).json();
      assert.deepEqual({ agent, process }, {
        agent: "Cloudflare-Workers",
        process: flags.includes("nodejs_compat"),
      });
    });

    for (const { name, run } of suite.checks) {
      it(name, { timeout: limits.check }, () => run(dispatch));
    }
  });
}
