import { guarded } from "../transport/guarded.ts";

/** Who wants to be told of something. What they throw is dropped: it must not fail what they are told of. */
export class Listeners<T extends unknown[]> {
  readonly #all = new Set<(...told: T) => void>();

  /** Calls `listener` from now on, until the function returned is called. */
  add(listener: (...told: T) => void): () => void {
    // Wrapped, so that the same function given twice is two listeners.
    const own = (...told: T) => listener(...told);
    this.#all.add(own);
    return () => void this.#all.delete(own);
  }

  /** Tells all who listen now. */
  tell(...told: T): void {
    for (const listener of [...this.#all]) guarded(listener)(...told);
  }
}
