import { createClient } from "../../mod.ts";
import { appEvent } from "./events.ts";
import { EventClock } from "./event_clock.ts";

/** HubSpot's limit for an OAuth app. */
const [limit, intervalMs] = [110, 10_000];

/** How long the traffic is watched. */
const minutes = 10;

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
 * Sends as many events as the client lets through for ten minutes of virtual time, against a server that takes 110
 * requests in any ten seconds. The same numbers come out at every run.
 *
 * @param latency Gives the time that a request takes, there and back, in milliseconds, from a number from 0 to 1.
 */
export async function sendUnderLimit(latency: (chance: number) => number): Promise<Traffic> {
  const clock = new EventClock();
  const random = seeded(1);
  const end = clock.now() + minutes * 60_000;
  const arrivals: number[] = [];
  const traffic = { taken: 0, refused: 0, allowed: minutes * 60_000 / intervalMs * limit };

  const client = createClient({
    accessToken: "secret-token",
    deps: { fetch, now: clock.now, sleep: clock.sleep, random, uuid: () => "an-id" },
  });
  await clock.drive(Promise.all(Array.from({ length: senders }, sendUntilEnd)));
  return traffic;

  async function sendUntilEnd(): Promise<void> {
    while (clock.now() < end) await client.send(appEvent());
  }

  /** Somewhere between its sending and its answer a request is counted. */
  async function fetch(): Promise<Response> {
    const total = latency(random());
    const there = total * random();
    await clock.sleep(there);
    const answer = count();
    await clock.sleep(total - there);
    return answer;
  }

  function count(): Response {
    const now = clock.now();
    while (arrivals[0] !== undefined && arrivals[0] <= now - intervalMs) arrivals.shift();
    const isTaken = arrivals.length < limit;
    if (isTaken) arrivals.push(now);
    if (now < end) traffic[isTaken ? "taken" : "refused"]++;
    return new Response(null, {
      status: isTaken ? 204 : 429,
      headers: {
        "x-hubspot-ratelimit-max": String(limit),
        "x-hubspot-ratelimit-remaining": String(limit - arrivals.length),
        "x-hubspot-ratelimit-interval-milliseconds": String(intervalMs),
      },
    });
  }
}

/** A generator of numbers from 0 up to 1 that are the same at every run (Park and Miller). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = state * 48_271 % 2_147_483_647) / 2_147_483_647;
}
