import type { Receipt } from "../hubspot/receipts.ts";
import type { Deps } from "../transport/deps.ts";

/** Receipts are settled in lots of so many: one transaction for each would wait for the disk each time. */
const fullLot = 100;

/**
 * So long after the lot before, a smaller one is settled, in milliseconds. A round that sends event by event under the
 * account's limit takes minutes, and a process that is killed in it must not begin all over.
 */
const longestMs = 1_000;

/** Receipts of a round that are not settled yet. */
export class ReceiptLot {
  readonly #deps: Pick<Deps, "now">;
  #receipts: Receipt[] = [];
  #since: number;

  /** Begins with none. */
  constructor(deps: Pick<Deps, "now">) {
    this.#deps = deps;
    this.#since = deps.now();
  }

  /** Adds receipts; says whether it is time to settle. */
  add(...receipts: readonly Receipt[]): boolean {
    this.#receipts.push(...receipts);
    // A clock that was set back must not put it off.
    const waited = Math.abs(this.#deps.now() - this.#since);
    return this.#receipts.length >= fullLot || waited >= longestMs;
  }

  /** Those that were added and not taken. */
  get receipts(): readonly Receipt[] {
    return this.#receipts;
  }

  /** Takes all of them, to settle them. */
  take(): Receipt[] {
    const taken = this.#receipts;
    this.#receipts = [];
    this.#since = this.#deps.now();
    return taken;
  }
}
