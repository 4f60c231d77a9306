import type { ForwarderOptions } from "../../src/edge/mod.ts";
import { openSqliteOutbox, type SqliteOutboxOptions } from "../../src/outbox/sqlite.ts";
import { clientStandIn } from "../support/client_stand_in.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { start } from "./harness.ts";

/** A forwarder over an SQLite outbox in memory, on one clock that moves when told to. */
export function startJournaled(
  decide: Parameters<typeof clientStandIn>[0],
  own: Partial<ForwarderOptions> = {},
  ownOutbox: Partial<SqliteOutboxOptions> = {},
) {
  const clock = new VirtualClock();
  let uuid = 0;
  const deps = {
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
    uuid: () => `uuid-${++uuid}`,
  };
  const client = clientStandIn(decide);
  const outbox = openSqliteOutbox({ path: ":memory:", client, deps, ...ownOutbox });
  return { ...start({ outbox, deps, ...own }), clock, client, outbox };
}
