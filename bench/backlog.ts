import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { measure, type Runtime } from "./process.ts";
import { exact, type Figure, ratio } from "./statistics.ts";

/** How backlogs are measured. */
export interface BacklogOptions {
  /** What the figures of this runtime end with. */
  suffix: string;
  /** Folder for databases. */
  folder: string;
  /** Whether the largest backlog is left out. */
  isQuick: boolean;
}

/** Options of V8 for a heap as small as leaves no room for garbage to lie. */
const smallHeap = "--max-old-space-size=64";

/** Drains backlogs of 1,000, 10,000 and 100,000 events by turns, each in a process of its own. */
export async function backlogFigures(
  runtime: Runtime,
  { suffix, folder, isQuick }: BacklogOptions,
): Promise<Record<string, Figure>> {
  const isDeno = runtime.args.includes("run");
  const heap = isDeno ? `--v8-flags=${smallHeap}` : smallHeap;
  const capped = { ...runtime, args: [...runtime.args, heap] };
  const taken = { small: none(), middle: none(), large: none(), less: none(), more: none() };
  for (let turn = 0; turn < (isQuick ? 2 : 3); turn++) {
    taken.small.push(await drain(runtime, folder, 1_000));
    taken.middle.push(await drain(runtime, folder, 10_000));
    if (isQuick) continue;
    taken.large.push(await drain(runtime, folder, 100_000));
    taken.less.push(await drain(capped, folder, 10_000));
    taken.more.push(await drain(capped, folder, 100_000));
  }
  const timeOf = (all: Drained[]) => all.map(({ time }) => time);
  const peakOf = (all: Drained[]) => all.map(({ peak }) => peak);
  const { small, middle, large, less, more } = taken;
  const [first] = large;
  return {
    [`drainTime10${suffix}`]: ratio(timeOf(middle), timeOf(small)),
    ...(first === undefined ? {} : {
      [`drainTime100${suffix}`]: ratio(timeOf(large), timeOf(small)),
      [`drainMemory${suffix}`]: ratio(peakOf(more), peakOf(less)),
      // The clock jumps, so that these come out the same at every run, and on both.
      drainShare: exact(100 * first.share),
      drainRefused: exact(first.refused),
    }),
  };
}

/** What draining one backlog came to. */
interface Drained {
  /** Share of the limit that was used. */
  share: number;
  /** How many requests were answered with 429. */
  refused: number;
  /** Processor time for each event. */
  time: number;
  /** Most memory that the process took. */
  peak: number;
}

function none(): Drained[] {
  return [];
}

async function drain(runtime: Runtime, folder: string, count: number): Promise<Drained> {
  const own = await mkdtemp(join(folder, "backlog-"));
  const { share, refused, time, peak } = await measure(runtime, "backlog.ts", [own, count]);
  await rm(own, { recursive: true });
  const first = ([value = NaN]: number[] = []) => value;
  return { share: first(share), refused: first(refused), time: first(time), peak: first(peak) };
}
