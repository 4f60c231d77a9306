import { type ClientOptions, createClient, type HubSpotEvent, type Receipt } from "../../mod.ts";
import type { Fault } from "../../src/local/faults/fault.ts";
import { createLocalHubSpot, type LocalHubSpotOptions } from "../../src/local/mod.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { collect } from "./harness.ts";

/** A client and the Local HubSpot that it sends to, on one virtual clock. */
export function startAgainstLocal(
  { client: options = {}, hubspot = {}, random = () => 0.5 }: {
    client?: Partial<ClientOptions>;
    hubspot?: LocalHubSpotOptions;
    random?: () => number;
  } = {},
) {
  const clock = new VirtualClock();
  const time = { now: clock.now, sleep: clock.sleep, random };
  const local = createLocalHubSpot({ ...hubspot, deps: time });
  const client = createClient({
    accessToken: "pat-na1-test",
    deps: { ...time, fetch: (url, init) => local.fetch(new Request(url, init)) },
    ...options,
  });
  return {
    clock,
    local,
    client,
    /** Sends events while these faults strike. */
    async sendAll(events: readonly HubSpotEvent[], ...faults: Fault[]): Promise<Receipt[]> {
      for (const fault of faults) local.faults.add(fault);
      return await clock.drive(collect(client.sendAll(events)));
    },
    /** Requests that reached the API, each as path and status. */
    requests: () =>
      local.log({ limit: 1_000 }).map(({ method, path, status }) => `${method} ${path} ${status}`),
  };
}
