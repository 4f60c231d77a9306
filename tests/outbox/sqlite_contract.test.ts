import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { JournaledOutbox } from "../../src/outbox/outbox.ts";
import { openSqliteOutbox } from "../../src/outbox/sqlite.ts";
import { clientStandIn } from "../support/client_stand_in.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { type ContractMaker, outboxChecks } from "./contract.ts";

const make: ContractMaker = ({ decide, schedule, depth = {} }) => {
  const folder = mkdtempSync(join(tmpdir(), "hubline-outbox-"));
  const clock = new VirtualClock();
  const deps = { now: clock.now, random: () => 0.5 };
  const open = () =>
    openSqliteOutbox({
      path: join(folder, "outbox.db"),
      client: clientStandIn(decide),
      schedule,
      depth,
      deps,
    });
  let outbox: JournaledOutbox = open();
  return Promise.resolve({
    outbox,
    now: clock.now,
    advance: (ms) => clock.advance(ms),
    async reopen() {
      await outbox.close();
      return outbox = open();
    },
    async close() {
      await outbox.close();
      rmSync(folder, { recursive: true });
    },
  });
};

describe("openSqliteOutbox keeps the contract of outboxes:", () => {
  for (const { name, run } of outboxChecks(make, { canAdvance: true })) it(name, run);
});
