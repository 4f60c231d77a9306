import * as v from "valibot";
import { withDeadline } from "../transport/deadline.ts";
import type { Deps } from "../transport/deps.ts";
import { guarded } from "../transport/guarded.ts";
import { TransportError } from "../transport/transport_error.ts";
import { describeIssues, validate } from "../validation/issues.ts";
import { isToken } from "./access_token.ts";

/** The tokens of one account, to be kept as secret as a password. */
export interface StoredTokens {
  /** Gets further access tokens. */
  refreshToken: string;
  /** Goes with every request, for about half an hour. */
  accessToken: string;
  /** When the access token expires, in milliseconds since 1970. */
  expiresAt: number;
}

/**
 * Keeps the tokens of one account, so that they survive a restart and several processes can share them. A port: a row of
 * a table, a key of a key-value store, a file. It is written at each refresh, about twice an hour.
 */
export interface TokenStore {
  /** Gives what was saved last; `undefined` where nothing was. */
  load(): Promise<StoredTokens | undefined>;
  /** Keeps the tokens in place of those before. */
  save(tokens: StoredTokens): Promise<void>;
}

/** A {@linkcode TokenStore} that did not do what was asked. */
export interface TokenStoreFailure {
  /** What was asked of it. */
  action: "load" | "save";
  /** What it threw, as it was thrown. */
  error: unknown;
}

/** Settings of a {@linkcode CarefulStore}. */
export interface CarefulStoreOptions {
  /** The clock. */
  deps: Pick<Deps, "sleep">;
  /** Longest time for one load or save, in milliseconds. */
  timeoutMs: number;
  /** Told what went wrong. Default: nobody is. */
  onFailure?: ((failure: TokenStoreFailure) => void) | undefined;
}

/**
 * Schema of a token; its message does not show what was found. A function, as all schemas of what only some need:
 * bundlers leave it out where nobody calls it.
 */
export function tokenSchema(): v.GenericSchema<unknown, string> {
  return v.custom<string>(isToken, "Expected a token of one word in ASCII");
}

function storedTokensSchema(): v.GenericSchema<unknown, StoredTokens> {
  return v.object({
    refreshToken: tokenSchema(),
    accessToken: tokenSchema(),
    expiresAt: v.pipe(v.number(), v.finite()),
  });
}

/** A store that neither fails nor hangs: whoever waits for a token is better off without it than without the token. */
export class CarefulStore {
  readonly #store: TokenStore | undefined;
  readonly #options: CarefulStoreOptions;

  constructor(store: TokenStore | undefined, options: CarefulStoreOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** What the store holds, if that can be found out. */
  async load(): Promise<StoredTokens | undefined> {
    const store = this.#store;
    if (store === undefined) return undefined;
    const found = await this.#attempt<unknown>("load", () => store.load());
    if (found === undefined || found === null) return undefined;
    const read = validate(storedTokensSchema(), found);
    if (read.ok) return read.value;
    const message = `Cannot read the stored tokens: ${describeIssues(read.issues)}`;
    this.#tell({ action: "load", error: new TypeError(message) });
    return undefined;
  }

  /** Keeps the tokens; says whether that worked. */
  async save({ refreshToken, accessToken, expiresAt }: StoredTokens): Promise<boolean> {
    const store = this.#store;
    if (store === undefined) return true;
    const saved = await this.#attempt("save", async () => {
      await store.save({ refreshToken, accessToken, expiresAt });
      return true;
    });
    return saved ?? false;
  }

  async #attempt<T>(
    action: TokenStoreFailure["action"],
    act: () => Promise<T>,
  ): Promise<T | undefined> {
    const { deps, timeoutMs } = this.#options;
    try {
      return await withDeadline(act, { label: `The token store's ${action}`, deps, timeoutMs });
    } catch (error) {
      const thrown = error instanceof TransportError ? error.cause : undefined;
      this.#tell({ action, error: thrown ?? error });
      return undefined;
    }
  }

  #tell(failure: TokenStoreFailure): void {
    guarded(this.#options.onFailure)(failure);
  }
}
