/** A source of chance of which a seed decides everything: the same seed gives the same numbers, on every runtime. */
export class Random {
  readonly #name: string;
  #state: number;

  /** Starts the sequence of a name. */
  constructor(name: string) {
    this.#name = name;
    this.#state = hash(name);
  }

  /** A sequence of its own, so that what one part of the world draws moves no other part's numbers. */
  fork(name: string): Random {
    return new Random(`${this.#name}/${name}`);
  }

  /** A number from 0 up to, not including, 1 (mulberry32, by Tommy Ettinger). */
  readonly next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** One of some, each as likely as the others. */
  pick<const T>(choices: readonly [T, ...T[]]): T {
    return choices[this.whole(0, choices.length - 1)] ?? choices[0];
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Something that looks like a UUID. */
  readonly uuid = (): string => {
    const digits = Array.from({ length: 32 }, () => this.whole(0, 15).toString(16)).join("");
    return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
  };
}

/** A number for a text (FNV-1a, 32 bits). */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  }
  return state;
}
