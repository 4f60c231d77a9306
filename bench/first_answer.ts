import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle_size.ts";
import { installedFolder } from "./installed.ts";
import { WireConnection } from "./load.ts";
import type { Runtime } from "./process.ts";
import { eventsRequest, gitHubRequest } from "./requests.ts";
import { type Served, startListening, startServing } from "./served.ts";
import { type Figure, ratio, summarize } from "./statistics.ts";
import { startWorker, type Workers } from "./workerd.ts";

/** What is started, and what it is asked first. */
export interface Start {
  /** Starts it. */
  start(): Promise<Served>;
  /** Asks it, once it listens. */
  ask(port: number): Promise<void>;
}

/** Starts things by turns and measures how long each takes to its first answer, in milliseconds. */
export async function timeToFirstAnswer(
  starts: Readonly<Record<string, Start>>,
  turns: number,
): Promise<Record<string, number[]>> {
  const taken: Record<string, number[]> = {};
  // The first turn is not counted: it fills the caches of disk and runtime.
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, { start, ask }] of Object.entries(starts)) {
      const started = performance.now();
      using served = await start();
      await ask(served.port);
      if (turn > 0) (taken[name] ??= []).push(performance.now() - started);
    }
  }
  return taken;
}

/** Start-up of the forwarder beside that of an empty server: on Deno from its sources, on Node bundled. */
export async function forwarderStart(
  runtime: Runtime,
  { folder, turns, isBundled }: { folder: string; turns: number; isBundled: boolean },
): Promise<Figure> {
  const start = async (name: string): Promise<Start["start"]> => {
    const given = [name, join(folder, `start-${isBundled}.db`)];
    if (!isBundled) return () => startServing(runtime, given);
    const file = join(installedFolder, `serve_${name}.mjs`);
    await writeFile(file, (await bundle(bundledServer(name))).code);
    return () => startListening(runtime.program, [...runtime.args, file, ...given]);
  };
  const { empty, forwarder } = await timeToFirstAnswer({
    empty: { start: await start("empty"), ask: askHealth },
    forwarder: { start: await start("durable"), ask: askHealth },
  }, turns);
  return ratio(forwarder, empty);
}

/** First request of a Worker beside that of an empty one. */
export async function workerStart(
  workers: Workers,
  turns: number,
): Promise<Record<string, Figure>> {
  const delivery = await gitHubRequest();
  const { empty, deployed, accepted } = await timeToFirstAnswer({
    empty: { start: () => startWorker(workers, "empty"), ask: askHealth },
    deployed: { start: () => startWorker(workers, "deployed"), ask: askHealth },
    accepted: {
      start: () => startWorker(workers, "deployed"),
      ask: (port) => post(port, delivery),
    },
  }, turns);
  return { workerStart: ratio(deployed, empty), workerAccept: ratio(accepted, empty) };
}

/** Restart of a forwarder that delivers, to the first event that it has on disk: with a full outbox, and with an empty one. */
export async function restartFigures(
  runtime: Runtime,
  { full, empty, hubspot, turns }: {
    full: string;
    empty: string;
    hubspot: string;
    turns: number;
  },
): Promise<Record<string, Figure>> {
  const request = eventsRequest(1);
  const start = (path: string): Start => ({
    start: () => startServing(runtime, ["delivering", path, hubspot]),
    ask: (port) => post(port, request),
  });
  const taken = await timeToFirstAnswer({ empty: start(empty), full: start(full) }, turns);
  return {
    restartSeconds: summarize((taken.full ?? []).map((milliseconds) => milliseconds / 1_000)),
    restartFull: ratio(taken.full, taken.empty),
  };
}

async function askHealth(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`);
  await response.text();
  if (response.status !== 200) throw new Error(`Expected 200, found ${response.status}`);
}

async function post(port: number, request: Uint8Array): Promise<void> {
  using connection = await WireConnection.open(port);
  await connection.exchange(request);
}

/** `programs/serve.ts` for Node, with one handler in it. */
function bundledServer(name: string): string {
  return `
import { serve } from "@hono/node-server";
import { handler } from "./bench/programs/handlers/${name}.ts";
const fetch = (request) => handler.fetch(request);
serve({ fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => console.log(String(port)));`;
}
