import * as v from "valibot";
import { Recent } from "./recent.ts";
import { type LookupMiss, type LookupSource, lookupSources } from "./resolver.ts";

/** What is remembered of a look-up: the address of a person, or that a place does not tell it. */
export type Remembered =
  | { outcome: "found"; email: string; source: LookupSource; name?: string }
  | { outcome: LookupMiss };

/**
 * Remembers look-ups, so that GitHub is not asked twice. It holds addresses, which are personal data: nothing in it is to be
 * kept past its time.
 */
export interface PeopleCache {
  /**
   * Gives the {@linkcode Remembered} that was put under a key, or a promise of it; `undefined` once its time is over. What it gives
   * is checked, so it may come straight from JSON. Keys are texts of up to about 500 characters.
   */
  get(key: string): unknown;
  /** Keeps a value, which is plain JSON, for some milliseconds. */
  put(key: string, value: Remembered, ttlMs: number): void | Promise<void>;
}

/** Settings of {@linkcode createMemoryPeopleCache}. */
export interface MemoryPeopleCacheOptions {
  /** Most entries; the one that was not asked for longest goes first. Default: 10,000. */
  maxEntries?: number;
  /** The current time, in milliseconds since 1970. */
  now(): number;
}

/** Makes a cache that ends with the process. Throws a `RangeError` where `maxEntries` is no whole number from 1. */
export function createMemoryPeopleCache(options: MemoryPeopleCacheOptions): PeopleCache {
  const { maxEntries = 10_000, now } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw new RangeError(
      `Cannot make the cache: maxEntries must be a whole number from 1, is ${maxEntries}`,
    );
  }
  const kept = new Recent<Remembered>({ maxEntries, now });
  return {
    get: (key) => kept.get(key),
    put: (key, value, ttlMs) => kept.put(key, value, ttlMs),
  };
}

/** Checks what a host's store gave back: an older version may have put it there. */
export const rememberedSchema: v.GenericSchema<unknown, Remembered> = v.variant("outcome", [
  v.object({
    outcome: v.literal("found"),
    email: v.string(),
    source: v.picklist(lookupSources),
    name: v.exactOptional(v.string()),
  }),
  v.object({ outcome: v.picklist(["none", "private", "not_allowed", "excluded"]) }),
]);
