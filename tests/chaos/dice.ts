import { seededRandom } from "../../src/local/faults/seeded_random.ts";

/** Chance that follows from a seed alone. */
export class Dice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  /** One of a list, which must not be empty. */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.whole(0, list.length - 1)];
    if (picked === undefined) throw new RangeError("Cannot pick one of nothing");
    return picked;
  }

  /** Whether something happens that has this chance, from 0 to 1. */
  happens(chance: number): boolean {
    return this.#random() < chance;
  }

  /** The same items in another order (Fisher and Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.whole(0, last);
      const [a, b] = [shuffled[last], shuffled[other]];
      if (a === undefined || b === undefined) continue;
      shuffled[last] = b;
      shuffled[other] = a;
    }
    return shuffled;
  }
}
