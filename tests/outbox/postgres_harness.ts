import { after, before } from "node:test";
import type { AcceptedEvent, Client } from "../../mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import type { ForgettingOutbox, JournaledOutbox } from "../../src/outbox/outbox.ts";
import { openPostgresOutbox, type PostgresOutboxOptions } from "../../src/outbox/postgres.ts";
import { openPool, type OwnPool } from "../../src/outbox/postgres/driver.ts";
import { appEvent } from "../support/events.ts";
import { PostgresServer } from "../support/postgres.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

export const hour = 3_600_000;

/** The server of the file that runs, and a pool beside the outboxes'. */
export let server: PostgresServer;
export let pool: OwnPool;

/** Gives the tests of a group a server of their own. */
export function keepServer(): void {
  let hasStarted = false;
  before(async () => {
    server = await PostgresServer.start();
    pool = openPool(server.url);
    hasStarted = true;
  });
  after(async () => {
    if (!hasStarted) return;
    await pool.end();
    await server.stop();
  });
}

let schemas = 0;

/** The tables and the clock of one test, and the outboxes that it opens there. */
export class Place {
  readonly schema: string = `test_${++schemas}`;
  readonly clock: VirtualClock = new VirtualClock();
  readonly #open = new Set<JournaledOutbox>();

  /** Opens an outbox. */
  async open(
    client: Pick<Client, "sendAll">,
    own: Partial<PostgresOutboxOptions> = {},
  ): Promise<ForgettingOutbox> {
    const { now, sleep } = this.clock;
    const deps = { now, sleep, random: () => 0.5 };
    const { schema } = this;
    const outbox = await openPostgresOutbox({ database: server.url, schema, client, deps, ...own });
    this.#open.add(outbox);
    return outbox;
  }

  /** Closes one outbox, or all. */
  async close(outbox?: JournaledOutbox): Promise<void> {
    for (const one of outbox === undefined ? [...this.#open] : [outbox]) {
      this.#open.delete(one);
      await one.close();
    }
  }

  /** An accepted event with this id. */
  event(id: string, own: Parameters<typeof appEvent>[0] = {}): AcceptedEvent {
    return acceptEvent(appEvent({ id, ...own }), { now: this.clock.now, uuid: () => id });
  }

  /** What stands in the table, read beside the outbox. */
  async rows(columns: string): Promise<unknown[]> {
    return (await pool.query(`SELECT ${columns} FROM ${this.schema}.event ORDER BY sequence`)).rows;
  }
}

/** Runs a test in a place of its own. */
export function at(run: (place: Place) => Promise<void>): () => Promise<void> {
  return async () => {
    const place = new Place();
    try {
      await run(place);
    } finally {
      await place.close();
    }
  };
}
