import type { Deps } from "../../transport/deps.ts";
import { type PostgresPool, runStatement } from "./pool.ts";
import type { Statements } from "./statements.ts";

/** The right to deliver, for a while. */
export interface HeldLease {
  /** Tag of the union. */
  isHeld: true;
  /** Grows each time that somebody else takes over; what is written under an older one is refused. */
  fence: string;
}

/** Somebody else delivers. */
export interface ForeignLease {
  /** Tag of the union. */
  isHeld: false;
  /** How long they have the lease, in milliseconds from now, unless they renew it. */
  remainingMs: number;
}

/** What a lease needs. */
export interface LeaseOptions {
  /** Where the lease is kept. */
  pool: PostgresPool;
  /** What to say there. */
  statements: Statements;
  /** Whose delivery it is about. */
  destination: string;
  /** How long the lease holds where nobody renews it, in milliseconds. */
  leaseMs: number;
  /** Waits, and names this instance. */
  deps: Deps;
}

/** The lease is renewed this often while it lasts, so that one failed attempt costs nothing. */
const renewals = 3;

/**
 * Has one instance deliver at a time, since HubSpot's limits are the account's. A lease and not a lock of a session:
 * a session whose machine went silent is kept by the server for hours, and poolers hand sessions around.
 */
export class Lease {
  readonly #options: LeaseOptions;
  /** Names this instance. */
  readonly holder: string;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.holder = options.deps.uuid();
  }

  /** Takes or renews the lease, unless somebody else has it. */
  async take(): Promise<HeldLease | ForeignLease> {
    const { statements, destination, leaseMs } = this.#options;
    let row = await this.#run(statements.takeLease, [destination, this.holder, leaseMs]);
    if (row === undefined) {
      await this.#run(statements.insertDelivery, [destination]);
      row = await this.#run(statements.takeLease, [destination, this.holder, leaseMs]);
    }
    if (row === undefined || row.fence === null) {
      return { isHeld: false, remainingMs: Math.max(0, Number(row?.remaining ?? 0)) };
    }
    return { isHeld: true, fence: String(row.fence) };
  }

  /**
   * Does something under the lease, renewing it for as long as it takes. The signal aborts when the lease is lost, at
   * the latest when it would have ended by itself, because nobody can tell then who delivers.
   */
  async keep<T>({ fence }: HeldLease, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
    const done = new AbortController();
    const lost = new AbortController();
    // Nobody waits for its end: a statement under way may hang, and rejects nothing.
    this.#renew(fence, { done: done.signal, lost });
    try {
      return await work(lost.signal);
    } finally {
      done.abort();
    }
  }

  /** Lets others deliver at once; says whether this instance had the lease. */
  async release(): Promise<boolean> {
    const { statements, destination } = this.#options;
    return (await this.#run(statements.releaseLease, [destination, this.holder])) !== undefined;
  }

  async #renew(
    fence: string,
    { done, lost }: { done: AbortSignal; lost: AbortController },
  ): Promise<void> {
    const { deps, statements, destination, leaseMs } = this.#options;
    let stopCountdown = this.#countDown(lost);
    const over = AbortSignal.any([done, lost.signal]);
    while (!over.aborted) {
      await deps.sleep(leaseMs / renewals, over);
      if (over.aborted) break;
      // Counted from before the statement: when it reached the database, nobody here knows.
      const stopNext = this.#countDown(lost);
      try {
        const row = await this.#run(statements.renewLease, [destination, fence, leaseMs]);
        if (row === undefined) lost.abort();
        stopCountdown();
        stopCountdown = stopNext;
      } catch {
        // The database may be back before the lease ends.
        stopNext();
      }
    }
    stopCountdown();
  }

  #countDown(lost: AbortController): () => void {
    const { deps, leaseMs } = this.#options;
    const stopped = new AbortController();
    deps.sleep(leaseMs, stopped.signal).then(() => {
      if (!stopped.signal.aborted) lost.abort();
    });
    return () => stopped.abort();
  }

  async #run(text: string, values: unknown[]): Promise<Record<string, unknown> | undefined> {
    return (await runStatement(this.#options.pool, text, values))[0];
  }
}
