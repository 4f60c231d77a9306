/**
 * Stands in for `node:test` in the bundles that mutants are tried with, because `node:test` runs a file once in a process
 * and a mutant needs hundreds of runs: it only remembers what the files declare.
 *
 * @module
 */

/** What a test or a hook does. */
export type Act = () => unknown;

/** One test, with all that runs around it. */
export interface Test {
  /** Names of its groups and its own. */
  name: string;
  /** The groups that it is in, the outermost first. */
  groups: readonly Group[];
  /** What it does. */
  act: Act;
}

/** A `describe`, or a file as a whole, with its hooks. */
export interface Group {
  /** Its name; empty for a file. */
  name: string;
  /** Hooks, by when they run. */
  hooks: Record<HookTime, Act[]>;
}

/** When a hook runs. */
export type HookTime = "before" | "after" | "beforeEach" | "afterEach";

let tests: Test[] = [];
let groups: Group[] = [makeGroup("")];

/** Gives what was declared since the last call, and starts anew. */
export function takeTests(): Test[] {
  const taken = tests;
  tests = [];
  groups = [makeGroup("")];
  return taken;
}

/** Declares a group. */
export function describe(name: string, declare: () => void): void {
  groups.push(makeGroup(name));
  declare();
  groups.pop();
}

/** Declares a test. */
export function it(name: string, act: Act): void {
  const names = [...groups.slice(1).map((group) => group.name), name];
  tests.push({ name: names.join(" › "), groups: [...groups], act });
}

/** Declares what runs before a group. */
export const before: (act: Act) => void = hook("before");
/** Declares what runs after a group. */
export const after: (act: Act) => void = hook("after");
/** Declares what runs before each test of a group. */
export const beforeEach: (act: Act) => void = hook("beforeEach");
/** Declares what runs after each test of a group. */
export const afterEach: (act: Act) => void = hook("afterEach");

function hook(time: HookTime): (act: Act) => void {
  return (act) => void groups.at(-1)?.hooks[time].push(act);
}

function makeGroup(name: string): Group {
  return { name, hooks: { before: [], after: [], beforeEach: [], afterEach: [] } };
}
