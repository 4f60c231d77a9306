/**
 * Kills workerd in the middle, again and again, and shows that the outbox object has lost nothing it acknowledged. Node
 * runs this file, as miniflare needs it; `deno task test workerd` does so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import { durableObjectOutbox } from "../../src/outbox/durable_object.ts";
import { createLocalHubSpot } from "../../src/local/mod.ts";
import { customEvent } from "../support/events.ts";
import { bundleWorker, type MiniflareInstance, startWorker } from "./miniflare.ts";

/** When workerd is killed: before HubSpot has what it is asked, after it, or while events come in. */
const moments = ["after", "put", "before"] as const;
type Moment = typeof moments[number];

const kills = 50;
const putsPerLife = 4;
const eventsPerPut = 5;

describe("outboxObject", () => {
  const folder = mkdtempSync(join(tmpdir(), "hubline-object-"));
  const hubspot = createLocalHubSpot();
  const acknowledged: string[] = [];
  let script = "";
  let miniflare: MiniflareInstance | undefined;

  before(async () => {
    script = await bundleWorker("tests/runtimes/outbox_worker.ts");
  });

  after(async () => {
    await miniflare?.dispose();
    rmSync(folder, { recursive: true });
  });

  it(`has everything that it acknowledged on the timeline, once, after ${kills} kills`, {
    timeout: 200_000,
  }, async () => {
    for (let life = 1; life < kills; life++) {
      await liveAndDie(life, moments[life % moments.length] ?? "before");
    }
    await liveAndDie(kills, "before");
    assert.ok(
      missing() > 0,
      "HubSpot has not everything when the object wakes up for the last time",
    );
    // From here on nobody asks the object for anything: its alarm has to be enough.
    await new Promise<void>((resolve) => {
      hubspot.onEvent(() => missing() > 0 || resolve());
      miniflare = start((request) => hubspot.fetch(request));
    });
    const ids = hubspot.events().map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  /** Puts events into a life of the object's and ends it at a moment. */
  async function liveAndDie(life: number, moment: Moment): Promise<void> {
    let end = () => {};
    const ended = new Promise<void>((resolve) => end = resolve);
    const running = start(async (request) => {
      const answer = moment === "before" ? undefined : await hubspot.fetch(request);
      if (answer !== undefined && moment === "put") return answer;
      end();
      // The kill comes while HubSpot is silent.
      return await new Promise(() => {});
    });
    miniflare = running;
    const namespace = await running.getDurableObjectNamespace("OUTBOX");
    const outbox = durableObjectOutbox({ namespace });
    const puts = Array.from({ length: putsPerLife }, async (_, put) => {
      const ids = Array.from({ length: eventsPerPut }, (_, i) => `${life}-${put}-${i}`);
      await outbox.put(ids.map(event));
      acknowledged.push(...ids);
      if (moment === "put") end();
    });
    // A put that is killed was not acknowledged.
    const allPut = Promise.allSettled(puts);
    await ended;
    if (moment !== "put") await allPut;
    await running.dispose();
  }

  /** How many events were acknowledged and are not on the timeline. */
  function missing(): number {
    const there = new Set(hubspot.events().map(({ id }) => id));
    return acknowledged.filter((id) => !there.has(id)).length;
  }

  function start(outbound: (request: Request) => Promise<Response>): MiniflareInstance {
    return startWorker({
      script,
      outbound,
      own: {
        durableObjects: { OUTBOX: { className: "TimelineOutbox", useSQLite: true } },
        durableObjectsPersist: folder,
      },
    });
  }
});

function event(id: string) {
  return acceptEvent(customEvent({ uuid: id }), { now: Date.now, uuid: () => id });
}
