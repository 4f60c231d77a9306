/** The part of a Durable Object's SQL storage that is used here. */
export interface ObjectSql {
  /** Runs statements and answers the rows of the last. */
  exec(query: string, ...bindings: (string | number | null)[]): Iterable<Record<string, unknown>>;
}

/** The part of a Durable Object's storage that is used here. */
export interface ObjectStorage {
  /** SQLite; there where the class is in `new_sqlite_classes` of the migrations in wrangler's configuration. */
  sql: ObjectSql;
  /** Runs `act` in a transaction that is undone when it throws. */
  transactionSync<T>(act: () => T): T;
  /** When the alarm goes off, in milliseconds since 1970; `null` where none is set. */
  getAlarm(): Promise<number | null>;
  /** Sets the only alarm there is; a time in the past is at once. */
  setAlarm(time: number): Promise<void>;
  /** Unsets the alarm. */
  deleteAlarm(): Promise<void>;
}

/** The part of a Durable Object's context that is used here. */
export interface ObjectContext {
  /** What the object keeps. */
  storage: ObjectStorage;
}

/** The part of a stub, by which a Worker reaches an object, that is used here. */
export interface ObjectStub {
  /** Sends a request to the object. */
  fetch(url: string, init: { method: string; body: string }): Promise<ObjectResponse>;
}

/** The part of an object's answer that is used here. */
export interface ObjectResponse {
  /** Reads the body as text. */
  text(): Promise<string>;
}

/** The part of a Worker's binding to a class of objects that is used here. */
export interface ObjectNamespace<Id = unknown> {
  /** The object of a name: the same name is the same object. */
  idFromName(name: string): Id;
  /** A stub of an object. */
  get(id: Id): ObjectStub;
}
