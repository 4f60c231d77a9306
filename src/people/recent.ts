/** Settings of {@linkcode Recent}. */
export interface RecentOptions {
  /** Most entries; the one that was not asked for longest goes first. */
  maxEntries: number;
  /** The current time, in milliseconds since 1970. */
  now(): number;
}

/** Keeps values for a while, and no more than a number of them. */
export class Recent<T> {
  readonly #options: RecentOptions;
  /** In the order of their last use. */
  readonly #entries = new Map<string, { value: T; endsAt: number }>();

  /** Starts with nothing. */
  constructor(options: RecentOptions) {
    this.#options = options;
  }

  /** Gives what is kept under a key, if its time is not over. */
  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.endsAt <= this.#options.now()) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Keeps a value for some milliseconds. */
  put(key: string, value: T, ttlMs: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, endsAt: this.#options.now() + ttlMs });
    if (this.#entries.size <= this.#options.maxEntries) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Forgets what is kept under a key. */
  delete(key: string): void {
    this.#entries.delete(key);
  }
}
