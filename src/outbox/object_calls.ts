import type { AcceptedEvent, EventKey } from "../hubspot/events.ts";
import type { DeadLetters, JournalQuery } from "./journal.ts";
import { OutboxFullError } from "./depth.ts";
import type { EventOrigin } from "./outbox.ts";
import type { DeliveryRecord } from "./sql_outbox.ts";

/** What a Worker asks of its outbox object. Both ends are this package, and nobody else reaches the object. */
export type ObjectCall =
  | { call: "put"; events: readonly AcceptedEvent[]; origin: EventOrigin }
  | { call: "record"; records: readonly DeliveryRecord[] }
  | { call: "process"; limit: number }
  | { call: "list"; query: JournalQuery }
  | { call: "get"; key: EventKey }
  | { call: "find"; id: string }
  | { call: "counts" }
  | { call: "replay"; which: DeadLetters }
  | { call: "drop"; which: DeadLetters }
  | { call: "resume" };

/** What the object answers: the value of the call, or why it failed. */
export type ObjectAnswer<T> = { value: T } | { error: CallFailure };

/** Why a call failed, as JSON. */
export interface CallFailure {
  /** Name of the error's class. */
  name: string;
  /** In words. */
  message: string;
  /** When to try again, in milliseconds from then; where the outbox is full. */
  retryAfterMs?: number;
}

/** Puts an error into JSON. */
export function writeFailure(error: unknown): CallFailure {
  if (error instanceof OutboxFullError) {
    const { name, message, retryAfterMs } = error;
    return { name, message, retryAfterMs };
  }
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: "Error", message: String(error) };
}

/** Makes an error of JSON again, of the class that callers go by. */
export function readFailure({ name, message, retryAfterMs }: CallFailure): Error {
  if (retryAfterMs !== undefined) return new OutboxFullError(retryAfterMs);
  return name === "RangeError" ? new RangeError(message) : new Error(message);
}
