import { createClient, type FetchInit } from "../../mod.ts";
import { createLocalHubSpot } from "../../src/local/mod.ts";
import { appEvent } from "./events.ts";
import { EventClock } from "./event_clock.ts";

/** HubSpot's limit for an OAuth app. */
const [limit, intervalMs] = [110, 10_000];

/** More at a time than the limit lets through, so that somebody always waits. */
const senders = 150;

/** What became of the traffic. */
export interface Traffic {
  /** Requests that the server took. */
  taken: number;
  /** Requests that it answered with 429. */
  refused: number;
  /** Requests that it would have taken at most. */
  allowed: number;
}

/**
 * Sends as many events as the client lets through for some minutes of virtual time, to a Local HubSpot that takes 110
 * requests in any ten seconds. The same numbers come out at every run.
 *
 * @param latency Gives the time that a request takes, there and back, in milliseconds, from a number from 0 to 1.
 * @param options How many minutes of virtual time that goes on. Default: 10.
 */
export async function sendUnderLimit(
  latency: (chance: number) => number,
  { minutes = 10 }: { minutes?: number } = {},
): Promise<Traffic> {
  const clock = new EventClock();
  const random = seeded(1);
  const end = clock.now() + minutes * 60_000;
  const time = { now: clock.now, sleep: clock.sleep, random };
  const limits = { requests: limit, intervalMs };
  const local = createLocalHubSpot({ limits, logSize: 0, deps: time });
  const traffic = { taken: 0, refused: 0, allowed: minutes * 60_000 / intervalMs * limit };
  let served = 0;

  const client = createClient({ accessToken: "secret-token", deps: { ...time, fetch } });
  const all = Promise.all(Array.from({ length: senders }, sendUntilEnd));
  await clock.drive(all, { isBusy: () => served > 0 });
  return traffic;

  async function sendUntilEnd(): Promise<void> {
    while (clock.now() < end) await client.send(appEvent());
  }

  /** Somewhere between its sending and its answer a request is counted, at one moment. */
  async function fetch(url: string, init: FetchInit): Promise<Response> {
    const total = latency(random());
    const there = total * random();
    await clock.sleep(there);
    served++;
    const answer = await local.fetch(new Request(url, init));
    if (clock.now() < end) traffic[answer.status === 429 ? "refused" : "taken"]++;
    served--;
    await clock.sleep(total - there);
    return answer;
  }
}

/** A generator of numbers from 0 up to 1 that are the same at every run (Park and Miller). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = state * 48_271 % 2_147_483_647) / 2_147_483_647;
}
