import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acceptFigures, growthFigures } from "./accept.ts";
import { backlogFigures } from "./backlog.ts";
import { weigh } from "./bundle_size.ts";
import { forwarderStart, restartFigures, workerStart } from "./first_answer.ts";
import { latencyFigures } from "./latency.ts";
import { measure, type Runtime, startServer } from "./process.ts";
import { eventsRequest } from "./requests.ts";
import { exact, type Figure, ratio } from "./statistics.ts";
import { takeTurns } from "./turns.ts";
import { prepareWorkers, startWorker, type Workers } from "./workerd.ts";

/** What the forwarder is measured on, and how much. */
export interface EdgeOptions {
  /** Deno. */
  deno: Runtime;
  /** Node. */
  node: Runtime;
  /** Whether less is measured. */
  isQuick: boolean;
  /** Says what is measured next. */
  tell(what: string): void;
}

/** Measures the forwarder, on both runtimes and as a Worker. */
export async function edgeFigures(
  { deno, node, isQuick, tell }: EdgeOptions,
): Promise<Record<string, Figure>> {
  const folder = await mkdtemp(join(tmpdir(), "hubline-bench-"));
  const load = isQuick ? { turns: 3, milliseconds: 250 } : { turns: 11, milliseconds: 500 };
  const starts = isQuick ? 3 : 11;
  try {
    const figures: Record<string, Figure> = {};
    for (const [suffix, runtime] of Object.entries({ Deno: deno, Node: node })) {
      const { title } = runtime;
      const own = { suffix, folder, ...load };
      tell(`the forwarder on ${title}`);
      Object.assign(figures, await acceptFigures(runtime, own));
      tell(`how that grows on ${title}`);
      const less = { ...own, turns: Math.ceil(load.turns / 2) };
      Object.assign(figures, await growthFigures(runtime, less));
      tell(`latency on ${title}`);
      Object.assign(figures, await latencyFigures(runtime, { ...less, milliseconds: 1_000 }));
      tell(`backlogs on ${title}`);
      Object.assign(figures, await backlogFigures(runtime, { suffix, folder, isQuick }));
      tell(`start-up of the forwarder on ${title}`);
      const isBundled = runtime === node;
      const start = await forwarderStart(runtime, { folder, turns: starts, isBundled });
      figures[`startForwarder${suffix}`] = start;
    }
    tell("the Worker");
    const workers = await prepareWorkers(["empty", "bare", "direct", "deployed"], folder);
    Object.assign(figures, await workerStart(workers, starts), await workerAccept(workers, load));
    figures.workerBytes = exact(
      (await weigh(
        'export * from "./bench/programs/workers/deployed.ts";' +
          'export { default } from "./bench/programs/workers/deployed.ts";',
      )).gzipped,
    );
    if (isQuick) return figures;
    tell("restart with a full outbox");
    return { ...figures, ...await restart(deno, folder) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function workerAccept(
  workers: Workers,
  load: { turns: number; milliseconds: number },
): Promise<Record<string, Figure>> {
  using bare = await startWorker(workers, "bare");
  using direct = await startWorker(workers, "direct");
  const request = eventsRequest(1);
  const taken = await takeTurns({
    bare: { server: bare, request },
    direct: { server: direct, request },
  }, load);
  return { acceptDirectWorkerd: ratio(taken.bare?.time, taken.direct?.time) };
}

/** A million events are on disk, the forwarder delivers them, and takes one more. */
async function restart(runtime: Runtime, folder: string): Promise<Record<string, Figure>> {
  const [full, empty] = [join(folder, "full.db"), join(folder, "empty.db")];
  await measure(runtime, "fill.ts", [full, 1_000_000]);
  using hubspot = await startServer();
  return await restartFigures(runtime, { full, empty, hubspot: hubspot.url, turns: 11 });
}
