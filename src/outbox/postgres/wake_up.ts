import type { Deps } from "../../transport/deps.ts";
import { guarded } from "../../transport/guarded.ts";
import type { PostgresConnection, PostgresPool } from "./pool.ts";

/** What a wake-up needs. */
export interface WakeUpOptions {
  /** Where other instances are. */
  pool: PostgresPool;
  /** Where to tell and listen, in lower case. */
  channel: string;
  /** Whose puts are told of. */
  destination: string;
  /** Names this instance, which need not be told of its own puts. */
  instance: string;
  /** Pause between the looks that find what no notification told of, in milliseconds. */
  pollMs: number;
  /** Waits. */
  deps: Deps;
}

/** Pause before a broken connection is made again, in milliseconds. */
const reconnectMs = 1_000;

/**
 * Tells those who listen, here and in other instances, that there may be something to deliver. Others hear of it by
 * `NOTIFY`, at once; since a notification can get lost, as with a pooler that passes none on, they also look by
 * themselves from time to time. Nothing is connected unless somebody listens.
 */
export class WakeUp {
  readonly #options: WakeUpOptions;
  readonly #listeners = new Set<() => void>();
  #watch = new AbortController();
  #watching: Promise<unknown> = Promise.resolve();
  #telling: Promise<void> = Promise.resolve();
  #isToldAgain = false;

  constructor(options: WakeUpOptions) {
    this.#options = options;
  }

  /** Calls `listener` whenever there may be something to deliver; the function returned ends that. */
  subscribe(listener: () => void): () => void {
    // A function of its own, so that the same listener can be there twice.
    const own = () => listener();
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#watch.abort();
    };
  }

  /** Tells listeners here at once, and other instances soon; never rejects. */
  tell(): void {
    this.#tellHere();
    this.tellOthers();
  }

  /**
   * Tells other instances. Not within the statement that puts: commits that notify wait for each other. What comes
   * while one telling is under way shares the next.
   */
  tellOthers(): void {
    if (this.#isToldAgain) return;
    this.#isToldAgain = true;
    const { pool, channel, instance, destination } = this.#options;
    this.#telling = this.#telling.then(async () => {
      this.#isToldAgain = false;
      try {
        await pool.query("SELECT pg_notify($1, $2)", [channel, `${instance} ${destination}`]);
      } catch {
        // They find it with their next look.
      }
    });
  }

  /** Stops listening, and waits for what is still being told. */
  async close(): Promise<void> {
    this.#listeners.clear();
    this.#watch.abort();
    await Promise.all([this.#telling, this.#watching]);
  }

  #tellHere(): void {
    for (const listener of this.#listeners) guarded(listener)();
  }

  #start(): void {
    this.#watch = new AbortController();
    const { signal } = this.#watch;
    this.#watching = Promise.all([this.#watching, this.#poll(signal), this.#listen(signal)]);
  }

  async #poll(ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await this.#options.deps.sleep(this.#options.pollMs, ended);
      if (!ended.aborted) this.#tellHere();
    }
  }

  async #listen(ended: AbortSignal): Promise<void> {
    let hasBroken = false;
    while (!ended.aborted) {
      let connection: PostgresConnection | undefined;
      try {
        connection = await this.#options.pool.connect();
        if (connection.on === undefined) return connection.release();
        const broken = this.#hear(connection, ended);
        await connection.query(`LISTEN "${this.#options.channel}"`);
        // Whatever was put while nobody listened.
        if (hasBroken) this.#tellHere();
        await broken;
      } catch {
        // As where the database is away; the looks go on meanwhile, and fail where they are seen.
      }
      // Closed, since whoever is given it next would be told, too.
      connection?.release(true);
      hasBroken = true;
      await this.#options.deps.sleep(reconnectMs, ended);
    }
  }

  /** Resolves when the connection breaks or nobody listens any more. */
  #hear(connection: PostgresConnection, ended: AbortSignal): Promise<void> {
    const { instance, destination } = this.#options;
    return new Promise((resolve) => {
      if (ended.aborted) return resolve();
      ended.addEventListener("abort", () => resolve(), { once: true });
      connection.on?.("error", () => resolve());
      connection.on?.("end", () => resolve());
      connection.on?.("notification", (told) => {
        const [from, ...rest] = String(told?.payload).split(" ");
        if (from !== instance && rest.join(" ") === destination) this.#tellHere();
      });
    });
  }
}
