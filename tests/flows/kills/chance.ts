import process from "node:process";
import { seededRandom } from "../../../src/local/faults/seeded_random.ts";

/** What is left to chance, so that a failure can be looked for again: the seed is printed, and `KILL_SEED` sets it. */
export class Chance {
  /** The seed, in words for a message. */
  readonly told: string;
  readonly #random: () => number;

  constructor() {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
    const seed = Number(process.env.KILL_SEED ?? drawn);
    this.told = `KILL_SEED=${seed}`;
    this.#random = seededRandom(seed);
    console.log(this.told);
  }

  /** A whole number from 0 up to `end`. */
  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  /** One of these. */
  oneOf<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }
}
