import { createDeps, type Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import { ErrorPause } from "./error_pause.ts";
import type { Outbox, SettledReceipt } from "./outbox.ts";
import { mostRounds, patienceMs } from "./round_line.ts";

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
   * Ends the loop. What is under way may finish for up to `graceMs` milliseconds, then it is cut short; what was not
   * delivered by then stays in the outbox.
   */
  stop(graceMs: number): Promise<void>;
}

/**
 * Longest pause before the clock is looked at again, in milliseconds: a timer knows nothing of a clock that is set ahead,
 * as after a start whose time was wrong, nor of the time that a machine was asleep.
 */
const longestPauseMs = 60_000;

/**
 * Delivers what an outbox holds as it falls due, for as long as the process runs. A round that takes longer than ten
 * seconds holds back no other.
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
    const passed = new Set<Promise<number>>();
    while (!stopped.signal.aborted) {
      // Made before the round: a put during it must not be slept over, nor the end of one that was passed.
      alarm = new AbortController();
      const current = round();
      const dueAt = await endOrPatience(current);
      if (dueAt === undefined) {
        passed.add(current);
        current.then(() => {
          passed.delete(current);
          alarm.abort();
        });
        if (passed.size >= mostRounds) await Promise.race(passed);
      } else if (!stopped.signal.aborted) {
        const wait = dueAt === Infinity ? Infinity : Math.min(dueAt - deps.now(), longestPauseMs);
        if (wait > 0) await deps.sleep(wait, alarm.signal);
      }
    }
    await Promise.all(passed);
  }

  /** What a round gives; undefined once it takes so long that the next one may pass it. */
  async function endOrPatience(current: Promise<number>): Promise<number | undefined> {
    const over = new AbortController();
    const late = deps.sleep(patienceMs, over.signal).then(() => undefined);
    const first = await Promise.race([current, late]);
    over.abort("over");
    return first;
  }

  /** Runs a round, and says when there is something to do again, in milliseconds since 1970. */
  async function round(): Promise<number> {
    try {
      const { receipts, nextDueAt = Infinity } = await outbox.process(limit, cut.signal);
      for (const receipt of receipts) onReceipt(receipt);
      errorPause.reset();
      return nextDueAt;
    } catch (error) {
      onError(error);
      return deps.now() + errorPause.next();
    }
  }
}
