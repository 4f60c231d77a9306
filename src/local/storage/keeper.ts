import type { AccountData } from "./account_data.ts";
import { readAccountData } from "./account_data_schema.ts";
import type { AccountStore } from "./account_store.ts";

/** What is kept. */
export interface Keepable {
  /** All that it holds. */
  snapshot(): AccountData;
  /** Puts data, which must be in order, in place of all that it holds. */
  restore(data: AccountData): void;
}

/** Keeps an account where it is asked to be kept. */
export class Keeper {
  readonly #account: Keepable;
  readonly #store: AccountStore | undefined;
  readonly #initial: AccountData;

  /** Takes over what was kept; a store where nothing ever was gets what the account holds. */
  constructor(account: Keepable, store?: AccountStore) {
    this.#account = account;
    this.#store = store;
    this.#initial = account.snapshot();
    const kept = store?.load();
    if (kept !== undefined) account.restore(kept);
    this.save();
  }

  /** Keeps what has changed; throws an `Error` where it cannot. */
  save(): void {
    this.#store?.save(this.#account.snapshot());
  }

  /** Puts the account back to how it was before anything was taken over. */
  reset(): void {
    this.#account.restore(this.#initial);
    this.save();
  }

  /** Puts data in place of all that the account holds; throws a `TypeError` for what is none. */
  replace(data: unknown): void {
    this.#account.restore(readAccountData(data));
    this.save();
  }
}
