import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Client } from "../hubspot/client.ts";
import type { ForgettingOutbox } from "../outbox/outbox.ts";
import { openPostgresOutbox } from "../outbox/postgres.ts";
import {
  openPostgresAddressBook,
  type PostgresAddressBook,
} from "../outbox/postgres_address_book.ts";
import { openSqliteOutbox } from "../outbox/sqlite.ts";
import { openSqliteAddressBook, type SqliteAddressBook } from "../outbox/sqlite_address_book.ts";
import { opening } from "./opening.ts";
import type { Settings } from "./settings.ts";

/** Name of where events for Local HubSpot go: they never count as sent to HubSpot, nor wait to be. */
const localDestination = "local";

/** In memory, each event of Local HubSpot's is forgotten once it is delivered. */
const memory = ":memory:";

/**
 * Opens the outbox that the settings choose. Where there is no token for HubSpot it is Local HubSpot's, which has
 * nothing at its start: what an earlier one was sent does not count as sent, and what still waits is delivered.
 *
 * @throws {SettingsError} If it cannot be opened.
 */
export async function openOutbox(
  settings: Pick<Settings, "database" | "databaseUrl" | "accessToken" | "hubSpotUrl">,
  client: Pick<Client, "sendAll">,
): Promise<ForgettingOutbox> {
  const { database, databaseUrl, accessToken, hubSpotUrl } = settings;
  const isLocal = accessToken === undefined;
  const destination = isLocal ? localDestination : new URL(hubSpotUrl).host;
  const outbox = databaseUrl === undefined
    ? await opening("HUBLINE_DB", async () => {
      if (database !== memory) await mkdir(dirname(database), { recursive: true });
      const keep = isLocal && database === memory ? { keepDeliveredDays: 0 } : {};
      return openSqliteOutbox({ path: database, client, destination, ...keep });
    })
    : await opening(
      "DATABASE_URL",
      () => openPostgresOutbox({ database: databaseUrl, client, destination }),
    );
  if (isLocal) await outbox.forgetDelivered();
  return outbox;
}

/**
 * Opens the address book of Segment's source, which is where the outbox is.
 *
 * @throws {SettingsError} If it cannot be opened.
 */
export async function openAddresses(
  { database, databaseUrl }: Pick<Settings, "database" | "databaseUrl">,
): Promise<SqliteAddressBook | PostgresAddressBook> {
  return databaseUrl === undefined
    ? await opening("HUBLINE_DB", () => openSqliteAddressBook({ path: database }))
    : await opening("DATABASE_URL", () => openPostgresAddressBook({ database: databaseUrl }));
}

/** Where the outbox is, in words without a password. */
export function placeOfOutbox(
  { database, databaseUrl }: Pick<Settings, "database" | "databaseUrl">,
): string {
  if (databaseUrl === undefined) return database;
  const { host, pathname, searchParams } = new URL(databaseUrl);
  return `Postgres, ${searchParams.get("host") ?? host}${pathname}`;
}
