import { load, type LoadOptions } from "./load.ts";
import { processorTime, type Served } from "./served.ts";
import { quantileOf } from "./statistics.ts";

/** A server, and what it is loaded with. */
export interface Contender {
  /** The server. */
  server: Served;
  /** What it is sent. */
  request: Uint8Array;
  /** Connections. Default: 8. */
  connections?: number;
}

/** What was measured of one contender, turn by turn. */
export interface Turns {
  /** Processor time that an answer took, in milliseconds. */
  time: number[];
  /** Answers a millisecond. */
  rate: number[];
  /** Where the slowest hundredth of the answers begins, as a multiple of their median. */
  tail: number[];
}

/** How turns are taken. */
export interface TurnOptions extends Pick<LoadOptions, "milliseconds"> {
  /** How many count. Two more come before, until the compiler has seen enough. */
  turns: number;
}

const warmUp = 2;

/** Loads servers by turns, so that what slows the machine down slows all of them. */
export async function takeTurns(
  contenders: Readonly<Record<string, Contender>>,
  { turns, milliseconds }: TurnOptions,
): Promise<Record<string, Turns>> {
  const taken: Record<string, Turns> = {};
  for (let turn = -warmUp; turn < turns; turn++) {
    for (const [name, { server, request, connections = 8 }] of Object.entries(contenders)) {
      const before = processorTime(server.pid);
      const loaded = await load(server.port, request, { connections, milliseconds });
      const { answers, elapsed, latencies } = loaded;
      if (turn < 0) continue;
      const one = taken[name] ??= { time: [], rate: [], tail: [] };
      one.time.push((processorTime(server.pid) - before) / answers);
      one.rate.push(answers / elapsed);
      one.tail.push(quantileOf(latencies, 0.99) / quantileOf(latencies, 0.5));
    }
  }
  return taken;
}
