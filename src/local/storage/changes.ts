/** What to write so that a collection is kept as it is now. */
export interface Changes<T> {
  /** Records that are new or were replaced, by their key. */
  written: Map<string, T>;
  /** Keys of records that are gone. */
  removed: string[];
}

/**
 * Tells what has changed in a collection since it was last kept. An account replaces records and never changes them, so
 * that one that is the same object is the same record: looking for changes costs next to nothing for each record.
 */
export class KeptCollection<T> {
  readonly #keyOf: (record: T) => string;
  readonly #byKey = new Map<string, T>();
  readonly #kept = new Set<T>();

  /** Begins with nothing kept. */
  constructor(keyOf: (record: T) => string) {
    this.#keyOf = keyOf;
  }

  /** What has changed. */
  changes(records: readonly T[]): Changes<T> {
    const written = new Map<string, T>();
    let added = 0;
    for (const record of records) {
      if (this.#kept.has(record)) continue;
      const key = this.#keyOf(record);
      written.set(key, record);
      if (!this.#byKey.has(key)) added += 1;
    }
    const isComplete = this.#byKey.size + added === records.length;
    return { written, removed: isComplete ? [] : this.#missing(records) };
  }

  /** Takes it that these changes were kept. */
  keep({ written, removed }: Changes<T>): void {
    for (const [key, record] of written) {
      const former = this.#byKey.get(key);
      if (former !== undefined) this.#kept.delete(former);
      this.#byKey.set(key, record);
      this.#kept.add(record);
    }
    for (const key of removed) {
      const former = this.#byKey.get(key);
      if (former !== undefined) this.#kept.delete(former);
      this.#byKey.delete(key);
    }
  }

  #missing(records: readonly T[]): string[] {
    const present = new Set(records.map((record) => this.#keyOf(record)));
    return [...this.#byKey.keys()].filter((key) => !present.has(key));
  }
}
