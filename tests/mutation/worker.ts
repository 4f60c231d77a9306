/**
 * Runs a bundle of tests again and again in one process, each time with another mutant of its source active. It is
 * started by `trials.ts`, which ends it where it hangs.
 *
 * @module
 */
import process from "node:process";
import { setTimeout } from "node:timers";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { type Group, takeTests, type Test } from "./collector.ts";
import type { Baseline, Order, Outcome } from "./trials.ts";

/** What the instrumented source reads and writes; the names are Stryker's. */
interface Switch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: {
    static: Record<string, number>;
    perTest: Record<string, Record<string, number>>;
  };
}

const mutants: Switch = {};
Reflect.set(globalThis, "__stryker__", mutants);
// The same cases for every mutant, and none is made smaller: that one fails is enough.
fc.configureGlobal({ seed: 8, endOnFailure: true });

const bundle = pathToFileURL(process.argv[2] ?? "").href;
let run = 0;
/** Ends the test that runs, where something fails that it does not wait for. */
let failStray: (error: unknown) => void = () => {};
process.on("unhandledRejection", (error) => failStray(error));
process.on("uncaughtException", (error) => failStray(error));
process.on("message", async (order: Order) => process.send?.(await carryOut(order)));
process.send?.("ready");

async function carryOut(order: Order): Promise<Baseline | Outcome> {
  if (order.kind === "baseline") return await baseline();
  mutants.activeMutant = order.mutant;
  mutants.hitCount = 0;
  mutants.hitLimit = order.hitLimit;
  try {
    const tests = await load();
    for (const { index, limitMs } of order.tests) {
      const test = tests[index];
      if (test === undefined) continue;
      const failure = await failureOf(test, limitMs);
      if (failure !== undefined) return { kind: failure.kind, by: test.name };
    }
    return { kind: "survived" };
  } catch {
    // What cannot even be loaded is seen by every test.
    return { kind: "killed", by: "loading" };
  }
}

/** Runs all tests without a mutant, and notes which test reaches which. */
async function baseline(): Promise<Baseline> {
  const tests = await load();
  const durations: number[] = [];
  for (const [index, test] of tests.entries()) {
    const startedAt = performance.now();
    const failure = await failureOf(test, 60_000, () => mutants.currentTestId = String(index));
    mutants.currentTestId = undefined;
    if (failure !== undefined) return { kind: "red", test: test.name, error: failure.error };
    durations.push(performance.now() - startedAt);
  }
  const coverage = mutants.mutantCoverage ?? { static: {}, perTest: {} };
  return { kind: "green", durations, ...coverage };
}

async function load(): Promise<Test[]> {
  takeTests();
  await import(`${bundle}?run=${run++}`);
  return takeTests();
}

/** Why a test fails, if it does. A group's own hooks run around each of its tests, which have to stand alone anyway. */
async function failureOf(
  { act, groups }: Test,
  limitMs: number,
  begin: () => void = () => {},
): Promise<{ kind: "killed" | "timeout"; error: string } | undefined> {
  const hooks = (time: keyof Group["hooks"]) => groups.flatMap((group) => group.hooks[time]);
  const whole = async () => {
    begin();
    for (const hook of [...hooks("before"), ...hooks("beforeEach")]) await hook();
    try {
      await act();
    } finally {
      for (const hook of [...hooks("afterEach"), ...hooks("after")]) await hook();
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), limitMs);
  });
  const stray = new Promise<never>((_, reject) => failStray = reject);
  try {
    const end = await Promise.race([whole(), late, stray]);
    return end === "late" ? { kind: "timeout", error: `longer than ${limitMs} ms` } : undefined;
  } catch (error) {
    return { kind: "killed", error: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    failStray = () => {};
  }
}
