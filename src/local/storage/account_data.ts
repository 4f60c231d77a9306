import type { LocalContact, LocalEvent } from "../records.ts";

/** All that an account holds, as `export` writes it and a file keeps it. */
export interface AccountData {
  /** Version of this form. */
  version: 1;
  /** Contacts, oldest first. */
  contacts: readonly LocalContact[];
  /** Events, in the order in which they were taken. */
  events: readonly LocalEvent[];
}

/** How the records of each collection are told apart; a file keeps exactly these collections. */
export const collections: {
  readonly [K in Exclude<keyof AccountData, "version">]: (
    record: AccountData[K][number],
  ) => string;
} = {
  contacts: ({ id }) => id,
  // Its id is not enough: after a year HubSpot takes the same one again.
  events: ({ sequence }) => String(sequence),
};
