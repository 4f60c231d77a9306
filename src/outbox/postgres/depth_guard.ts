import type { Deps } from "../../transport/deps.ts";
import { type DepthLimit, OutboxFullError, retryAfter } from "../depth.ts";

/** How much waits. */
export interface Backlog {
  /** Events. */
  events: number;
  /** Characters of JSON. */
  characters: number;
}

/** What a guard of the depth needs. */
export interface DepthGuardOptions {
  /** How much may wait. */
  limit: DepthLimit;
  /** Counts what waits. */
  count(): Promise<Backlog>;
  /** For how long nothing goes out, in milliseconds. */
  pausedMs(): Promise<number>;
  /** Clock. */
  deps: Pick<Deps, "now">;
}

/** How long a count is good for, in milliseconds, though other instances put meanwhile. */
const countLasts = 10_000;

/**
 * Refuses puts into a full outbox. Counting a million rows takes long, and a counter in the database would have every
 * put wait for the one before; so this counts from time to time, adds what is put here meanwhile, and counts anew before it
 * refuses anything. Several instances may go beyond the limit by what they put within ten seconds.
 */
export class DepthGuard {
  readonly #options: DepthGuardOptions;
  #counted: Backlog = { events: 0, characters: 0 };
  #added: Backlog = { events: 0, characters: 0 };
  #countedAt = -Infinity;
  #counting: Promise<void> | undefined;

  constructor(options: DepthGuardOptions) {
    this.#options = options;
  }

  /** @throws {OutboxFullError} If as much waits as the outbox takes. */
  async check(): Promise<void> {
    const age = this.#options.deps.now() - this.#countedAt;
    if (age >= 0 && age < countLasts && !this.#isFull()) return;
    this.#counting ??= this.#count().finally(() => this.#counting = undefined);
    await this.#counting;
    if (!this.#isFull()) return;
    throw new OutboxFullError(retryAfter({ pausedMs: await this.#options.pausedMs() }));
  }

  /** Adds what was put. */
  add({ events, characters }: Backlog): void {
    this.#added.events += events;
    this.#added.characters += characters;
  }

  async #count(): Promise<void> {
    const startedAt = this.#options.deps.now();
    this.#countedAt = -Infinity;
    // Before the count: what is put while it runs is at worst counted twice.
    this.#added = { events: 0, characters: 0 };
    this.#counted = await this.#options.count();
    this.#countedAt = startedAt;
  }

  #isFull(): boolean {
    const { events, characters } = this.#options.limit;
    return this.#counted.events + this.#added.events >= events ||
      this.#counted.characters + this.#added.characters >= characters;
  }
}
