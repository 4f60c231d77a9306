import { createDeps, type Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import type { Outbox, ProcessResult, SettledReceipt } from "./outbox.ts";

/** Settings of a delivery loop. */
export interface DeliveryLoopOptions {
  /** Most events of one round. Default: 500, HubSpot's largest batch. */
  limit?: number;
  /** Told of every receipt; what it throws is dropped. Default: nobody is. */
  onReceipt?: (receipt: SettledReceipt) => void;
  /** Told of a round that failed as a whole, as when the disk is full; what it throws is dropped. Default: nobody is. */
  onError?: (error: unknown) => void;
  /** Clock to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/** A delivery loop that runs. */
export interface DeliveryLoop {
  /**
   * Ends the loop. The round under way may finish for up to `graceMs` milliseconds, then it is cut short; what it
   * did not deliver stays in the outbox.
   */
  stop(graceMs: number): Promise<void>;
}

/**
 * First and longest pause after rounds that failed as a whole, in milliseconds; each is twice the one before. A round sends
 * before it settles, so that where nothing can be settled, each sends again what the one before has sent.
 */
const errorPauses = { first: 1_000, longest: 60_000 };

/**
 * Longest pause before the clock is looked at again, in milliseconds: a timer knows nothing of a clock that is set ahead,
 * as after a start whose time was wrong, nor of the time that a machine was asleep.
 */
const longestPauseMs = 60_000;

/**
 * Delivers what an outbox holds as it falls due, for as long as the process runs.
 *
 * @throws {RangeError} If `limit` is no whole number from 1.
 */
export function startDelivery(outbox: Outbox, options: DeliveryLoopOptions = {}): DeliveryLoop {
  const { limit = 500 } = options;
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(`Cannot start delivery: limit must be a whole number from 1: ${limit}`);
  }
  const onReceipt = guarded(options.onReceipt);
  const onError = guarded(options.onError);
  const deps = createDeps(options.deps);
  const stopped = new AbortController();
  const cut = new AbortController();
  let alarm = new AbortController();
  let errorPauseMs = errorPauses.first;
  const unsubscribe = outbox.onPut(() => {
    // Where something could be put, something can be settled again.
    errorPauseMs = errorPauses.first;
    alarm.abort();
  });
  const running = run();
  return {
    async stop(graceMs) {
      stopped.abort();
      alarm.abort();
      const done = new AbortController();
      deps.sleep(graceMs, done.signal).then(() => {
        if (!done.signal.aborted) cut.abort();
      });
      await running;
      done.abort();
      unsubscribe();
    },
  };

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      // Made before the round: a put during it must not be slept over.
      alarm = new AbortController();
      const { nextDueAt } = await round();
      if (stopped.signal.aborted) return;
      const wait = nextDueAt === undefined
        ? Infinity
        : Math.min(nextDueAt - deps.now(), longestPauseMs);
      if (wait > 0) await deps.sleep(wait, alarm.signal);
    }
  }

  async function round(): Promise<ProcessResult> {
    try {
      const result = await outbox.process(limit, cut.signal);
      for (const receipt of result.receipts) onReceipt(receipt);
      errorPauseMs = errorPauses.first;
      return result;
    } catch (error) {
      onError(error);
      const nextDueAt = deps.now() + errorPauseMs;
      errorPauseMs = Math.min(2 * errorPauseMs, errorPauses.longest);
      return { receipts: [], nextDueAt };
    }
  }
}
