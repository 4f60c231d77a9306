import type { JournaledOutbox } from "../outbox/outbox.ts";
import { openSqliteOutbox, type SqliteOutboxOptions } from "../outbox/sqlite.ts";

/** Name of where events for Local HubSpot go: they never count as sent to HubSpot, nor wait to be. */
const destination = "local";

/**
 * Opens the outbox for Local HubSpot, which forgets everything at its end: what an earlier one was sent must not count
 * as sent to the next, and what still waits is delivered. In memory, each event is forgotten once it is delivered.
 */
export async function openLocalOutbox(
  { path, client }: Pick<SqliteOutboxOptions, "path" | "client">,
): Promise<JournaledOutbox> {
  const options = { path, client, destination };
  if (path === ":memory:") return openSqliteOutbox({ ...options, keepDeliveredDays: 0 });
  const former = openSqliteOutbox({ ...options, keepDeliveredDays: 0 });
  // A round that may deliver nothing forgets some of what was delivered.
  while ((await former.journal.counts()).delivered > 0) await former.process(0);
  await former.close();
  return openSqliteOutbox(options);
}
