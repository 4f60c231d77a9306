/**
 * Runs the checks of worker_checks.ts inside workerd, the runtime of Cloudflare Workers, once with `nodejs_compat`
 * and once without: the second time shows that nothing of Node has crept in. Node runs this file, as miniflare needs
 * it; `deno task test workerd` does so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { build } from "esbuild";
import { root } from "../checks/root.ts";
import { runtimesFolder } from "./install.ts";
import { createWorkerSuite, type Dispatch, type WorkerSuite } from "./worker_checks.ts";

/** The part of miniflare that is used here. It is installed beside the repository's own packages. */
interface MiniflareModule {
  Miniflare: new (options: MiniflareOptions) => MiniflareInstance;
  Response: typeof Response;
}

interface MiniflareOptions {
  modules: true;
  script: string;
  compatibilityDate: string;
  compatibilityFlags: readonly string[];
  cf: false;
  outboundService(request: Request): Promise<Response>;
}

interface MiniflareInstance {
  ready: Promise<URL>;
  dispatchFetch: Dispatch;
  dispose(): Promise<void>;
}

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
      miniflare = start(await bundle(), flags, suite);
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

/** One module without imports. A built-in module of Node in it fails the build: the platform is not Node's. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["tests/runtimes/worker.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["worker", "browser"],
    target: "es2022",
    logLevel: "silent",
  });
  const [file] = outputFiles;
  assert.ok(file !== undefined, "esbuild writes one file");
  return file.text;
}

function start(
  script: string,
  compatibilityFlags: readonly string[],
  { outbound }: WorkerSuite,
): MiniflareInstance {
  const require = createRequire(join(root, runtimesFolder, "workerd.cjs"));
  const module: MiniflareModule = require("miniflare");
  return new module.Miniflare({
    modules: true,
    script,
    compatibilityDate: "2026-04-01",
    compatibilityFlags,
    // Otherwise miniflare asks Cloudflare for the properties of a request.
    cf: false,
    async outboundService(request) {
      const answer = await outbound(await copyOf(request));
      const text = await answer.text();
      // miniflare takes its own class alone, and no body with a 204, be it empty.
      return new module.Response(text === "" ? null : text, {
        status: answer.status,
        headers: [...answer.headers],
      });
    },
  });
}

/** The same request in this runtime's own class, so that what answers it needs to know nothing of miniflare. */
async function copyOf(request: Request): Promise<Request> {
  const { url, method, headers } = request;
  const body = await request.arrayBuffer();
  return new Request(url, {
    method,
    headers: [...headers],
    ...(body.byteLength > 0 ? { body } : {}),
  });
}
