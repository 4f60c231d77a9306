import { type DeliverySettings, startDeliveries } from "./delivery.ts";
import type { EventFamily, HubSpotEvent } from "./events.ts";
import { oneByOne } from "./one_by_one.ts";
import { gatherBatches } from "./open_batches.ts";
import { makeOutgoing, type Outgoing } from "./outgoing.ts";
import type { Receipt } from "./receipts.ts";

/** How events are gathered and sent. */
export interface SendAllSettings extends DeliverySettings {
  /** How long a batch waits for more events, in milliseconds. */
  lingerMs: number;
  /** Most batches in flight at a time. */
  concurrency: number;
}

type Inputs = Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>;

/** Receipts that wait for the caller; while there are so many, no more events are read. */
const mostWaiting = 1_000;

/**
 * Reads events, sends them in batches and yields a receipt for each, in the order in which they become known. What is
 * held is bounded, however many events there are: a caller who is slow to take receipts slows the reading down.
 */
export function sendAll(
  inputs: Inputs,
  settings: SendAllSettings,
  signal?: AbortSignal,
): AsyncGenerator<Receipt, void, undefined> {
  return oneByOne(receiptsOf(inputs, settings, signal));
}

async function* receiptsOf(
  inputs: Inputs,
  settings: SendAllSettings,
  signal?: AbortSignal,
): AsyncGenerator<readonly Receipt[], void, undefined> {
  const { connection: { deps }, lingerMs, concurrency } = settings;
  const end = new AbortController();
  const ended = end.signal;
  const open = gatherBatches(settings.limits, linger);
  const deliver = startDeliveries(settings, { tell, signal: ended });
  let waiting: Receipt[] = [];
  const lingered = new Set<EventFamily>();
  const wakers: (() => void)[] = [];
  let inFlight = 0;
  let isReading = true;
  let failure: { error: unknown } | undefined;
  let time: number | undefined;
  // Between two events of a list nobody's code runs that could take time, and a look at the clock is a tenth of the work.
  const now = Array.isArray(inputs) ? () => time ??= deps.now() : deps.now;
  const accepting = { deps: { ...deps, now } };

  signal?.addEventListener("abort", cut, { signal: ended });
  if (signal?.aborted) cut();
  else read();
  try {
    while (isReading || inFlight > 0 || waiting.length > 0) {
      if (waiting.length === 0) await change();
      const told = waiting;
      waiting = [];
      yield told;
      wake();
    }
    if (failure !== undefined) throw failure.error;
  } finally {
    cut();
  }

  /** Reads all inputs into batches, and sends those that are full. Never rejects. */
  async function read(): Promise<void> {
    let index = 0;
    try {
      if (Symbol.asyncIterator in inputs) {
        for await (const input of inputs) {
          await take(input, index++);
          if (!isReading) break;
        }
      } else {
        // `for await` would make promises of what is there already, which takes longer than to check it.
        for (const input of inputs) {
          const room = take(input, index++);
          if (room !== undefined) await room;
          if (!isReading) break;
        }
      }
    } catch (error) {
      failure = { error };
    }
    await start(open.takeAll());
    isReading = false;
    wake();
  }

  /** Takes one event in; where there is no room for another, returns a promise of it. */
  function take(input: HubSpotEvent, index: number): Promise<void> | undefined {
    const made = makeOutgoing(input, index, accepting);
    let full: Outgoing[][] = [];
    if ("outcome" in made) tell(made);
    else full = open.add(made);
    return full.length > 0 || isCrowded() ? start(full) : undefined;
  }

  /** Sees to it that a batch goes off after a while, however slowly further events come in. */
  async function linger(family: EventFamily, batch: object): Promise<void> {
    // What is there already is read to its end before that, and needs no timer.
    await undefined;
    if (open.get(family) !== batch) return;
    await deps.sleep(lingerMs, ended);
    if (open.get(family) !== batch) return;
    lingered.add(family);
    sendLingered();
  }

  /** A batch that has waited long enough goes off as soon as there is room; until then it may still grow. */
  function sendLingered(): void {
    for (const family of lingered) {
      if (inFlight >= concurrency) return;
      lingered.delete(family);
      for (const batch of open.take(family)) send(batch);
    }
  }

  async function start(batches: readonly Outgoing[][]): Promise<void> {
    time = undefined;
    for (const batch of batches) {
      while (inFlight >= concurrency && !ended.aborted) await change();
      send(batch);
    }
    while (isCrowded()) await change();
  }

  async function send(batch: Outgoing[]): Promise<void> {
    inFlight++;
    try {
      await deliver(batch);
      // What V8 has moved out of its nursery by then would keep the events until a full collection: a quarter of all.
      batch.length = 0;
    } catch (error) {
      failure = { error };
    }
    inFlight--;
    sendLingered();
    wake();
  }

  /** Nothing more is read, and what was read and is not delivered yet is told as aborted. */
  function cut(): void {
    if (ended.aborted) return;
    // With a reason, because a signal without one makes an error with its stack.
    end.abort("ended");
    isReading = false;
    for (const batch of open.takeAll()) send(batch);
    wake();
  }

  function isCrowded(): boolean {
    return waiting.length >= mostWaiting && !ended.aborted;
  }

  function tell(receipt: Receipt): void {
    waiting.push(receipt);
    wake();
  }

  /** Resolves when anything has changed. */
  function change(): Promise<void> {
    return new Promise((resolve) => void wakers.push(resolve));
  }

  function wake(): void {
    if (wakers.length === 0) return;
    for (const resolve of wakers.splice(0)) resolve();
  }
}
