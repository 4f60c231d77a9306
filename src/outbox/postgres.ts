/**
 * An outbox in a Postgres database, for several instances at any place, on Deno, Node and Bun: what is put is committed
 * before the put resolves, one instance at a time delivers, and any other takes over when it dies. Deno needs
 * `--allow-net` and `--allow-env` for its driver.
 *
 * ```ts
 * import { createClient } from "@hubline/timeline";
 * import { openPostgresOutbox, startDelivery } from "@hubline/timeline/outbox/postgres";
 *
 * async function serve(database: string) {
 *   const client = createClient({ accessToken: "pat-na1-your-token" });
 *   const outbox = await openPostgresOutbox({ database, client });
 *   const delivery = startDelivery(outbox, { onReceipt: ({ outcome }) => console.log(outcome) });
 *
 *   // When the process is asked to end:
 *   return async () => {
 *     await delivery.stop(5_000);
 *     await outbox.close();
 *   };
 * }
 * ```
 *
 * @module
 */
import type { Client } from "../hubspot/client.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import { checkNumbers } from "../validation/numbers.ts";
import { type DepthLimit, readDepthLimit } from "./depth.ts";
import type { ForgettingOutbox } from "./outbox.ts";
import { PostgresOutbox } from "./postgres/outbox.ts";
import { checkSchema, connect } from "./postgres/connect.ts";
import type { PostgresPool } from "./postgres/pool.ts";
import { prepareDatabase } from "./postgres/schema.ts";
import { defaultSchedule, type RetrySchedule } from "./settlement.ts";

export * from "./delivery_loop.ts";
export { type DepthLimit, OutboxFullError } from "./depth.ts";
export type * from "./journal.ts";
export type {
  DeliveryState,
  EventOrigin,
  ForgettingOutbox,
  JournaledOutbox,
  Outbox,
  ProcessResult,
  PutResult,
  Settled,
  SettledReceipt,
} from "./outbox.ts";
export type { PostgresConnection, PostgresPool, PostgresResult } from "./postgres/pool.ts";
export type { RetrySchedule } from "./settlement.ts";

/** Settings of a Postgres outbox. */
export interface PostgresOutboxOptions {
  /**
   * Where the database is, as `postgres://user:password@host/name`, or a pool of connections to it. A pool that is handed
   * in is neither closed here, nor watched: a pool of `pg`'s needs a listener to its `error`.
   */
  database: string | PostgresPool;
  /** Delivers the events. */
  client: Pick<Client, "sendAll">;
  /** Name of where the events go; an outbox sees only its own destination's. Default: `hubspot`. */
  destination?: string;
  /** Schema of the tables, made where it is missing, in lower-case letters, digits and `_`. Default: `hubline`. */
  schema?: string;
  /** Delays between attempts. Default: 8 attempts over about 27 hours. */
  schedule?: RetrySchedule;
  /** How long delivered events stay known, so that putting them again does nothing, in days. Default: 30. */
  keepDeliveredDays?: number;
  /** How much may wait before puts are refused. Default: a million events, and two billion characters of JSON. */
  depth?: Partial<DepthLimit>;
  /**
   * How long the instance that delivers may be silent before another one takes over, in milliseconds. Default: 15,000,
   * longer than the 10 seconds over which HubSpot counts an account's requests.
   */
  leaseMs?: number;
  /**
   * Pause between looks for what no notification told of, in milliseconds. Default: 10,000. Where a pooler passes no
   * notifications on, events that another instance took in wait up to this long.
   */
  pollMs?: number;
  /** Clock, chance and waits to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

const dayMs = 24 * 60 * 60_000;

/**
 * Opens an outbox in a Postgres database, of version 11 or later.
 *
 * @throws {Error} If the database does not answer, is not in UTF8, or commits without waiting for its disk.
 * @throws {RangeError} If a setting is out of its range.
 * @throws {TypeError} If `database` is neither a connection string nor a pool.
 */
export async function openPostgresOutbox(
  options: PostgresOutboxOptions,
): Promise<ForgettingOutbox> {
  const { destination = "hubspot", schema = "hubline", schedule = defaultSchedule } = options;
  const { keepDeliveredDays = 30, leaseMs = 15_000, pollMs = 10_000 } = options;
  const task = "open the outbox";
  checkNumbers(task, { keepDeliveredDays }, { least: 0 });
  checkNumbers(task, { leaseMs, pollMs }, { least: 100 });
  checkSchema(task, schema);
  checkDestination(task, destination);
  const depth = readDepthLimit(options.depth);
  const { pool, closePool } = await connect(task, options.database);
  try {
    await prepareDatabase(pool, `"${schema}"`);
  } catch (error) {
    // Not waited for: a connection that Deno does not permit is never told to be closed.
    closePool().catch(() => {});
    throw error;
  }
  return new PostgresOutbox({
    pool,
    closePool,
    schema,
    client: options.client,
    destination,
    schedule,
    keepDeliveredMs: keepDeliveredDays * dayMs,
    depth,
    leaseMs,
    pollMs,
    deps: createDeps(options.deps),
  });
}

function checkDestination(task: string, destination: string): void {
  if (/^[\x21-\x7e]{1,200}$/.test(destination)) return;
  throw new RangeError(
    `Cannot ${task}: destination must be up to 200 visible ASCII characters: ${
      JSON.stringify(destination)
    }`,
  );
}
