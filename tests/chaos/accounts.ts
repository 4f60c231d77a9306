import * as v from "valibot";
import type { AcceptedEvent } from "../../mod.ts";
import type { JournalDetail } from "../../src/outbox/journal.ts";
import type { JournaledOutbox } from "../../src/outbox/outbox.ts";
import { validate } from "../../src/validation/issues.ts";
import type { DeadLetter, ShownEvent } from "./judge.ts";

const exportSchema = v.looseObject({
  contacts: v.array(v.looseObject({ id: v.string(), email: v.exactOptional(v.string()) })),
  events: v.array(v.looseObject({
    contactId: v.exactOptional(v.string()),
    properties: v.record(v.string(), v.string()),
  })),
});

/** Reads from what Local HubSpot exports what stands on whose timeline. */
export function readTimelines(exported: unknown): ShownEvent[] {
  const read = validate(exportSchema, exported);
  if (!read.ok) throw new Error(`Local HubSpot exports something else: ${read.issues[0]?.message}`);
  const { contacts, events } = read.value;
  const emails = new Map(contacts.map(({ id, email }) => [id, email]));
  return events.map(({ contactId, properties }) => ({
    mark: properties.mark ?? "an event without a mark",
    email: contactId === undefined ? undefined : emails.get(contactId),
  }));
}

/** Reads all dead letters of an outbox. */
export async function readDeadLetters(
  { journal }: Pick<JournaledOutbox, "journal">,
): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  let cursor: string | undefined;
  do {
    const place = cursor === undefined ? {} : { cursor };
    const { entries, next } = await journal.list({ state: "dead", limit: 100, ...place });
    for (const { key } of entries) letters.push(readLetter(key.id, await journal.get(key)));
    cursor = next;
  } while (cursor !== undefined);
  return letters;
}

function readLetter(id: string, detail: JournalDetail | undefined): DeadLetter {
  const { event, history = [] } = detail ?? {};
  const values = event === undefined ? {} : valuesOf(event);
  const { code = "", message = "" } = history.at(-1) ?? {};
  return {
    mark: values.mark ?? `a dead letter without a mark: ${id}`,
    reason: message === "" ? "" : `${code}: ${message}`,
  };
}

function valuesOf(event: AcceptedEvent): Readonly<Record<string, string>> {
  return "tokens" in event ? event.tokens : event.properties;
}
