import { createLocalHubSpot, type LocalHubSpot } from "../../../src/local/mod.ts";

/**
 * What a request meets that is held up while its sender is killed: HubSpot never sees it, sees it when its sender is gone,
 * or has taken it and cannot say so.
 */
export type Fate = "lost" | "late" | "unanswered";

/** A request that is held up. */
export interface HeldRequest {
  /** Token of who sent it; resolves when it has arrived. */
  arrived: Promise<string>;
  /** Lets it meet its fate. */
  release(): void;
}

interface Hold {
  fate: Fate;
  skip: number;
  arrive(token: string): void;
  released: Promise<void>;
}

/** A Local HubSpot that outlives forwarders, and can hold up a request of theirs. */
export class WatchedHubSpot {
  readonly #local: LocalHubSpot = createLocalHubSpot();
  #hold: Hold | undefined;

  /** Holds up a request, after letting so many pass. */
  hold(fate: Fate, skip: number): HeldRequest {
    let arrive = (_token: string) => {};
    let release = () => {};
    const arrived = new Promise<string>((resolve) => arrive = resolve);
    const released = new Promise<void>((resolve) => release = resolve);
    this.#hold = { fate, skip, arrive, released };
    return { arrived, release };
  }

  readonly fetch = async (incoming: Request): Promise<Response> => {
    const { url, method, headers } = incoming;
    // Read before anything is held up: whoever is gone sends no more of it.
    const request = new Request(url, { method, headers, body: await incoming.arrayBuffer() });
    const hold = this.#hold;
    if (hold === undefined || hold.skip-- > 0) return await this.#local.fetch(request);
    this.#hold = undefined;
    const token = headers.get("authorization")?.replace("Bearer ", "") ?? "";
    const answer = hold.fate === "unanswered" ? await this.#local.fetch(request) : undefined;
    hold.arrive(token);
    await hold.released;
    return answer ?? (hold.fate === "late" ? await this.#local.fetch(request) : nothing());
  };

  /** Marks of the events on the timelines, each as often as it is there. */
  marks(): string[] {
    return this.#local.events().map(({ properties }) => String(properties.mark));
  }
}

function nothing(): Response {
  return new Response(null, { status: 503 });
}
