import { matchesGlob } from "../../validation/glob.ts";
import type { Deps } from "../../transport/deps.ts";
import { describeIssues, validate } from "../../validation/issues.ts";
import type { ActiveFault, Fault, FaultEffect, Faults } from "./fault.ts";
import { concerns } from "./batch_faults.ts";
import { faultSchema } from "./fault_schema.ts";
import { seededRandom } from "./seeded_random.ts";

/** Most faults at a time: each is looked at for each request. */
const maxFaults = 100;

interface Entry {
  id: string;
  fault: Fault;
  endsAt: number;
  random: () => number;
  matched: number;
  struck: number;
}

/** Keeps the faults and says which of them strike a request. */
export class FaultBook implements Faults {
  readonly #deps: Pick<Deps, "now" | "random">;
  #entries: Entry[] = [];
  #count = 0;

  /** Opens an empty book. */
  constructor(deps: Pick<Deps, "now" | "random">) {
    this.#deps = deps;
  }

  /** Adds what should be a fault; see {@linkcode Faults.add}. */
  add(fault: unknown): string {
    const parsed = validate(faultSchema, fault);
    if (!parsed.ok) throw new TypeError(`Cannot add the fault: ${describeIssues(parsed.issues)}`);
    this.#dropSpent();
    if (this.#entries.length >= maxFaults) {
      throw new RangeError(`Cannot add the fault: there are ${maxFaults} already, remove some`);
    }
    const { forMs = Infinity, seed } = parsed.value.when ?? {};
    const id = `fault-${++this.#count}`;
    this.#entries.push({
      id,
      fault: parsed.value,
      endsAt: this.#deps.now() + forMs,
      random: seed === undefined ? this.#deps.random : seededRandom(seed),
      matched: 0,
      struck: 0,
    });
    return id;
  }

  /** Removes a fault; says whether it was there. */
  remove(id: string): boolean {
    this.#dropSpent();
    const rest = this.#entries.filter((entry) => entry.id !== id);
    const wasThere = rest.length < this.#entries.length;
    this.#entries = rest;
    return wasThere;
  }

  /** Removes all faults. */
  clear(): void {
    this.#entries = [];
  }

  /** The faults there are, in the order in which they were added. */
  list(): ActiveFault[] {
    this.#dropSpent();
    return this.#entries.map(({ id, fault, matched, struck }) => ({
      id,
      ...structuredClone(fault),
      matched,
      struck,
    }));
  }

  /** What strikes this request: every delay that is due, and the first of the other faults that is. */
  strike({ method, path }: { method: string; path: string }): FaultEffect[] {
    if (this.#entries.length === 0) return [];
    this.#dropSpent();
    const effects: FaultEffect[] = [];
    let isStruck = false;
    for (const entry of this.#entries) {
      if (!isFor(entry.fault, { method, path })) continue;
      entry.matched += 1;
      // Decided for each matching request, so that the next ones do not depend on what other faults there are.
      const isDue = falls(entry);
      const isDelay = entry.fault.what.kind === "delay";
      if (!isDue || (isStruck && !isDelay)) continue;
      if (!isDelay) isStruck = true;
      entry.struck += 1;
      effects.push(entry.fault.what);
    }
    return effects;
  }

  #dropSpent(): void {
    const now = this.#deps.now();
    this.#entries = this.#entries.filter(({ fault, struck, endsAt }) =>
      now < endsAt && struck < (fault.when?.times ?? Infinity)
    );
  }
}

function isFor(
  { when = {}, what }: Fault,
  { method, path }: { method: string; path: string },
): boolean {
  return concerns(what, path) && (when.method === undefined || when.method === method) &&
    (when.path === undefined || matchesGlob(when.path, path));
}

function falls({ fault: { when = {} }, matched, random }: Entry): boolean {
  const { from = 1, probability = 1 } = when;
  const isChosen = probability === 1 || random() < probability;
  return matched >= from && isChosen;
}
