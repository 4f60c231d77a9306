import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { guarded } from "../../transport/guarded.ts";
import { type AccountData, type CollectionName, collectionNames } from "./account_data.ts";
import { readAccountData } from "./account_data_schema.ts";
import type { AccountStore } from "./account_store.ts";
import { type PendingChanges, TrackedCollections } from "./tracked_collections.ts";

/** Version of the tables, as SQLite's `user_version` says it. */
const tablesVersion = 1;

const tables = `
  CREATE TABLE IF NOT EXISTS records (
    place INTEGER PRIMARY KEY,
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (collection, key)
  );
  CREATE TABLE IF NOT EXISTS saves (once INTEGER PRIMARY KEY CHECK (once = 1));
`;

/**
 * Opens an SQLite file to keep an account in; makes it where it is missing. One process has it at a time.
 *
 * @throws {Error} If the file cannot be opened, is no database, is in use, or was made by a later version.
 */
export function openSqliteStore(path: string): AccountStore {
  let database: DatabaseSync | undefined;
  try {
    keepPrivate(path);
    database = new DatabaseSync(path);
    prepare(database);
    return new SqliteStore(path, database);
  } catch (error) {
    database?.close();
    throw new Error(`Cannot open Local HubSpot's file ${path}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

class SqliteStore implements AccountStore {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements: Record<"write" | "remove" | "read" | "mark" | "isMarked", StatementSync>;
  readonly #tracked = new TrackedCollections();
  #isSaved = false;

  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
    this.#statements = {
      write: database.prepare(
        "INSERT INTO records (collection, key, value) VALUES (?, ?, ?) " +
          "ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value",
      ),
      remove: database.prepare("DELETE FROM records WHERE collection = ? AND key = ?"),
      read: database.prepare("SELECT value FROM records WHERE collection = ? ORDER BY place"),
      mark: database.prepare("INSERT OR IGNORE INTO saves (once) VALUES (1)"),
      isMarked: database.prepare("SELECT once FROM saves"),
    };
  }

  load(): AccountData | undefined {
    if (this.#statements.isMarked.get() === undefined) return undefined;
    const data = this.#read();
    for (const change of this.#tracked.changes(data)) change.keep();
    return data;
  }

  save(data: AccountData): void {
    const changes = this.#tracked.changes(data);
    if (this.#isSaved && changes.length === 0) return;
    this.#transaction(() => {
      this.#statements.mark.run();
      for (const change of changes) this.#write(change);
    });
    for (const change of changes) change.keep();
    this.#isSaved = true;
  }

  close(): void {
    this.#database.close();
  }

  #read(): AccountData {
    try {
      const collections = collectionNames.map((name) => [name, this.#records(name)]);
      return readAccountData({ version: 1, ...Object.fromEntries(collections) });
    } catch (error) {
      throw new Error(`Cannot read Local HubSpot's file ${this.#path}: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  }

  #records(collection: CollectionName): unknown[] {
    return this.#statements.read.all(collection).map(({ value }) => JSON.parse(String(value)));
  }

  #write({ collection, written, removed }: PendingChanges): void {
    for (const key of removed) this.#statements.remove.run(collection, key);
    for (const [key, record] of written) {
      this.#statements.write.run(collection, key, JSON.stringify(record));
    }
  }

  #transaction(act: () => void): void {
    try {
      this.#database.exec("BEGIN");
      act();
      this.#database.exec("COMMIT");
    } catch (error) {
      // On a full disk SQLite has rolled back by itself, and its word on that would hide the cause.
      guarded(() => this.#database.exec("ROLLBACK"))();
      throw new Error(`Cannot write Local HubSpot's file ${this.#path}: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  }
}

function prepare(database: DatabaseSync): void {
  // Two processes with an account each would write over one another's records.
  database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL");
  const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
  if (version > tablesVersion) {
    throw new Error(`its version is ${version}, and ${tablesVersion} is the latest that is known`);
  }
  database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${tablesVersion}; COMMIT`);
}

/** The file holds people's addresses. SQLite gives its side files the same permissions. */
function keepPrivate(path: string): void {
  if (path !== ":memory:") closeSync(openSync(path, "a", 0o600));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return /database is locked/i.test(error.message)
    ? "another process has it open; stop that, or name another file"
    : error.message;
}
