import { Dice } from "./dice.ts";

/** How events come in: each way has a sender of its own. */
export type Way =
  | "one event"
  | "array"
  | "lines"
  | "github"
  | "segment"
  | "cloudevents"
  | "webhook";

/** An event that a sender has to tell of. */
export interface SentEvent {
  /** What tells it from all others, whatever becomes of its id. */
  mark: string;
  /** Whose timeline it is for. */
  email: string;
  /** Whether HubSpot will never take it: a dead letter to be. */
  isBad: boolean;
}

/** One request, which its sender repeats until it is acknowledged. */
export interface Shipment {
  /** Its number, from 0. */
  number: number;
  /** How it comes in. */
  way: Way;
  /** What it tells of. */
  events: readonly SentEvent[];
  /** Whether it is sent once more although it was acknowledged, as a sender does that lost the answer. */
  isRepeated: boolean;
}

/** What shipments are made from. */
export interface ShipmentOptions {
  /** Decides everything: the same seed is the same shipments. */
  seed: number;
  /** How many events there are in all. */
  events: number;
  /** Most events in one request. */
  largest: number;
}

/** Ways of which every request tells of one event. */
const single: readonly Way[] = ["github", "webhook", "one event"];

/** Ways of which a request tells of many. */
const many: readonly Way[] = ["array", "lines", "segment", "cloudevents"];

/** Ways of events in HubSpot's own words, which HubSpot may refuse. */
const own: readonly Way[] = ["one event", "array", "lines"];

/** Share of the requests that tell of many events. */
const manyShare = 0.4;

/** Share of the events in HubSpot's own words that break a rule of their definition. */
const badShare = 0.01;

const people = 40;

/** Makes the requests of a run. */
export function makeShipments({ seed, events, largest }: ShipmentOptions): Shipment[] {
  const dice = new Dice(seed + 1);
  const shipments: Shipment[] = [];
  for (let made = 0; made < events;) {
    const number = shipments.length;
    const way = dice.happens(manyShare) ? dice.pick(many) : dice.pick(single);
    const wanted = many.includes(way) ? dice.whole(1, largest) : 1;
    const size = Math.min(wanted, events - made);
    const shipment = makeShipment(number, { way, size, isRepeated: dice.happens(0.1) });
    shipments.push(own.includes(way) ? withBadOnes(shipment, dice) : shipment);
    made += size;
  }
  return shipments;
}

/** Makes one request, as one of those that ask whether the forwarder takes anything. */
export function makeShipment(
  number: number,
  { way, size, isRepeated }: Pick<Shipment, "way" | "isRepeated"> & { size: number },
): Shipment {
  const events = Array.from({ length: size }, (_, index) => ({
    mark: `mark-${number}-${index}`,
    email: personOf(number + index),
    isBad: false,
  }));
  return { number, way, events, isRepeated };
}

function withBadOnes(shipment: Shipment, dice: Dice): Shipment {
  const events = shipment.events.map((event) => ({ ...event, isBad: dice.happens(badShare) }));
  return { ...shipment, events };
}

/** The addresses of all people. */
export const everybody: readonly string[] = Array.from(
  { length: people },
  (_, number) => personOf(number),
);

function personOf(number: number): string {
  return `person${number % people}@example.com`;
}
