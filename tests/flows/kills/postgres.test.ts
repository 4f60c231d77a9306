import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openPostgresOutbox } from "../../../src/outbox/postgres.ts";
import { clientStandIn, delivered } from "../../support/client_stand_in.ts";
import { PostgresServer } from "../../support/postgres.ts";
import type { ForwarderProcess } from "./forwarder_process.ts";
import { KillLoop, kills, timeout } from "./kill_loop.ts";

/** How often the database comes to its end, too. */
const crashes = 3;

describe("two forwarders that keep events in one Postgres", () => {
  let server: PostgresServer;
  let loop: KillLoop;

  before(async () => {
    server = await PostgresServer.start();
    loop = new KillLoop({ kind: "postgres", place: server.url });
  });

  after(async () => {
    await loop?.close();
    await server?.stop();
  });

  it(
    `have all that they acknowledged on the timeline, once, after ${kills} kills and ${crashes} crashes`,
    { timeout },
    async () => {
      const living = [await loop.open(), await loop.open()];
      let crashed = 0;
      for (let killed = 0; killed < kills;) {
        if (killed >= (crashed + 1) * kills / (crashes + 1)) {
          await loop.someAnswers();
          await crashDatabase(living);
          crashed++;
        }
        const { sender, release } = await loop.moment();
        const victims = choose(living, sender);
        await Promise.all(victims.map((victim) => loop.kill(victim)));
        release();
        killed += victims.length;
        for (const victim of victims) living.splice(living.indexOf(victim), 1, await loop.open());
      }
      assert.equal(crashed, crashes);
      const client = clientStandIn(() => delivered);
      const last = await loop.open();
      await loop.check(last, () => openPostgresOutbox({ database: server.url, client }));
    },
  );

  /** Whoever waits for HubSpot, else one or the other; sometimes both. */
  function choose(
    living: readonly ForwarderProcess[],
    sender: string | undefined,
  ): readonly ForwarderProcess[] {
    const one = living[loop.chance.below(living.length)];
    if (loop.chance.below(6) === 0) return [...living];
    return living.filter((each) =>
      sender === undefined ? each === one : each.accessToken === sender
    );
  }

  /** What is being put meanwhile fails, and nobody puts anything until the database is back. */
  async function crashDatabase(living: readonly ForwarderProcess[]): Promise<void> {
    await server.crash();
    for (const { url } of living) loop.senders.leave(url);
    await server.restart();
    for (const { url } of living) loop.senders.join(url);
  }
});
