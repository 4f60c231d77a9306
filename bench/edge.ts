import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acceptFigures, growthFigures } from "./accept.ts";
import { weigh } from "./bundle_size.ts";
import { forwarderStart, restartFigures, workerStart } from "./first_answer.ts";
import { latencyFigures } from "./latency.ts";
import { measure, type Runtime, startServer } from "./process.ts";
import { eventsRequest } from "./requests.ts";
import { exact, type Figure, ratio, summarize } from "./statistics.ts";
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

/** A heap as small as leaves no room for garbage to lie. */
const smallHeap = "--max-old-space-size=64";

/** Measures the forwarder, on both runtimes and as a Worker. */
export async function edgeFigures(options: EdgeOptions): Promise<Record<string, Figure>> {
  const { deno, node, isQuick, tell } = options;
  const folder = await mkdtemp(join(tmpdir(), "hubline-bench-"));
  const load = isQuick ? { turns: 3, milliseconds: 250 } : { turns: 15, milliseconds: 500 };
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
      Object.assign(figures, await backlogFigures(runtime, options, { suffix, folder }));
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
    tell("restart with a full outbox");
    return { ...figures, ...await restart(options, folder) };
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

/** Drains backlogs of three sizes, each in a process of its own; the largest once more in a small heap. */
async function backlogFigures(
  runtime: Runtime,
  { deno, isQuick }: EdgeOptions,
  { suffix, folder }: { suffix: string; folder: string },
): Promise<Record<string, Figure>> {
  const heap = runtime === deno ? `--v8-flags=${smallHeap}` : smallHeap;
  const capped = { ...runtime, args: [...runtime.args, heap] };
  const times: Record<number, number[]> = { 1_000: [], 10_000: [], 100_000: [] };
  const growth: number[] = [];
  let [share, refused] = [NaN, NaN];
  for (let turn = 0; turn < (isQuick ? 1 : 3); turn++) {
    for (const [count, taken] of Object.entries(times)) {
      const drained = await drain(runtime, folder, Number(count));
      taken.push(...drained.time ?? []);
      // The largest is the last.
      [share = NaN] = drained.share ?? [];
      [refused = NaN] = drained.refused ?? [];
    }
    const less = await drain(capped, folder, 10_000);
    growth.push(...ratioOf((await drain(capped, folder, 100_000)).peak, less.peak));
  }
  return {
    // The clock jumps, so that the same figures come out at every run.
    ...(runtime === deno ? { drainShare: exact(100 * share), drainRefused: exact(refused) } : {}),
    [`drainMemory${suffix}`]: summarize(growth),
    [`drainTime10${suffix}`]: ratio(times[10_000], times[1_000]),
    [`drainTime100${suffix}`]: ratio(times[100_000], times[1_000]),
  };
}

function ratioOf([one = NaN]: number[] = [], [other = NaN]: number[] = []): number[] {
  return [one / other];
}

async function drain(
  runtime: Runtime,
  folder: string,
  count: number,
): Promise<Record<string, number[]>> {
  const own = await mkdtemp(join(folder, "backlog-"));
  const measured = await measure(runtime, "backlog.ts", [own, count]);
  await rm(own, { recursive: true });
  return measured;
}

/** A million events are on disk, the forwarder delivers them, and takes one more. */
async function restart(
  { deno, isQuick }: EdgeOptions,
  folder: string,
): Promise<Record<string, Figure>> {
  const [full, empty] = [join(folder, "full.db"), join(folder, "empty.db")];
  await measure(deno, "fill.ts", [full, isQuick ? 100_000 : 1_000_000]);
  using hubspot = await startServer();
  return await restartFigures(deno, { full, empty, hubspot: hubspot.url, turns: isQuick ? 3 : 11 });
}
