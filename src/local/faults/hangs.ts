import { ConnectionReset } from "./broken_connection.ts";

/** Callers that wait for an answer that will not come. */
export class Hangs {
  /** Held here, because nothing else may hold on to a caller who only waits. */
  readonly #releases = new Set<() => void>();
  #isOver = false;

  /** Waits until the signal aborts, and rejects with its reason. */
  wait(signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      const release = () => {
        this.#releases.delete(release);
        signal.removeEventListener("abort", release);
        reject(signal.aborted ? signal.reason : new ConnectionReset());
      };
      if (signal.aborted || this.#isOver) return release();
      this.#releases.add(release);
      signal.addEventListener("abort", release);
    });
  }

  /** Breaks every connection that waits, or would. */
  end(): void {
    this.#isOver = true;
    for (const release of [...this.#releases]) release();
  }
}
