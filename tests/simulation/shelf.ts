import type { Receipt } from "../../mod.ts";
import type { Ledger } from "./ledger.ts";
import { numberIn } from "./marker.ts";
import type { Settings } from "./schedule.ts";
import type { Disk } from "./storage.ts";

/** What a shelf is watched with. */
export interface ShelfOptions {
  /** How the world is set up. */
  settings: Settings;
  /** What the outbox is kept on. */
  disk: Disk;
  /** Where broken rules are written down. */
  ledger: Ledger;
}

/** Most events of one request here, by which a put may go over the depth. */
const largestPut = 12;

/** Attempts of the schedule. */
const mostAttempts = 8;

/** What stands in the outbox, read beside it. */
export class Shelf {
  readonly #settings: Settings;
  readonly #disk: Disk;
  readonly #ledger: Ledger;
  readonly #settled = new Map<number, string>();
  readonly #direct = new Map<number, Receipt["outcome"]>();

  /** Watches a disk. */
  constructor({ settings, disk, ledger }: ShelfOptions) {
    this.#settings = settings;
    this.#disk = disk;
    this.#ledger = ledger;
  }

  /** What an outbox that delivers at once said of an event. */
  noteDirect(event: string, outcome: Receipt["outcome"]): void {
    const number = numberIn(event);
    // Who was told that it is refused for good knows it, whatever a repeat comes to.
    if (number === undefined || this.#direct.get(number) === "rejected") return;
    this.#direct.set(number, outcome);
  }

  /** Whether an event is where no crash can reach it: in the outbox, at HubSpot, or refused there for good. */
  holds(number: number): boolean {
    if (this.#ledger.isShown(number) || this.#direct.get(number) === "rejected") return true;
    return this.#isDirect ? false : this.#numbers().has(number);
  }

  /** Whether anything waits to be delivered. */
  isAnythingWaiting(): boolean {
    return !this.#isDirect && this.#disk.read(waiting).length > 0;
  }

  /** What waits, for people. */
  describeWaiting(): string {
    return this.#isDirect ? "" : JSON.stringify(this.#disk.read(waiting));
  }

  /** After each commit: nothing settles a second time, and no more waits than the outbox takes. */
  check(): void {
    if (this.#isDirect) return;
    let depth = 0;
    for (const { sequence, state, attempts, history, body } of this.#disk.read(states)) {
      const before = this.#settled.get(Number(sequence));
      if (state === "waiting") {
        depth++;
        // A dead letter that is sent again is new; what was delivered stays delivered.
        if (before === "delivered") this.#violateSettled(sequence, before, state);
        this.#settled.delete(Number(sequence));
        continue;
      }
      if (before !== undefined && before !== state) {
        this.#violateSettled(sequence, before, state);
      }
      this.#settled.set(Number(sequence), String(state));
      const number = numberIn(String(body));
      if (state === "delivered" && number !== undefined && !this.#ledger.isShown(number)) {
        this.#ledger.violate("called delivered is delivered", `${number} is not at HubSpot`);
      }
      if (Number(attempts) > mostAttempts) {
        this.#ledger.violate("bounded", `${sequence} was tried ${attempts} times`);
      }
      if (state === "dead" && !String(history).includes("message")) {
        this.#ledger.violate("everything settles", `${sequence} is dead without a reason`);
      }
    }
    const most = this.#settings.depth + largestPut;
    if (depth >= most) {
      this.#ledger.violate("bounded", `${depth} wait, and the outbox takes ${most} at most`);
    }
  }

  /** Nothing that was acknowledged is lost. */
  checkAcknowledged(): void {
    for (const number of this.#ledger.allAcknowledged()) {
      if (this.holds(number)) continue;
      this.#ledger.violate("acknowledged is durable", `${number} was acknowledged, and is gone`);
    }
  }

  get #isDirect(): boolean {
    return this.#settings.outbox === "direct";
  }

  #numbers(): Set<number | undefined> {
    return new Set(
      this.#disk.read("SELECT body FROM event").map(({ body }) => numberIn(String(body))),
    );
  }

  #violateSettled(sequence: unknown, before: string, state: unknown): void {
    this.#ledger.violate("settled once", `${sequence} was ${before}, and is ${state} now`);
  }
}

const waiting = "SELECT sequence, attempts, due_at, history FROM event WHERE state = 'waiting'";
const states = "SELECT sequence, state, attempts, history, body FROM event";
