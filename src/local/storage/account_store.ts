import type { AccountData } from "./account_data.ts";

/** Where an account is kept beyond the life of its process. */
export interface AccountStore {
  /** What is kept; missing where nothing was ever. Throws an `Error` where it cannot be read. */
  load(): AccountData | undefined;
  /**
   * Keeps what has changed since, in one transaction: when this returns, it survives the end of the process. Throws an
   * `Error` where it cannot be written; then nothing of it is kept, and saving again tries all of it again.
   */
  save(data: AccountData): void;
  /** Lets go of it. */
  close(): void;
}
