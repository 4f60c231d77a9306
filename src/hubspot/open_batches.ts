import type { EventFamily } from "./events.ts";
import type { Outgoing } from "./outgoing.ts";

/** How large a batch may grow. */
export interface BatchLimits {
  /** Most events in a batch of each family. */
  events: Readonly<Record<EventFamily, number>>;
  /** Most bytes of a batch; an event that is larger goes alone. */
  bytes: number;
}

/** A batch that still grows. */
interface OpenBatch {
  bytes: number;
  byId: Map<string, Outgoing>;
}

/** Gathers events of each family until a batch is full. */
export class OpenBatches {
  readonly #limits: BatchLimits;
  readonly #open = new Map<EventFamily, OpenBatch>();

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  /**
   * Puts an event into its family's batch; one that is in it already only gets a second receipt. No batch holds two
   * events with one id, because answers name events by their ids alone.
   *
   * @returns The batches that are full now, none to two.
   */
  add(one: Outgoing): Outgoing[][] {
    const { family, type, id } = one.key;
    const open = this.#open.get(family);
    const same = open?.byId.get(id);
    if (same?.key.type === type) {
      (same.twins ??= []).push(one.index);
      return [];
    }
    const bytes = byteLength(one.json);
    const isFull = same !== undefined || (open?.bytes ?? 0) + bytes > this.#limits.bytes;
    const full = isFull ? this.take(family) : [];
    const batch = this.#open.get(family) ?? { bytes: 0, byId: new Map() };
    this.#open.set(family, batch);
    batch.bytes += bytes;
    batch.byId.set(id, one);
    return batch.byId.size < this.#limits.events[family] ? full : [...full, ...this.take(family)];
  }

  /** Closes a family's batch, if it is open. */
  take(family: EventFamily): Outgoing[][] {
    const batch = this.#open.get(family);
    this.#open.delete(family);
    return batch === undefined ? [] : [[...batch.byId.values()]];
  }

  /** Closes all batches. */
  takeAll(): Outgoing[][] {
    return [...this.#open.keys()].flatMap((family) => this.take(family));
  }

  /** The open batch of a family, if there is one, to be told from later ones. */
  get(family: EventFamily): object | undefined {
    return this.#open.get(family);
  }
}

/** Size in UTF-8, without encoding a text that is plain ASCII. */
function byteLength(text: string): number {
  return /[^ -~]/.test(text) ? new TextEncoder().encode(text).length : text.length;
}
