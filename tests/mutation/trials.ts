import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { clearTimeout, setTimeout } from "node:timers";
import { root } from "../checks/root.ts";

/** What a worker is asked for. */
export type Order =
  | { kind: "baseline" }
  | {
    kind: "mutant";
    /** Its number in the file. */
    mutant: string;
    /** The tests to run, in this order. */
    tests: OrderedTest[];
    /** How often it may be reached before it counts as an endless loop. */
    hitLimit: number;
  };

/** A test to run. */
export interface OrderedTest {
  /** Where it stands among the tests of the bundle. */
  index: number;
  /** Longest time for it, in milliseconds. */
  limitMs: number;
}

/** What became of the tests without a mutant. */
export type Baseline =
  | {
    kind: "green";
    /** How long each test took, in milliseconds. */
    durations: number[];
    /** How often each mutant was reached outside of tests. */
    static: Record<string, number>;
    /** How often each mutant was reached in each test, by the test's index. */
    perTest: Record<string, Record<string, number>>;
  }
  | { kind: "red"; test: string; error: string };

/** What became of a mutant. */
export type Outcome =
  /** A test failed, or never ended: the tests see the change. */
  | { kind: "killed" | "timeout"; by: string }
  /** All tests passed, or none reaches it. */
  | { kind: "survived" };

/** Milliseconds after which a worker that says nothing is ended. */
const silenceMs = 120_000;

/** A process holds every version of the bundle that it has ever loaded, so a fresh one takes over now and then. */
const runsPerWorker = 150;

/** Tries the mutants of one file, given the bundle of its tests. Throws an `Error` where the tests fail without a mutant. */
export async function tryMutants(
  bundle: string,
  mutants: readonly string[],
): Promise<Map<string, Outcome>> {
  const workers = new Workers(bundle);
  try {
    const baseline = await workers.ask({ kind: "baseline" }, silenceMs);
    if (baseline?.kind === "red") {
      throw new Error(`"${baseline.test}" fails without a mutant: ${baseline.error}`);
    }
    if (baseline?.kind !== "green") throw new Error(`The tests in ${bundle} end without a word`);
    const outcomes = new Map<string, Outcome>();
    for (const mutant of mutants) {
      outcomes.set(mutant, await tryMutant(workers, mutant, baseline));
    }
    return outcomes;
  } finally {
    workers.end();
  }
}

async function tryMutant(
  workers: Workers,
  mutant: string,
  baseline: Baseline & { kind: "green" },
): Promise<Outcome> {
  const { durations } = baseline;
  const reaching = Object.entries(baseline.perTest).filter(([, hits]) =>
    hits[mutant] !== undefined
  );
  const outside = baseline.static[mutant] ?? 0;
  const hits = reaching.reduce((sum, [, own]) => sum + (own[mutant] ?? 0), outside);
  if (hits === 0) return { kind: "survived" };
  // What is reached as a module is loaded, or in a hook, may be seen by any test. The quick ones have the first look.
  const tests = outside === 0
    ? reaching.map(([index]) => Number(index))
    : durations.map((_, index) => index);
  const ordered = tests
    .map((index) => ({ index, limitMs: 3_000 + 10 * (durations[index] ?? 0) }))
    .sort((a, b) => a.limitMs - b.limitMs);
  const limitMs = ordered.reduce((sum, test) => sum + test.limitMs, 0);
  const order: Order = { kind: "mutant", mutant, tests: ordered, hitLimit: 100 * hits + 1_000 };
  const answer = await workers.ask(order, Math.min(limitMs, silenceMs));
  if (answer === undefined) return { kind: "timeout", by: "the process that runs the tests" };
  if (answer.kind === "green" || answer.kind === "red") throw new Error("The worker is confused");
  // What hangs may still be running, and would see the next mutant.
  if (answer.kind === "timeout") workers.end();
  return answer;
}

/** One process after the other. */
class Workers {
  readonly #bundle: string;
  #child: ChildProcess | undefined;
  #runs = 0;

  constructor(bundle: string) {
    this.#bundle = bundle;
  }

  /** Gives the worker's answer, or nothing where it died or stayed silent for too long. */
  async ask(order: Order, limitMs: number): Promise<Baseline | Outcome | undefined> {
    if (this.#runs++ % runsPerWorker === 0) this.end();
    if (this.#child === undefined) {
      const script = fileURLToPath(new URL("./worker.ts", import.meta.url));
      this.#child = fork(script, [this.#bundle], {
        cwd: root,
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      await next(this.#child, silenceMs);
    }
    const answer = next(this.#child, limitMs);
    this.#child.send(order);
    const found = await answer;
    if (found === undefined) this.end();
    return found;
  }

  /** Ends the process. */
  end(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }
}

/** The next message of a process, or nothing where it ends first or takes too long. */
// deno-lint-ignore no-explicit-any
function next(child: ChildProcess, limitMs: number): Promise<any> {
  return new Promise((resolve) => {
    const end = (message?: unknown) => {
      clearTimeout(timer);
      child.off("message", end).off("exit", gone);
      resolve(message);
    };
    const gone = () => end();
    const timer = setTimeout(end, limitMs);
    child.on("message", end).on("exit", gone);
  });
}
