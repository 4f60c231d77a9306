/**
 * Counts what happened in the last `intervalMs` milliseconds, up to `limit` happenings: their times stand in a ring, so
 * that counting costs the same however many there were.
 */
export class SlidingWindow {
  readonly #times: Float64Array;
  readonly #intervalMs: number;
  #oldest = 0;
  #size = 0;

  /** Opens an empty window. */
  constructor(limit: number, intervalMs: number) {
    this.#times = new Float64Array(limit);
    this.#intervalMs = intervalMs;
  }

  /** How many more there may be at this time. */
  remaining(now: number): number {
    this.#forget(now);
    return this.#times.length - this.#size;
  }

  /** When there is room for one more; now, where there is. Milliseconds since 1970. */
  freeAt(now: number): number {
    if (this.remaining(now) > 0) return now;
    return (this.#times[this.#oldest] ?? now) + this.#intervalMs;
  }

  /** Counts one. In a full window it takes the place of the oldest. */
  add(now: number): void {
    this.#forget(now);
    if (this.#size === this.#times.length) this.#drop();
    this.#times[(this.#oldest + this.#size) % this.#times.length] = now;
    this.#size += 1;
  }

  #forget(now: number): void {
    while (this.#size > 0 && (this.#times[this.#oldest] ?? 0) <= now - this.#intervalMs) {
      this.#drop();
    }
  }

  #drop(): void {
    this.#oldest = (this.#oldest + 1) % this.#times.length;
    this.#size -= 1;
  }
}
