import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type ContractMaker, outboxChecks } from "../outbox/contract.ts";
import { clientStandIn } from "../support/client_stand_in.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { openWasmOutbox } from "./wasm_outbox.ts";

const make: ContractMaker = ({ decide, schedule, depth = {} }) => {
  const folder = mkdtempSync(join(tmpdir(), "hubline-outbox-"));
  const clock = new VirtualClock();
  const deps = { now: clock.now, random: () => 0.5 };
  const path = join(folder, "outbox.db");
  const open = () => openWasmOutbox({ path, client: clientStandIn(decide), schedule, depth, deps });
  let outbox = open();
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

describe("openWasmOutbox, a worked example, keeps the contract of outboxes:", () => {
  for (const { name, run } of outboxChecks(make, { canAdvance: true })) it(name, run);
});
