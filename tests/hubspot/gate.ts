import {
  type ClientOptions,
  createClient,
  type Fetch,
  type HubSpotEvent,
  type Receipt,
} from "../../mod.ts";
import { asSent, inProcess, type InProcessOptions } from "../support/local_hubspot.ts";
import type { Sent } from "../support/recording_fetch.ts";
import { idle } from "../support/virtual_clock.ts";
import { inputsOf } from "./harness.ts";

/** A client whose requests wait before Local HubSpot until they are let through, each when a test says so. */
export function startGated(options: Partial<ClientOptions> = {}, around: InProcessOptions = {}) {
  const { clock, local, deps } = inProcess(around);
  const sent: Sent[] = [];
  const passes = new Map<number, () => Promise<void>>();
  const fetch: Fetch = (url, init) => {
    const place = sent.push(asSent(url, init)) - 1;
    return new Promise((resolve, reject) => {
      init.signal.addEventListener("abort", () => reject(init.signal.reason));
      passes.set(place, () => deps.fetch(url, init).then(resolve, reject));
    });
  };
  const client = createClient({ accessToken: "t", deps: { ...deps, fetch }, ...options });
  const receipts: Receipt[] = [];
  return {
    clock,
    local,
    client,
    sent,
    receipts,
    /** How many events each request has in its batch; none where it is of a single one. */
    sizes: () => sent.map((one) => inputsOf(one).length),
    /** Sends events, and keeps their receipts as they come. */
    async sendAll(
      events: Iterable<HubSpotEvent> | AsyncIterable<HubSpotEvent>,
      signal?: AbortSignal,
    ): Promise<void> {
      const call = client.sendAll(events, signal === undefined ? {} : { signal });
      for await (const receipt of call) receipts.push(receipt);
    },
    /**
     * Lets requests through, one after the other, each to its answer and all that follows from it: those with these
     * places, or all that wait.
     */
    async pass(...places: number[]): Promise<void> {
      for (const place of places.length > 0 ? places : [...passes.keys()]) {
        await passes.get(place)?.();
        passes.delete(place);
        await idle();
      }
    },
  };
}
