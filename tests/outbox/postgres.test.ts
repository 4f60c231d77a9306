import { describe, it } from "node:test";
import { clientStandIn } from "../support/client_stand_in.ts";
import { type ContractMaker, outboxChecks } from "./contract.ts";
import { keepServer, Place } from "./postgres_harness.ts";

const make: ContractMaker = async ({ decide, schedule, depth = {} }) => {
  const place = new Place();
  const open = () => place.open(clientStandIn(decide), { schedule, depth });
  const outbox = await open();
  return {
    outbox,
    now: place.clock.now,
    advance: (ms) => place.clock.advance(ms),
    async reopen() {
      await place.close();
      return await open();
    },
    close: () => place.close(),
  };
};

describe("openPostgresOutbox", () => {
  keepServer();

  for (const { name, run } of outboxChecks(make, { canAdvance: true })) it(name, run);
});
