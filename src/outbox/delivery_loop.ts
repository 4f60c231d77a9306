import { createDeps, type Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import { ErrorPause } from "./error_pause.ts";
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
  const errorPause = new ErrorPause(deps);
  const unsubscribe = outbox.onPut(() => {
    errorPause.reset();
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
      errorPause.reset();
      return result;
    } catch (error) {
      onError(error);
      return { receipts: [], nextDueAt: deps.now() + errorPause.next() };
    }
  }
}
