import type { AcceptedEvent, EventFamily } from "./events.ts";
import type { Outgoing } from "./outgoing.ts";

/** How large a batch may grow. */
export interface BatchLimits {
  /** Most events in a batch of each family. */
  events: Readonly<Record<EventFamily, number>>;
  /** Most bytes of a batch as JSON; an event that is larger goes alone. */
  bytes: number;
}

/** Gathers events of each family until a batch is full. */
export interface OpenBatches {
  /**
   * Puts an event into its family's batch; one whose key is in it already waits for what becomes of that one. No batch
   * holds two events with one id, because answers name events by their ids alone.
   *
   * @returns The batches that are full now, none to two.
   */
  add(one: Outgoing): Outgoing[][];
  /** Closes a family's batch, if it is open. */
  take(family: EventFamily): Outgoing[][];
  /** Closes all batches. */
  takeAll(): Outgoing[][];
  /** The open batch of a family, if there is one, to be told from later ones. */
  get(family: EventFamily): object | undefined;
}

/** A batch that still grows. */
interface OpenBatch {
  length: number;
  /** Events and their twins. */
  count: number;
  events: Outgoing[];
  /** Those whose ids are the caller's. */
  byId: Map<string, Outgoing>;
}

const none: Outgoing[][] = [];

/**
 * Opens a batch for each family as its events come.
 *
 * @param opened Told of each batch that is open now. Default: nobody is.
 */
export function gatherBatches(
  { events: mostEvents, bytes }: BatchLimits,
  opened?: (family: EventFamily, batch: object) => void,
): OpenBatches {
  const open = new Map<EventFamily, OpenBatch>();
  return {
    add(one) {
      const { family, type, id } = one.key;
      let batch = open.get(family) ?? start(family);
      const same = one.hasNewId ? undefined : batch.byId.get(id);
      const isTwin = same?.key.type === type;
      const length = roughLength(one.event);
      let full = none;
      if (!isTwin && (same !== undefined || batch.length + length > bytes)) {
        full = take(family);
        batch = start(family);
      }
      batch.length += length;
      batch.count++;
      if (isTwin) (same.twins ??= []).push(one);
      else {
        batch.events.push(one);
        if (!one.hasNewId) batch.byId.set(id, one);
      }
      return batch.count < mostEvents[family] ? full : [...full, ...take(family)];
    },
    take,
    takeAll: () => [...open.keys()].flatMap(take),
    get: (family) => open.get(family),
  };

  function take(family: EventFamily): Outgoing[][] {
    const events = open.get(family)?.events ?? [];
    open.delete(family);
    return events.length > 0 ? [events] : none;
  }

  function start(family: EventFamily): OpenBatch {
    const batch = { length: 0, count: 0, events: [], byId: new Map() };
    open.set(family, batch);
    opened?.(family, batch);
    return batch;
  }
}

/** About as long as an event is as JSON; to write each out for it would take half as long as all else done with it. */
function roughLength(event: AcceptedEvent): number {
  const values = "tokens" in event ? event.tokens : event.properties;
  let length = "extraData" in event ? JSON.stringify(event.extraData).length : 0;
  for (const name in values) length += values[name]?.length ?? 0;
  return length;
}
