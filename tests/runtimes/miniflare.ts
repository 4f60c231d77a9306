import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import type { ObjectNamespace } from "../../src/outbox/durable_object.ts";
import { root } from "../checks/root.ts";
import { runtimesFolder } from "./install.ts";

/** The part of miniflare that is used here. It is installed beside the repository's own packages. */
interface MiniflareModule {
  Miniflare: new (options: Record<string, unknown>) => MiniflareInstance;
  Response: typeof Response;
}

/** A running miniflare. */
export interface MiniflareInstance {
  /** Resolves when it takes requests. */
  ready: Promise<URL>;
  /** Sends the Worker a request. */
  dispatchFetch(url: string, init?: RequestInit): Promise<Response>;
  /** A binding to a class of Durable Objects. */
  getDurableObjectNamespace(binding: string): Promise<ObjectNamespace>;
  /** Kills workerd. */
  dispose(): Promise<void>;
}

/** How a Worker runs. */
export interface WorkerOptions {
  /** What {@linkcode bundleWorker} made. */
  script: string;
  /** Compatibility flags. Default: none. */
  flags?: readonly string[];
  /** Answers what the Worker itself fetches, so that nothing leaves this machine. Default: whoever it asks. */
  outbound?(request: Request): Promise<Response>;
  /** Further options of miniflare, such as bindings. */
  own?: Record<string, unknown>;
}

/** One module without imports. A built-in module of Node in it fails the build: the platform is not Node's. */
export async function bundleWorker(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
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

/** Starts a Worker in workerd. */
export function startWorker(
  { script, flags = [], outbound, own = {} }: WorkerOptions,
): MiniflareInstance {
  const require = createRequire(join(root, runtimesFolder, "workerd.cjs"));
  const module: MiniflareModule = require("miniflare");
  return new module.Miniflare({
    modules: true,
    script,
    compatibilityDate: "2026-04-01",
    compatibilityFlags: flags,
    // Otherwise miniflare asks Cloudflare for the properties of a request.
    cf: false,
    ...(outbound === undefined ? {} : {
      async outboundService(request: Request) {
        const answer = await outbound(await copyOf(request));
        const body = await answer.text();
        // miniflare takes its own class alone, and that no body, however empty, with a status like 204.
        return new module.Response(body === "" ? null : body, {
          status: answer.status,
          headers: [...answer.headers],
        });
      },
    }),
    ...own,
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
