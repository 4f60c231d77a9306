import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { openSqliteOutbox } from "../../../src/outbox/sqlite.ts";
import { clientStandIn, delivered } from "../../support/client_stand_in.ts";
import { KillLoop, kills, timeout } from "./kill_loop.ts";

describe("a forwarder that keeps events in SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "hubline-kills-"));
  const path = join(folder, "outbox.db");
  const loop = new KillLoop({ kind: "sqlite", place: path });

  after(async () => {
    await loop.close();
    rmSync(folder, { recursive: true });
  });

  it(
    `has all that it acknowledged on the timeline, once, after ${kills} kills`,
    { timeout },
    async () => {
      for (let killed = 0; killed < kills; killed++) {
        const forwarder = await loop.open();
        const { release } = await loop.moment();
        await loop.kill(forwarder);
        release();
      }
      const last = await loop.open();
      await loop.check(
        last,
        () => openSqliteOutbox({ path, client: clientStandIn(() => delivered) }),
      );
    },
  );
});
