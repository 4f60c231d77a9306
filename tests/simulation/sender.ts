import type { Clock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import type { Handler, Network } from "./network.ts";
import type { ForwarderProcess } from "./process.ts";
import { type Arrival, numbersOf, requestOf } from "./traffic.ts";

/** What a sender has to do with. */
export interface SenderOptions {
  /** The time. */
  clock: Clock;
  /** The way to the forwarder. */
  network: Network;
  /** Where it is written down what was sent and acknowledged. */
  ledger: Ledger;
  /** The process that listens now, if one does. */
  process(): ForwarderProcess | undefined;
  /** Whether an event is where no crash can reach it. */
  isDurable(number: number): boolean;
  /** Writes down what happens. */
  note(text: string): void;
}

const second = 1_000;
const minute = 60 * second;

/** Pauses between the attempts of a sender, in milliseconds. */
const pauses = [2 * second, 30 * second, 5 * minute, 60 * minute, 6 * 60 * minute];

/** Sends a request until it is acknowledged or the sender gives up, and then perhaps once more. */
export async function sendUntilTaken(arrival: Arrival, options: SenderOptions): Promise<void> {
  const { clock } = options;
  const happened = clock.now() - arrival.agoMs;
  // What nothing makes the same would be two events at the second sending, and its sender knows that.
  const tries = isRepeatable(arrival) ? arrival.tries : 1;
  let isTaken = false;
  for (let attempt = 0; attempt < tries && !isTaken; attempt++) {
    if (attempt > 0) await sleep(pauses[attempt - 1] ?? 0);
    isTaken = await sendOnce(arrival, happened, options);
  }
  if (!isTaken || arrival.againAfterMs === undefined || !isRepeatable(arrival)) return;
  await sleep(arrival.againAfterMs);
  await sendOnce(arrival, happened, options);

  function sleep(ms: number): Promise<void> {
    return clock.sleep(ms, { owner: arrival });
  }
}

function isRepeatable({ source, ids }: Arrival): boolean {
  const isOwn = source === "event" || source === "events" || source === "lines";
  return !isOwn || ids !== "none";
}

/** Sends it, and says whether all of it was acknowledged. */
async function sendOnce(
  arrival: Arrival,
  happened: number,
  { clock, network, ledger, process, isDurable, note }: SenderOptions,
): Promise<boolean> {
  const name = `${arrival.source} ${arrival.first}+${arrival.count}`;
  const sent = clock.now();
  const request = {
    ...requestOf(arrival, { happened, now: sent }),
    isRepeatable: isRepeatable(arrival),
  };
  const wanted = numbersOf(arrival);
  try {
    const response = await network.post(() => handlerOf(process()), request);
    const text = await response.text();
    if (response.status === 500) ledger.violate("no fault of ours", `${name} got 500: ${text}`);
    const taken = response.ok ? takenOf(arrival, text) : [];
    note(`${name} got ${response.status} for ${taken.length}`);
    ledger.acknowledged(taken);
    for (const number of taken) {
      if (isDurable(number)) continue;
      ledger.violate("acknowledged is durable", `${number} was acknowledged, and is nowhere`);
    }
    return taken.length === wanted.length;
  } catch (error) {
    note(`${name} got no answer: ${error}`);
    return false;
  }

  function handlerOf(target: ForwarderProcess | undefined): Handler | undefined {
    if (target === undefined) return undefined;
    return async (request) => {
      ledger.arrived(arrival, { happened, sent, now: target.now() });
      const killed = new Promise<never>((_, reject) => {
        target.life.onEnd(() => reject(new TypeError("connection reset")));
      });
      const response = await Promise.race([wholeAnswer(target, request), killed]);
      // The process may also end between its answer and the network.
      if (!target.life.goesOn()) throw new TypeError("connection reset");
      return response;
    };
  }

  /** An answer in pieces is read here, as a server does it: whoever hangs up ends it. */
  async function wholeAnswer(target: ForwarderProcess, request: Request): Promise<Response> {
    const { status, body } = await target.handle(request).catch((error) => {
      ledger.violate("no fault of ours", `The handler rejected for ${name}: ${error}`);
      throw error;
    });
    if (body === null) return new Response(null, { status });
    const reader = body.getReader();
    const hangUp = () => void reader.cancel();
    request.signal.addEventListener("abort", hangUp);
    const decoder = new TextDecoder();
    let text = "";
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      text += decoder.decode(piece.value, { stream: true });
    }
    request.signal.removeEventListener("abort", hangUp);
    return new Response(text === "" ? null : text, { status });
  }
}

/** Which events an answer acknowledges; of JSON lines each has an answer of its own. */
function takenOf(arrival: Arrival, text: string): number[] {
  const numbers = numbersOf(arrival);
  if (arrival.source !== "lines") return numbers;
  return text.split("\n").filter((line) => line !== "").flatMap((line) => {
    const { line: place, outcome } = JSON.parse(line);
    const number = numbers[place - 1];
    return outcome === "accepted" && number !== undefined ? [number] : [];
  });
}
