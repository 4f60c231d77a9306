/**
 * Lives through simulated worlds: the whole path of an event in one process, under a clock, a network and a storage that a
 * seed decides.
 *
 *     deno task simulate --seeds 2000             seeds 1 to 2000
 *     deno task simulate --seeds 500 --seed 9001  seeds 9001 to 9500
 *     deno task simulate --seed 7 --keep 3,5      seed 7 with these of its happenings alone, and its whole trace
 *     deno task simulate --bugs                   in which seed each of the planted bugs is found first
 *     deno task simulate --scale                  what an outage of HubSpot costs, as a table and in scale.json
 *
 * The exit code is 1 where a rule was broken; the shortest schedule that breaks it is printed then.
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { examine } from "./examine.ts";
import { planOf } from "./plan.ts";
import { plantedBugs } from "./planted_bugs.ts";
import { measureScale } from "./scale.ts";
import { keepOnly } from "./schedule.ts";
import type { Result, Task } from "./worker.ts";
import { type Figures, simulate } from "./world.ts";

/** Failures after which no further seed is begun: finding the shortest schedule takes a while, and one is enough to begin with. */
const mostFailures = 3;

/** So many seeds are tried for each of the planted bugs. */
const mostSeedsForBugs = 300;

const figureNames = ["virtualMs", "steps", "acknowledged", "shown", "dead", "kills"] as const;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    keep: { type: "string" },
    jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
    bugs: { type: "boolean", default: false },
    scale: { type: "boolean", default: false },
  },
});

const first = wholeNumber("seed");
if (values.scale) await measureScale();
else if (values.bugs) process.exitCode = await findBugs();
else if (values.keep !== undefined) process.exitCode = await replay(first, values.keep);
else process.exitCode = await liveThrough(first, wholeNumber("seeds"));

async function liveThrough(first: number, count: number): Promise<number> {
  const begin = performance.now();
  const sum: Figures = { virtualMs: 0, steps: 0, acknowledged: 0, shown: 0, dead: 0, kills: 0 };
  let next = first;
  let lived = 0;
  let failures = 0;
  await Promise.all(Array.from({ length: wholeNumber("jobs") }, work));
  const seconds = (performance.now() - begin) / 1_000;
  console.log(
    `${lived} seeds from ${first}, ${(sum.virtualMs / 86_400_000).toFixed(0)} virtual days, ` +
      `${seconds.toFixed(1)} s, ${(1_000 * seconds / lived).toFixed(1)} ms a seed`,
  );
  console.log(
    `${sum.acknowledged} events acknowledged: ${sum.shown} on a timeline, ${sum.dead} dead with a reason; ` +
      `${sum.kills} kills, ${sum.steps} steps`,
  );
  console.log(failures === 0 ? "No rule was broken" : `${failures} seeds break a rule`);
  return failures === 0 ? 0 : 1;

  /** One worker takes seed after seed. */
  async function work(): Promise<void> {
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    while (next < first + count && failures < mostFailures) {
      const result = await ask(worker, { seed: next++ });
      lived++;
      for (const name of figureNames) sum[name] += result.figures[name];
      if (result.failure === undefined) continue;
      failures++;
      console.log(`${result.failure.report}\n`);
    }
    await worker.terminate();
  }
}

function ask(worker: Worker, task: Task): Promise<Result> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (result: Result) => {
      worker.off("error", reject);
      resolve(result);
    });
    worker.postMessage(task);
  });
}

async function replay(seed: number, keep: string): Promise<number> {
  const plan = planOf(seed);
  const all = [...plan.happenings.keys()];
  const places = keep === "all"
    ? all
    : keep.split(",").filter((place) => place !== "none").map(Number);
  const { trace, violation, figures } = await simulate(keepOnly(plan, places));
  for (const line of trace) console.log(line);
  console.log(figures);
  console.log(violation === undefined ? "No rule was broken" : violation);
  return violation === undefined ? 0 : 1;
}

async function findBugs(): Promise<number> {
  let isEachFound = true;
  for (const { name, breaks, parts } of plantedBugs) {
    let seed = 1;
    while (
      seed <= mostSeedsForBugs &&
      (await simulate(planOf(seed), parts)).violation?.rule !== breaks
    ) seed++;
    const { failure } = await examine(seed, parts);
    isEachFound &&= seed <= mostSeedsForBugs;
    const found = failure === undefined
      ? "never"
      : `seed ${seed}, ${failure.places.length} happenings`;
    console.log(`${name}: ${found}`);
  }
  return isEachFound ? 0 : 1;
}

function wholeNumber(name: "seed" | "seeds" | "jobs"): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new RangeError(`Cannot simulate: --${name} must be a whole number from 1: ${values[name]}`);
}
