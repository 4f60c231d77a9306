import { join } from "node:path";
import type { Runtime } from "./process.ts";
import { eventsRequest, gitHubRequest } from "./requests.ts";
import { type Served, startServing } from "./served.ts";
import { type Figure, ratio, summarize } from "./statistics.ts";
import { takeTurns, type TurnOptions } from "./turns.ts";

/** How accepting is measured. */
export interface AcceptOptions extends TurnOptions {
  /** What the figures of this runtime end with. */
  suffix: string;
  /** Folder for databases. */
  folder: string;
}

/** Measures what a forwarder does before it answers, beside a bare handler. */
export async function acceptFigures(
  runtime: Runtime,
  { suffix, folder, ...options }: AcceptOptions,
): Promise<Record<string, Figure>> {
  using servers = new DisposableStack();
  const start = async (...given: string[]) => servers.use(await startServing(runtime, given));
  const request = eventsRequest(1);
  const delivery = await gitHubRequest();
  const bare = await start("bare");
  const taken = await takeTurns({
    bare: { server: bare, request },
    alone: { server: await start("alone"), request },
    direct: { server: await start("direct"), request },
    directByHand: { server: await start("by_hand_direct"), request },
    bareGitHub: { server: await start("bare_github"), request: delivery },
    gitHub: { server: await start("alone"), request: delivery },
    parsingGitHub: { server: await start("parsing_github"), request: delivery },
    bareCrowd: { server: bare, request, connections: 50 },
    durable: {
      server: await start("durable", join(folder, `durable${suffix}.db`)),
      request,
      connections: 50,
    },
    durableByHand: {
      server: await start("by_hand_durable", join(folder, `by_hand${suffix}.db`)),
      request,
      connections: 50,
    },
  }, options);
  const { bareCrowd, bareGitHub, durable, durableByHand } = taken;
  return {
    [`acceptDirectByHand${suffix}`]: ratio(taken.bare?.time, taken.directByHand?.time),
    [`acceptAlone${suffix}`]: ratio(taken.bare?.time, taken.alone?.time),
    [`acceptDirect${suffix}`]: ratio(taken.bare?.time, taken.direct?.time),
    [`acceptGitHub${suffix}`]: ratio(bareGitHub?.time, taken.gitHub?.time),
    [`acceptDurable${suffix}`]: ratio(durable?.rate, bareCrowd?.rate),
    [`acceptDurableByHand${suffix}`]: ratio(durableByHand?.rate, bareCrowd?.rate),
    [`acceptParsingGitHub${suffix}`]: ratio(bareGitHub?.time, taken.parsingGitHub?.time),
    [`acceptDurableTail${suffix}`]: summarize(durable?.tail ?? []),
  };
}

/** Measures how accepting grows with the events of a request and with connections. */
export async function growthFigures(
  runtime: Runtime,
  { suffix, folder, ...options }: AcceptOptions,
): Promise<Record<string, Figure>> {
  using server: Served = await startServing(runtime, [
    "durable",
    join(folder, `growth${suffix}.db`),
  ]);
  const one = { server, request: eventsRequest(1), connections: 10 };
  const { events1, events10, events100, connections1, connections100 } = await takeTurns({
    connections1: { ...one, connections: 1 },
    events1: one,
    connections100: { ...one, connections: 100 },
    events10: { ...one, request: eventsRequest(10) },
    events100: { ...one, request: eventsRequest(100) },
  }, options);
  return {
    [`growEvents10${suffix}`]: ratio(events10?.time, events1?.time),
    [`growEvents100${suffix}`]: ratio(events100?.time, events1?.time),
    [`growConnections10${suffix}`]: ratio(events1?.rate, connections1?.rate),
    [`growConnections100${suffix}`]: ratio(connections100?.rate, connections1?.rate),
  };
}
