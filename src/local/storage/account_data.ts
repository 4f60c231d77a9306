import type { DeclarationData } from "../declarations/declaration_data.ts";
import type { LocalContact, LocalEvent } from "../records.ts";

/** All that is kept of a Local HubSpot, as `export` writes it and a file keeps it. */
export interface AccountData extends DeclarationData {
  /** Version of this form. */
  version: 1;
  /** Contacts, oldest first. */
  contacts: readonly LocalContact[];
  /** Events, in the order in which they were taken. */
  events: readonly LocalEvent[];
}

/** Names of the collections in {@linkcode AccountData}; a file keeps exactly these. */
export type CollectionName = Exclude<keyof AccountData, "version">;

/** All of them. */
export const collectionNames: readonly CollectionName[] = [
  "contacts",
  "events",
  "templates",
  "appEventTypes",
  "eventDefinitions",
  "spentEventNames",
];
