import { orderEvent } from "./events.ts";
import { load, WireConnection } from "./load.ts";
import { eventsRequest, oneEventRequest } from "./requests.ts";

/** Connections that events come over. */
const connections = 20;

/** A HubSpot that knows when each event was sent to the forwarder, and notes how long it took to come here. */
export class Arrivals implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #sentAt = new Map<string, number>();
  #latencies: number[] = [];
  #count = 0;
  #sent = 0;

  /** Begins to listen. */
  constructor() {
    const address = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
    this.#server = Deno.serve(address, (request) => this.#take(request));
  }

  /** Where it listens. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** How many events a server has here in a second, of as many as it is sent. */
  async rateOf(port: number, milliseconds: number): Promise<number> {
    const before = this.#count;
    const started = performance.now();
    const { answers } = await load(port, eventsRequest(1), { connections, milliseconds });
    while (this.#count < before + answers) await pause(1);
    return answers / (performance.now() - started) * 1_000;
  }

  /** How long events take to come here at so many a second, in milliseconds. */
  async latenciesAt(
    port: number,
    { rate, milliseconds }: { rate: number; milliseconds: number },
  ): Promise<number[]> {
    this.#latencies = [];
    const interval = connections / rate * 1_000;
    const started = performance.now();
    await Promise.all(
      Array.from({ length: connections }, (_, place) =>
        this.#send(port, {
          first: started + place / connections * interval,
          interval,
          end: started + milliseconds,
        })),
    );
    while (this.#sentAt.size > 0) await pause(1);
    return this.#latencies;
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #send(
    port: number,
    { first, interval, end }: { first: number; interval: number; end: number },
  ): Promise<void> {
    using connection = await WireConnection.open(port);
    for (let at = first; at < end; at += interval) {
      const early = at - performance.now();
      if (early > 0) await pause(early);
      const uuid = `event-${this.#sent++}`;
      this.#sentAt.set(uuid, performance.now());
      await connection.exchange(oneEventRequest({ ...orderEvent(this.#sent), uuid }));
    }
  }

  async #take(request: Request): Promise<Response> {
    const body = await request.json();
    const events: { uuid?: string }[] = body.inputs ?? [body];
    const now = performance.now();
    this.#count += events.length;
    for (const { uuid = "" } of events) {
      const sentAt = this.#sentAt.get(uuid);
      if (sentAt !== undefined) this.#latencies.push(now - sentAt);
      this.#sentAt.delete(uuid);
    }
    return new Response(null, { status: 204 });
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
