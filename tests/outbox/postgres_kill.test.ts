import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { afterEach, beforeEach, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { listen, type Listener } from "../../src/local/listen.ts";
import { createLocalHubSpot, type LocalHubSpot } from "../../src/local/mod.ts";
import { openPostgresOutbox } from "../../src/outbox/postgres.ts";
import type { AcceptedEvent } from "../../mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import type { JournaledOutbox } from "../../src/outbox/outbox.ts";
import { clientStandIn, delivered } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { keepServer, pool, server } from "./postgres_harness.ts";

/** Which request to hold up. */
interface Hold {
  when: "request" | "answer";
  by: string | undefined;
  arrive: (token: string) => void;
  released: Promise<void>;
}

/** A Local HubSpot that can hold up one request, before it reads it or before it answers, and knows the sender. */
class HoldingHubSpot {
  readonly local: LocalHubSpot = createLocalHubSpot();
  #hold: Hold | undefined;

  /**
   * Holds up the next request, or the next with this access token: resolves with its token, and what lets it go.
   */
  next(when: Hold["when"], by?: string): { arrived: Promise<string>; release: () => void } {
    let arrive = (_token: string) => {};
    let release = () => {};
    const arrived = new Promise<string>((resolve) => arrive = resolve);
    const released = new Promise<void>((resolve) => release = resolve);
    this.#hold = { when, by, arrive, released };
    return { arrived, release };
  }

  /** Resolves when the events with these ids were taken. */
  async tookAll(ids: readonly string[]): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        const taken = new Set(this.local.events().map(({ id }) => id));
        if (ids.every((id) => taken.has(id))) resolve();
      };
      this.local.onEvent(look);
      look();
    });
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    const hold = [undefined, token].includes(this.#hold?.by) ? this.#hold : undefined;
    if (hold !== undefined) this.#hold = undefined;
    if (hold?.when === "request") {
      hold.arrive(token);
      await hold.released;
    }
    const answer = await this.local.fetch(request);
    if (hold?.when === "answer") {
      hold.arrive(token);
      await hold.released;
    }
    return answer;
  };
}

describe("a process that delivers from Postgres", () => {
  keepServer();
  const instances = new Map<string, ChildProcess>();
  let hubSpot: HoldingHubSpot;
  let listener: Listener;
  let outbox: JournaledOutbox;

  beforeEach(async () => {
    hubSpot = new HoldingHubSpot();
    listener = await listen(hubSpot.fetch, { host: "127.0.0.1", port: 0 });
    outbox = await openPostgresOutbox({
      database: server.url,
      client: clientStandIn(() => delivered),
    });
  });

  afterEach(async () => {
    await Promise.all([...instances.keys()].map((token) => end(token, "SIGKILL")));
    await outbox.close();
    await pool.query("DROP SCHEMA hubline CASCADE");
    await listener.close(0);
  });

  async function start(token: string): Promise<void> {
    const script = fileURLToPath(new URL("./postgres_instance.ts", import.meta.url));
    const run = "Deno" in globalThis ? ["run", "-A", "--no-check", script] : [script];
    const child = spawn(process.execPath, [...run, server.url, listener.url, token], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    instances.set(token, child);
    await once(child.stdout, "data");
  }

  async function end(token: string, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = instances.get(token);
    instances.delete(token);
    if (child?.pid === undefined) return;
    const ended = once(child, "close");
    process.kill(child.pid, signal);
    await ended;
  }

  function event(id: string): AcceptedEvent {
    return acceptEvent(appEvent({ id }), { now: () => 0, uuid: () => "" });
  }

  for (const when of ["request", "answer"] as const) {
    it(`is killed while HubSpot is slow with the ${when}: the other one takes over, both ways`, async () => {
      // Few enough that what is sent twice stays below the 100 requests that an account has in 10 seconds.
      const ids = Array.from({ length: 24 }, (_, index) => String(index));
      await Promise.all([start("one"), start("two")]);
      const first = hubSpot.next(when);
      await outbox.put(ids.map(event));
      const killed = await first.arrived;
      const other = killed === "one" ? "two" : "one";
      const second = hubSpot.next(when, other);
      await end(killed, "SIGKILL");
      first.release();
      await second.arrived;
      await start(killed);
      const third = hubSpot.next(when, killed);
      await end(other, "SIGKILL");
      second.release();
      await third.arrived;
      third.release();
      await hubSpot.tookAll(ids);
      await end(killed, "SIGTERM");
      assert.deepEqual(await outbox.journal.counts(), { waiting: 0, delivered: 24, dead: 0 });
      assert.equal(hubSpot.local.events().length, 24);
    });
  }

  it("outlives a crash of the database: puts fail meanwhile, and what was put is delivered", async () => {
    await start("one");
    const held = hubSpot.next("answer");
    const puts = Array.from({ length: 40 }, (_, index) => outbox.put([event(`early${index}`)]));
    await held.arrived;
    await Promise.any(puts);
    await server.crash();
    const early = await Promise.allSettled(puts);
    await assert.rejects(outbox.put([event("meanwhile")]), Error);
    held.release();
    await server.restart();
    await outbox.put([event("late")]);
    const kept = early.flatMap(({ status }, index) =>
      status === "fulfilled" ? `early${index}` : []
    );
    await hubSpot.tookAll([...kept, "late"]);
    await end("one", "SIGTERM");
    const ids = hubSpot.local.events().map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids.includes("meanwhile"), false);
    const counts = await outbox.journal.counts();
    assert.deepEqual(counts, { waiting: 0, delivered: ids.length, dead: 0 });
  });
});
