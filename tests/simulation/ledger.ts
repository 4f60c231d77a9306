import type { LocalEvent } from "../../src/local/mod.ts";
import { numberIn } from "./marker.ts";
import { type Arrival, numbersOf, statedTime } from "./traffic.ts";

/** A rule that the house broke. */
export interface Violation {
  /** Which rule. */
  rule: Rule;
  /** What was found. */
  message: string;
}

/** What has to hold at every step. */
export type Rule =
  | "acknowledged is durable"
  | "called delivered is delivered"
  | "once on a timeline"
  | "the time shown is the time it happened"
  | "the limit is not overrun"
  | "everything settles"
  | "settled once"
  | "bounded"
  | "no fault of ours"
  | "no rejection unhandled"
  | "no timer left over"
  | "it ends when asked to";

interface Entry {
  /** When it may be shown to have happened, from and to, in milliseconds since 1970. */
  windows: [number, number][];
  isAcknowledged: boolean;
  /** What HubSpot was sent it as. */
  shownAs?: string;
}

/** How long a process may take from a request's coming to the time that it stamps, in milliseconds. */
const longestStampMs = 120_000;

/** What was sent, what was acknowledged, and what HubSpot shows: the other side's books, against which the house is held. */
export class Ledger {
  readonly #entries = new Map<number, Entry>();
  #violation: Violation | undefined;

  /** The first rule that was broken. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  /** Writes down that a rule was broken; the first one counts. */
  violate(rule: Rule, message: string): void {
    this.#violation ??= { rule, message };
  }

  /** A request comes to a process whose clock says `now`. */
  arrived(
    arrival: Arrival,
    { happened, sent, now }: { happened: number; sent: number; now: number },
  ): void {
    const stated = statedTime(arrival, happened);
    for (const number of numbersOf(arrival)) {
      const { windows } = this.#entry(number);
      if (stated === undefined) windows.push([now, now + longestStampMs]);
      else windows.push([stated, stated]);
      // Where a Segment sender's clock is off, its times are moved to the forwarder's.
      const moved = now - (sent - happened);
      if (arrival.source === "segment") windows.push([moved - longestStampMs, moved]);
    }
  }

  /** The senders of these events were told that they are taken. */
  acknowledged(numbers: readonly number[]): void {
    for (const number of numbers) this.#entry(number).isAcknowledged = true;
  }

  /** Whether somebody was told that it is taken. */
  isAcknowledged(number: number): boolean {
    return this.#entry(number).isAcknowledged;
  }

  /** Every event of which somebody was told that it is taken. */
  allAcknowledged(): number[] {
    return [...this.#entries].flatMap(([number, entry]) => entry.isAcknowledged ? [number] : []);
  }

  /** Whether HubSpot shows it. */
  isShown(number: number): boolean {
    return this.#entries.get(number)?.shownAs !== undefined;
  }

  /** HubSpot takes an event. */
  shown({ family, type, id, time, properties }: LocalEvent): void {
    const number = numberIn(JSON.stringify(properties));
    if (number === undefined) return;
    const entry = this.#entry(number);
    const name = `${family} ${type} ${id}`;
    entry.shownAs ??= name;
    if (entry.shownAs !== name) {
      this.violate("once on a timeline", `${number} is there as ${entry.shownAs} and as ${name}`);
    }
    const at = Date.parse(time);
    if (entry.windows.some(([from, to]) => from <= at && at <= to)) return;
    const windows = entry.windows.map((window) => window.map(iso).join(" to ")).join(", ");
    this.violate(
      "the time shown is the time it happened",
      `${number} is shown at ${time} and not in ${windows}`,
    );
  }

  #entry(number: number): Entry {
    const known = this.#entries.get(number);
    if (known !== undefined) return known;
    const entry: Entry = { windows: [], isAcknowledged: false };
    this.#entries.set(number, entry);
    return entry;
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
