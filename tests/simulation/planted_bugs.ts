import type { Client, HubSpotEvent, Receipt } from "../../mod.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import type { Limiter } from "../../src/transport/limiter.ts";
import type { Rule } from "./ledger.ts";
import type { Parts } from "./process.ts";

/** A bug as people make them, behind a port of the house, and the rule that it breaks. */
export interface PlantedBug {
  /** What is wrong. */
  name: string;
  /** The rule by which it has to be found. */
  breaks: Rule;
  /** The first seed that finds it, as `deno task simulate --bugs` says. */
  firstSeed: number;
  /** The parts of the house that have it. */
  parts: Parts;
}

/** What the simulation has to find, or it is worth nothing. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: "an outbox that acknowledges before the commit",
    breaks: "acknowledged is durable",
    firstSeed: 4,
    parts: {
      outbox: (own) =>
        changed(own, {
          put(events, origin) {
            own.put(events, origin).catch(() => {});
            return Promise.resolve({});
          },
        }),
    },
  },
  {
    name: "a forwarder that acknowledges what could not be stored",
    breaks: "acknowledged is durable",
    firstSeed: 22,
    parts: {
      handler: (own) => async (request) => {
        const response = await own(request);
        return response.status === 503 ? new Response("{}", { status: 202 }) : response;
      },
    },
  },
  {
    name: "a client that makes a new id for each attempt",
    breaks: "once on a timeline",
    firstSeed: 7,
    parts: {
      client: (own, { uuid }) => rewriting(own, (event) => withId(event, uuid())),
    },
  },
  {
    name: "a forwarder that does not read the Idempotency-Key",
    breaks: "once on a timeline",
    firstSeed: 9,
    parts: {
      handler: (own) => (request) => {
        const headers = new Headers(request.headers);
        headers.delete("idempotency-key");
        return own(new Request(request, { headers }));
      },
    },
  },
  {
    name: "a client that stamps the time of the attempt",
    breaks: "the time shown is the time it happened",
    firstSeed: 1,
    parts: {
      client: (own, { now }) =>
        rewriting(own, (event) => withTime(event, new Date(now()).toISOString())),
    },
  },
  {
    name: "a limiter that does not count",
    breaks: "the limit is not overrun",
    firstSeed: 2,
    parts: { limiter: () => ({ general: unlimited, customEvents: unlimited }) },
  },
  {
    name: "a limiter that gives a place back when the request is answered",
    breaks: "the limit is not overrun",
    firstSeed: 2,
    parts: {
      limiter: (own) => ({ ...own, customEvents: atOnce(1), general: atOnce(2) }),
    },
  },
  {
    name: "a client that takes silence for success",
    breaks: "called delivered is delivered",
    firstSeed: 9,
    parts: {
      client: (own) =>
        judging(
          own,
          (receipt) =>
            receipt.outcome === "deferred" && receipt.code === "timeout"
              ? { index: receipt.index, outcome: "delivered" }
              : receipt,
        ),
    },
  },
  {
    name: "an outbox that wakes nobody",
    breaks: "everything settles",
    firstSeed: 1,
    parts: { outbox: (own) => changed(own, { onPut: () => () => {} }) },
  },
  {
    name: "a loop that tries again every second while nothing can be settled",
    breaks: "bounded",
    firstSeed: 48,
    parts: {
      outbox: (own, { now }) =>
        changed(own, {
          process: (limit, signal) =>
            own.process(limit, signal).catch(() => ({ receipts: [], nextDueAt: now() + 1_000 })),
        }),
    },
  },
  {
    name: "a schedule without end",
    breaks: "bounded",
    firstSeed: 9,
    parts: { schedule: { delaysMs: new Array<number>(12).fill(60_000) } },
  },
  {
    name: "an outbox that takes whatever comes",
    breaks: "bounded",
    firstSeed: 22,
    parts: { settings: (own) => ({ ...own, depth: 1_000_000 }) },
  },
  {
    name: "a timer that nobody calls off",
    breaks: "no timer left over",
    firstSeed: 1,
    parts: {
      outbox: (own, { sleep }) =>
        changed(own, {
          put(events, origin) {
            sleep(24 * 60 * 60_000);
            return own.put(events, origin);
          },
        }),
    },
  },
  {
    name: "a loop that does not hear that it should end",
    breaks: "it ends when asked to",
    firstSeed: 1,
    parts: {
      outbox: (own, { sleep }) =>
        changed(own, {
          async close() {
            await sleep(60 * 60_000);
            await own.close();
          },
        }),
    },
  },
];

/** An outbox with some of its functions exchanged. */
function changed(own: Outbox, other: Partial<Outbox>): Outbox {
  const { journal } = own;
  return {
    put: (events, origin) => own.put(events, origin),
    process: (limit, signal) => own.process(limit, signal),
    onPut: (listener) => own.onPut(listener),
    close: () => own.close(),
    ...(journal === undefined ? {} : { journal }),
    ...other,
  };
}

/** A client that changes events before it sends them. */
function rewriting(own: Client, rewrite: (event: HubSpotEvent) => HubSpotEvent): Client {
  return {
    ...own,
    async *sendAll(events, options) {
      async function* rewritten() {
        for await (const event of events) yield rewrite(event);
      }
      yield* own.sendAll(rewritten(), options);
    },
  };
}

/** A client that says something else of some events. */
function judging(own: Client, judge: (receipt: Receipt) => Receipt): Client {
  return {
    ...own,
    async *sendAll(events, options) {
      for await (const receipt of own.sendAll(events, options)) yield judge(receipt);
    },
  };
}

function withId(event: HubSpotEvent, id: string): HubSpotEvent {
  return "eventName" in event ? { ...event, uuid: id } : { ...event, id };
}

function withTime(event: HubSpotEvent, time: string): HubSpotEvent {
  return "eventName" in event ? { ...event, occurredAt: time } : { ...event, timestamp: time };
}

const unlimited: Limiter = { enter: () => Promise.resolve({ leave() {} }) };

/** Counts only those that are under way, as a pool of connections does. */
function atOnce(limit: number): Limiter {
  let open = 0;
  const waiting: (() => void)[] = [];
  return {
    async enter() {
      while (open >= limit) await new Promise<void>((resolve) => void waiting.push(resolve));
      open++;
      return {
        leave() {
          open--;
          waiting.shift()?.();
        },
      };
    },
  };
}
