import type { LocalHubSpot } from "../../src/local/mod.ts";
import type { FetchInit } from "../../src/transport/deps.ts";
import type { Clock } from "./clock.ts";
import { type Life, never } from "./life.ts";
import { numbersIn } from "./marker.ts";
import type { Random } from "./random.ts";

/**
 * What a way does with a request: `refused`, nobody answers there; `lost`, the connection breaks before the request is
 * there; `answer_lost`, it breaks when the request was carried out; `hang`, nothing comes, and the request never arrives;
 * `answer_hang`, nothing comes, though it was carried out; `slow`, it takes `ms` milliseconds more each way; `late`, the
 * same, and whoever sent it and gave up has it carried out all the same; `twice`, the request arrives a second time.
 */
export interface LinkFault {
  /** Which way. */
  way: "to_forwarder" | "to_hubspot";
  /** What happens. */
  effect: "refused" | "lost" | "answer_lost" | "hang" | "answer_hang" | "slow" | "late" | "twice";
  /** How much longer it takes, in milliseconds, for `slow` and `late`. */
  ms: number;
  /** Share of the requests that it strikes, from 0 to 1. */
  share: number;
}

/** A request of the forwarder that has come to HubSpot. */
export interface HubSpotArrival {
  /** The process that sent it. */
  life: Life;
  /** Path and query. */
  path: string;
  /** The body. */
  body: string;
  /** Whether its sender still waits for the answer, and sent it as often as it comes. */
  isOwn: boolean;
}

/** What the network is laid between. */
export interface NetworkOptions {
  /** The time. */
  clock: Clock;
  /** Decides how long everything takes, and what faults strike. */
  random: Random;
  /** Answers as HubSpot does. */
  hubspot: Pick<LocalHubSpot, "fetch">;
  /** Told of each request when it comes to HubSpot. */
  onArrival(arrival: HubSpotArrival): void;
  /** Told of each request that HubSpot has answered, and with which status. */
  onAnswer(arrival: HubSpotArrival, status: number): void;
}

/** What the forwarder's process does with a request. */
export type Handler = (request: Request) => Promise<Response>;

/** The ways between senders, forwarder and HubSpot. */
export class Network {
  readonly #options: NetworkOptions;
  #faults: (LinkFault & { until: number })[] = [];
  readonly #sent = new Map<string, number>();
  readonly #inFlight = new WeakMap<Life, number>();

  /** Lays the ways. */
  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** Has a fault strike until a time. */
  strike(fault: LinkFault, until: number): void {
    this.#faults.push({ ...fault, until });
  }

  /** Ends all faults. */
  mend(): void {
    this.#faults = [];
  }

  /** How many requests to HubSpot a process has under way. */
  inFlight(life: Life): number {
    return this.#inFlight.get(life) ?? 0;
  }

  /** `fetch`, as one process of the forwarder has it. */
  fetchOf(life: Life): (url: string, init: FetchInit) => Promise<Response> {
    return async (url, init) => {
      if (!life.goesOn()) return await never();
      const connection = new AbortController();
      const stopListening = life.onEnd(() => connection.abort());
      const hangUp = () => connection.abort(init.signal.reason);
      init.signal.addEventListener("abort", hangUp, { once: true });
      this.#inFlight.set(life, this.inFlight(life) + 1);
      let arrivals = 0;
      const carryOut = async () => {
        const { body = "" } = init;
        const path = url.replace(/^https?:\/\/[^/]+/, "");
        const isAwaited = !connection.signal.aborted;
        const arrival = { life, path, body, isOwn: isAwaited && ++arrivals === 1 };
        this.#options.onArrival(arrival);
        const { signal } = isAwaited ? connection : new AbortController();
        const request = new Request(url, { ...init, signal });
        const response = await this.#options.hubspot.fetch(request);
        this.#options.onAnswer(arrival, response.status);
        return response;
      };
      try {
        const response = await untilAborted(
          this.#carry(carryOut, {
            way: "to_hubspot",
            what: `${url} ${numbersIn(init.body ?? "")}`,
            signal: connection.signal,
            isRepeatable: true,
          }),
          connection.signal,
        );
        return life.goesOn() ? response : await never();
      } catch (error) {
        return life.goesOn() ? Promise.reject(error) : await never();
      } finally {
        this.#inFlight.set(life, this.inFlight(life) - 1);
        stopListening();
        init.signal.removeEventListener("abort", hangUp);
      }
    };
  }

  /** Carries a request of a sender to the forwarder, if there is one; rejects where no answer comes in time. */
  async post(
    handler: () => Handler | undefined,
    { url, isRepeatable, ...init }: { url: string; isRepeatable: boolean } & RequestInit,
  ): Promise<Response> {
    const patience = new AbortController();
    const carryOut = async () => {
      const handle = handler();
      if (handle === undefined) throw new TypeError("connection refused");
      return await handle(new Request(url, { ...init, signal: patience.signal }));
    };
    const owner = {};
    this.#options.clock.sleep(30_000, { owner, signal: patience.signal })
      .then(() => patience.abort());
    try {
      const what = `${url} ${numbersIn(String(init.body))}`;
      const { signal } = patience;
      const carried = this.#carry(carryOut, {
        way: "to_forwarder",
        what,
        signal,
        isRepeatable,
      });
      return await untilAborted(carried, patience.signal);
    } finally {
      patience.abort();
    }
  }

  /** Rejections of what nobody waits for any more are nobody's. */
  async #carry(
    carryOut: () => Promise<Response>,
    { way, what, signal, isRepeatable }: Carriage,
  ): Promise<Response> {
    const { clock } = this.#options;
    const random = this.#randomOf(`${way} ${what}`);
    const now = clock.now();
    const strikes = this.#faults.filter((fault) =>
      fault.way === way && now < fault.until && random.chance(fault.share)
    );
    const has = (effect: LinkFault["effect"]) => strikes.some((fault) => fault.effect === effect);
    const travel = async () => {
      const extra = strikes.reduce((sum, fault) => sum + (isSlow(fault) ? fault.ms : 0), 0);
      await clock.sleep(random.whole(1, 40) + extra, { owner: this });
    };
    if (has("refused")) throw new TypeError("connection refused");
    await travel();
    if (has("lost")) throw new TypeError("connection reset");
    if (has("hang")) return await never();
    if (signal.aborted && !has("late")) throw new TypeError("connection closed");
    const response = await carryOut();
    // No proxy repeats what nothing marks as the same.
    if (has("twice") && isRepeatable) await carryOut();
    await travel();
    if (has("answer_lost")) throw new TypeError("connection reset");
    return has("answer_hang") ? await never() : response;
  }

  /** What befalls a request hangs on what it is, and not on what else is sent: so a shorter schedule stays like the long one. */
  #randomOf(what: string): Random {
    const count = this.#sent.get(what) ?? 0;
    this.#sent.set(what, count + 1);
    return this.#options.random.fork(`${what} ${count}`);
  }
}

interface Carriage {
  way: LinkFault["way"];
  what: string;
  signal: AbortSignal;
  isRepeatable: boolean;
}

function isSlow({ effect }: LinkFault): boolean {
  return effect === "slow" || effect === "late";
}

/** What comes of a promise, unless the signal aborts before. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason ?? new TypeError("aborted"));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
