import type { PostgresConnection, PostgresPool } from "../../src/outbox/postgres/pool.ts";
import type { OwnPool } from "../../src/outbox/postgres/driver.ts";

/** A pool that says when a statement was run, and fails where it is told to. */
export class WatchedPool implements PostgresPool {
  /** Statements that fail from now on. */
  failing: RegExp | undefined;
  readonly #pool: OwnPool;
  readonly #waiting: { pattern: RegExp; done: () => void }[] = [];

  constructor(pool: OwnPool) {
    this.#pool = pool;
  }

  /** Resolves when the next statement of this kind was run. */
  ran(pattern: RegExp): Promise<void> {
    return new Promise((done) => this.#waiting.push({ pattern, done }));
  }

  query(text: string, values?: unknown[]): ReturnType<PostgresPool["query"]> {
    return this.#watch(text, () => this.#pool.query(text, values));
  }

  async connect(): Promise<PostgresConnection> {
    const connection = await this.#pool.connect();
    return {
      query: (text, values) => this.#watch(text, () => connection.query(text, values)),
      on: (event, listener) => connection.on?.(event, listener),
      release: (close) => {
        connection.release(close);
        this.#tell("release");
      },
    };
  }

  async #watch<T>(text: string, run: () => Promise<T>): Promise<T> {
    if (this.failing?.test(text)) {
      this.#tell(text);
      throw new Error("The database is away");
    }
    const answer = await run();
    this.#tell(text);
    return answer;
  }

  #tell(text: string): void {
    for (const waiting of [...this.#waiting]) {
      if (!waiting.pattern.test(text)) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.done();
    }
  }
}
