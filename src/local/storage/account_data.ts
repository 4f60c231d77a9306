import type { LocalContact, LocalEvent, Submission } from "../records.ts";

/** All that an account holds, as `export` writes it and a file keeps it. */
export interface AccountData {
  /** Version of this form. */
  version: 1;
  /** Contacts, oldest first. */
  contacts: readonly LocalContact[];
  /** Events, in the order in which they were taken. */
  events: readonly LocalEvent[];
}

/** What makes an event one: HubSpot keeps the ids of each family and type apart. */
export function eventKey({ family, type, id }: Pick<Submission, "family" | "type" | "id">): string {
  return JSON.stringify([family, type, id]);
}

/** How the records of each collection are told apart; a file keeps exactly these collections. */
export const collections: {
  readonly [K in Exclude<keyof AccountData, "version">]: (
    record: AccountData[K][number],
  ) => string;
} = {
  contacts: ({ id }) => id,
  events: eventKey,
};
