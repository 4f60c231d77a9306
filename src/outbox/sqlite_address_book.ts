/**
 * An address book in the outbox's SQLite file, for Deno, Node 22.13 and later, and Bun: what a Segment `identify` told of
 * somebody's address outlives the process.
 *
 * ```ts
 * import { openSqliteAddressBook } from "@hubline/timeline/outbox/sqlite_address_book";
 * import { segment } from "@hubline/timeline/sources/segment";
 *
 * const addresses = openSqliteAddressBook({ path: ":memory:" }); // the path of the outbox, to keep them
 * const source = segment({ writeKey: "a-write-key-of-your-own", addresses });
 *
 * // When the process is asked to end:
 * await addresses.close();
 * ```
 *
 * @module
 */
import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { AddressBook, AddressEntry } from "../sources/segment/address_book.ts";
import { guarded } from "../transport/guarded.ts";

export type { AddressBook, AddressEntry } from "../sources/segment/address_book.ts";

/** Settings of an address book in SQLite. */
export interface SqliteAddressBookOptions {
  /** Path of the database file, made when missing; its folder must exist. `:memory:` keeps nothing. */
  path: string;
  /** Most addresses; the one that was told longest ago goes first. Default: 1,000,000, some 100 MB. */
  maxEntries?: number;
}

/** An address book that has a file open. */
export interface SqliteAddressBook extends AddressBook {
  /** Closes the file. */
  close(): Promise<void>;
}

/** The sequence grows with each address that is told, so that it is also the order in which they go. */
const schema = `
CREATE TABLE IF NOT EXISTS address (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL
) STRICT`;

/** Parameters: key. */
const selectAddress = "SELECT email FROM address WHERE key = ?";

/** A row that changes gets a new sequence. Parameters: key, email. */
const replaceAddress = "INSERT OR REPLACE INTO address (key, email) VALUES (?, ?)";

/** Parameters: most rows. */
const deleteOldest = `
DELETE FROM address WHERE sequence <= (SELECT MAX(sequence) FROM address) - ?`;

/**
 * Opens an address book in an SQLite file, which may be an outbox's.
 *
 * @throws {Error} If the file cannot be opened or is no database.
 * @throws {RangeError} If `maxEntries` is no whole number from 1.
 */
export function openSqliteAddressBook(options: SqliteAddressBookOptions): SqliteAddressBook {
  const { path, maxEntries = 1_000_000 } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw new RangeError(
      `Cannot open the address book: maxEntries must be a whole number from 1, is ${maxEntries}`,
    );
  }
  return new SqliteBook(path, maxEntries);
}

class SqliteBook implements SqliteAddressBook {
  readonly #database: DatabaseSync;
  readonly #statements: Record<"select" | "replace" | "deleteOldest", StatementSync>;
  readonly #maxEntries: number;

  constructor(path: string, maxEntries: number) {
    // The file holds people's addresses. SQLite gives its side files the same permissions.
    if (path !== ":memory:" && path !== "") closeSync(openSync(path, "a", 0o600));
    const database = new DatabaseSync(path);
    // First of all, because switching to WAL needs a lock that another connection may hold.
    database.exec("PRAGMA busy_timeout = 5000");
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    database.exec(schema);
    this.#database = database;
    this.#maxEntries = maxEntries;
    this.#statements = {
      select: database.prepare(selectAddress),
      replace: database.prepare(replaceAddress),
      deleteOldest: database.prepare(deleteOldest),
    };
  }

  // deno-lint-ignore require-await -- an error must come as a rejection, as from every other address book
  async get(key: string): Promise<string | undefined> {
    const email = this.#statements.select.get(key)?.email;
    return typeof email === "string" ? email : undefined;
  }

  async put(entries: readonly AddressEntry[]): Promise<void> {
    const changed: AddressEntry[] = [];
    for (const entry of entries) {
      // Libraries tell the same with every visit, and a commit waits for the disk.
      if (await this.get(entry.key) !== entry.email) changed.push(entry);
    }
    if (changed.length > 0) this.#write(changed);
  }

  // deno-lint-ignore require-await -- an error must come as a rejection, as from every other address book
  async close(): Promise<void> {
    this.#database.close();
  }

  #write(entries: readonly AddressEntry[]): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      for (const { key, email } of entries) this.#statements.replace.run(key, email);
      this.#statements.deleteOldest.run(this.#maxEntries);
      this.#database.exec("COMMIT");
    } catch (error) {
      // On a full disk SQLite has rolled back by itself, and its word on that would hide the cause.
      guarded(() => this.#database.exec("ROLLBACK"))();
      throw error;
    }
  }
}
