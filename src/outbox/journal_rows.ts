import { type EventAssociation, type HubSpotEvent, isEventFamily } from "../hubspot/events.ts";
import { readHistory } from "./attempts.ts";
import { readEvent, readOrigin } from "./due_rows.ts";
import type { JournalDetail, JournalQuery } from "./journal.ts";
import type { DeliveryState } from "./outbox.ts";
import type { SqlRow } from "./sql_runner.ts";

const states: readonly DeliveryState[] = ["waiting", "delivered", "dead"];

/** Reads a row of the journal. */
export function readDetail(row: SqlRow): JournalDetail {
  const { event } = readEvent(String(row.body));
  return {
    key: {
      // Nothing else is ever written in either column.
      family: isEventFamily(row.family) ? row.family : "custom",
      type: String(row.type),
      id: String(row.id),
    },
    state: states.find((one) => one === row.state) ?? "waiting",
    contact: event === undefined ? {} : contactOf(event),
    origin: readOrigin(row),
    receivedAt: Number(row.received_at),
    ...(typeof row.due_at === "number" ? { dueAt: row.due_at } : {}),
    ...(typeof row.settled_at === "number" ? { settledAt: row.settled_at } : {}),
    attempts: Number(row.attempts),
    history: readHistory(String(row.history)),
    ...(event === undefined ? {} : { event }),
  };
}

/** Says whose timeline an event is for. */
export function contactOf({ email, objectId, utk }: HubSpotEvent): EventAssociation {
  return {
    ...(email === undefined ? {} : { email }),
    ...(objectId === undefined ? {} : { objectId }),
    ...(utk === undefined ? {} : { utk }),
  };
}

/** Makes the test whether a row meets a query; what the query says of the state is left to the caller. */
export function rowFilter(
  { family, type, text = "" }: JournalQuery,
  destination: string,
): (row: SqlRow) => boolean {
  const wanted = text.toLowerCase();
  return (row) => {
    if (row.destination !== destination) return false;
    if (family !== undefined && row.family !== family) return false;
    if (type !== undefined && row.type !== type) return false;
    return [row.id, row.type].some((field) => String(field).toLowerCase().includes(wanted));
  };
}
