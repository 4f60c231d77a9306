/** An e-mail address and what it is remembered by. */
export interface AddressEntry {
  /** Who: `user:` and a user id, or `anonymous:` and an anonymous id. */
  key: string;
  /** The address. */
  email: string;
}

/** Remembers the e-mail addresses of people whom a sender otherwise names by an id. */
export interface AddressBook {
  /** The address that was put last under a key; nothing where there is none, or none any more. */
  get(key: string): Promise<string | undefined>;
  /** Resolves when all entries are remembered, as far as the book remembers; rejects if none is. */
  put(entries: readonly AddressEntry[]): Promise<void>;
}

/** Settings of {@linkcode addressBookInMemory}. */
export interface MemoryAddressBookOptions {
  /** Most addresses; the least recently used goes first. Default: 100,000, some 20 MB. */
  maxEntries?: number;
}

/**
 * An address book that lasts as long as the process.
 *
 * Throws a `RangeError` where `maxEntries` is no whole number from 1.
 */
export function addressBookInMemory(options: MemoryAddressBookOptions = {}): AddressBook {
  const { maxEntries = 100_000 } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw new RangeError(
      `Cannot make the address book: maxEntries must be a whole number from 1, is ${maxEntries}`,
    );
  }
  // A Map keeps the order in which keys came: what is used goes to its end.
  const addresses = new Map<string, string>();
  const use = (key: string, email: string) => {
    addresses.delete(key);
    addresses.set(key, email);
  };
  return {
    get(key) {
      const email = addresses.get(key);
      if (email !== undefined) use(key, email);
      return Promise.resolve(email);
    },
    put(entries) {
      for (const { key, email } of entries) {
        use(key, email);
        const [oldest] = addresses.keys();
        if (addresses.size > maxEntries && oldest !== undefined) addresses.delete(oldest);
      }
      return Promise.resolve();
    },
  };
}
