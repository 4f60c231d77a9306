import { parentPort } from "node:worker_threads";
import { examine } from "./examine.ts";

/** What a worker is asked: to live through the world of a seed. */
export interface Task {
  /** The seed. */
  seed: number;
}

/** What it answers. */
export type Result = { seed: number } & Awaited<ReturnType<typeof examine>>;

parentPort?.on("message", async ({ seed }: Task) => {
  const result: Result = { seed, ...await examine(seed) };
  parentPort?.postMessage(result);
});
