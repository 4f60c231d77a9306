import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { bundleWorker } from "../tests/runtimes/miniflare.ts";
import { runtimesFolder } from "../tests/runtimes/install.ts";
import { root } from "../tests/checks/root.ts";
import { type Served, startListening } from "./served.ts";

/** Workers that are ready to be started, by name. */
export type Workers = ReadonlyMap<string, string>;

/** The module, and the Durable Object for the one that has it. */
function configOf(name: string): string {
  const object = name === "deployed"
    ? `
  bindings = [(name = "OUTBOX", durableObjectNamespace = "TimelineOutbox")],
  durableObjectNamespaces = [(className = "TimelineOutbox", uniqueKey = "outbox", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),`
    : "";
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "disk", disk = (path = "disk", writable = true))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-04-01",${object}
);
`;
}

/** Bundles Workers of `programs/workers` into a folder. */
export async function prepareWorkers(
  names: readonly string[],
  folder: string,
): Promise<Workers> {
  const prepared = names.map(async (name): Promise<[string, string]> => {
    const own = join(folder, name);
    await mkdir(join(own, "disk"), { recursive: true });
    await writeFile(
      join(own, "worker.js"),
      await bundleWorker(`bench/programs/workers/${name}.ts`),
    );
    await writeFile(join(own, "config.capnp"), configOf(name));
    return [name, own];
  });
  return new Map(await Promise.all(prepared));
}

/** Starts a Worker in a workerd of its own, and waits until that listens. */
export async function startWorker(workers: Workers, name: string): Promise<Served> {
  const folder = workers.get(name) ?? "";
  // The program itself: what stands in the package `workerd` starts it as a child, which nobody could end.
  const platform = `@cloudflare/workerd-linux-${process.arch === "arm64" ? "arm64" : "64"}`;
  const workerd = join(root, runtimesFolder, "node_modules", platform, "bin/workerd");
  const config = join(folder, "config.capnp");
  // What it listens at, it writes to this descriptor.
  return await startListening(workerd, [
    "serve",
    "--control-fd=1",
    `--directory-path=disk=${join(folder, "disk")}`,
    config,
  ]);
}
