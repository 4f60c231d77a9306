import type { EventFamily } from "../../hubspot/events.ts";
import type { LocalEvent, Submission } from "../records.ts";

/** What tells an event from every other of its time. */
export type EventId = Pick<Submission, "family" | "type" | "id">;

/** The events of an account, in the order in which they were taken. Events are replaced, never changed. */
export class EventLog {
  readonly #events = new Map<number, LocalEvent>();
  readonly #latest = new Map<string, number>();

  /** All events, in the order in which they were taken. */
  all(): LocalEvent[] {
    return [...this.#events.values()];
  }

  /** The event that was last taken with this family, type and id. */
  find(event: EventId): LocalEvent | undefined {
    const sequence = this.#latest.get(keyOf(event));
    return sequence === undefined ? undefined : this.#events.get(sequence);
  }

  /** Adds an event. A timeline event takes the place of the one that had its id before. */
  add(event: LocalEvent): void {
    const key = keyOf(event);
    const before = this.#latest.get(key);
    if (before !== undefined && event.family === "timeline") this.#events.delete(before);
    this.#events.set(event.sequence, event);
    this.#latest.set(key, event.sequence);
  }

  /** Puts the events that wait for this cookie on a contact's timeline. */
  show(utk: string, contactId: string): void {
    for (const [sequence, event] of this.#events) {
      if (event.contactId !== undefined || event.objectId !== undefined) continue;
      if (event.utk === utk) this.#events.set(sequence, { ...event, contactId });
    }
  }

  /** Puts these events in place of all there are. */
  restore(events: readonly LocalEvent[]): void {
    this.#events.clear();
    this.#latest.clear();
    for (const event of events.toSorted((a, b) => a.sequence - b.sequence)) this.add(event);
  }

  /** Removes all events of a type, as HubSpot does with the type. */
  removeType(family: EventFamily, type: string): void {
    for (const [sequence, event] of this.#events) {
      if (event.family !== family || event.type !== type) continue;
      this.#events.delete(sequence);
      this.#latest.delete(keyOf(event));
    }
  }
}

function keyOf({ family, type, id }: EventId): string {
  return JSON.stringify([family, type, id]);
}
