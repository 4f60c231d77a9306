import { join } from "node:path";
import { Arrivals } from "./arrivals.ts";
import type { Runtime } from "./process.ts";
import { startServing } from "./served.ts";
import { type Figure, quantileOf, ratio } from "./statistics.ts";

/** How latency is measured. */
export interface LatencyOptions {
  /** What the figures of this runtime end with. */
  suffix: string;
  /** Folder for databases. */
  folder: string;
  /** How often it is measured. */
  turns: number;
  /** How long each turn takes, in milliseconds. */
  milliseconds: number;
}

/** A server at half load, and what was measured of it turn by turn. */
interface Contender {
  port: number;
  /** Events a second. */
  rate: number;
  medians: number[];
  tails: number[];
}

/**
 * Measures how long events take from their request to HubSpot where a forwarder is sent half of what it can take in and
 * deliver, beside a handler that passes each on before it answers, at half of what that can.
 */
export async function latencyFigures(
  runtime: Runtime,
  { suffix, folder, turns, milliseconds }: LatencyOptions,
): Promise<Record<string, Figure>> {
  await using arrivals = new Arrivals();
  const path = join(folder, `latency${suffix}.db`);
  using ours = await startServing(runtime, ["delivering", path, arrivals.url]);
  using bare = await startServing(runtime, ["passing_on", "", arrivals.url]);
  const contenders: Contender[] = [];
  for (const { port } of [ours, bare]) {
    // Not counted: until the compiler has seen enough.
    await arrivals.rateOf(port, milliseconds);
    const rate = await arrivals.rateOf(port, milliseconds);
    contenders.push({ port, rate: rate / 2, medians: [], tails: [] });
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const { port, rate, medians, tails } of contenders) {
      const latencies = await arrivals.latenciesAt(port, { rate, milliseconds });
      medians.push(quantileOf(latencies, 0.5));
      tails.push(quantileOf(latencies, 0.99));
    }
  }
  const [forwarder, passing] = contenders;
  return {
    [`latency${suffix}`]: ratio(forwarder?.medians, passing?.medians),
    [`latencyTail${suffix}`]: ratio(forwarder?.tails, passing?.tails),
  };
}
