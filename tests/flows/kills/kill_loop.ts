import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen, type Listener } from "../../../src/local/listen.ts";
import type { JournaledOutbox } from "../../../src/outbox/outbox.ts";
import { Chance } from "./chance.ts";
import { type ForwarderPlace, ForwarderProcess } from "./forwarder_process.ts";
import { Senders } from "./senders.ts";
import { type Fate, WatchedHubSpot } from "./watched_hubspot.ts";

/** How often a forwarder is killed. */
export const kills = 50;

/** Longest time for all of that, in milliseconds; a machine with nothing else to do needs a tenth. */
export const timeout = 200_000;

/** Somebody sends all the time. */
const senderCount = 4;

/** A moment to kill at. */
export interface Moment {
  /** Whose request HubSpot holds up; missing where it holds none. */
  sender?: string;
  /** To be called once the kill is done. */
  release(): void;
}

/** Forwarders that come and go, senders and a HubSpot that stay, and what must be true of it all at the end. */
export class KillLoop {
  readonly chance: Chance = new Chance();
  readonly senders: Senders = new Senders(senderCount);
  readonly #hubSpot = new WatchedHubSpot();
  readonly #place: Pick<ForwarderPlace, "kind" | "place">;
  readonly #folder = mkdtempSync(join(tmpdir(), "hubline-kills-cache-"));
  readonly #processes = new Set<ForwarderProcess>();
  #listener: Listener | undefined;
  #spare: ForwarderProcess | undefined;

  constructor(place: Pick<ForwarderPlace, "kind" | "place">) {
    this.#place = place;
  }

  /** Opens a forwarder to the senders, and has the next one load meanwhile. */
  async open(): Promise<ForwarderProcess> {
    this.#listener ??= await listen(this.#hubSpot.fetch, { host: "127.0.0.1", port: 0 });
    const forwarder = this.#spare ?? this.#load(this.#listener.url);
    this.#spare = this.#load(this.#listener.url);
    await forwarder.open();
    this.senders.join(forwarder.url);
    return forwarder;
  }

  /** Kills a forwarder while the senders go on. */
  async kill(forwarder: ForwarderProcess): Promise<void> {
    const ended = forwarder.end("SIGKILL");
    this.senders.leave(forwarder.url);
    this.#processes.delete(forwarder);
    await ended;
  }

  /** Resolves at the next moment to kill at: in the middle of answers, or of a request to HubSpot. */
  async moment(): Promise<Moment> {
    await this.someAnswers();
    const fate = this.chance.oneOf<Fate | "none">(["none", "lost", "late", "unanswered"]);
    if (fate === "none") return { release: () => {} };
    const { arrived, release } = this.#hubSpot.hold(fate, this.chance.below(4));
    return { sender: await arrived, release };
  }

  /** Resolves when some more events were acknowledged. */
  async someAnswers(): Promise<void> {
    await this.senders.took(1 + this.chance.below(20));
  }

  /** Lets everybody come to an end, and looks whether all is as it must be. */
  async check(
    last: ForwarderProcess,
    open: () => JournaledOutbox | Promise<JournaledOutbox>,
  ): Promise<void> {
    await this.senders.stop();
    await last.delivered();
    const spare = this.#spare;
    if (spare !== undefined) this.#processes.delete(spare);
    await spare?.end("SIGKILL");
    const codes = await Promise.all([...this.#processes].map((one) => one.end("SIGTERM")));
    const { told } = this.chance;
    assert.deepEqual([...new Set(codes)], [0], told);

    const marks = this.#hubSpot.marks();
    const seen = new Set<string>();
    const twice = marks.filter((mark) => seen.size === seen.add(mark).size);
    assert.deepEqual(twice, [], `These are on a timeline twice (${told})`);
    const { acknowledged } = this.senders;
    const lost = [...acknowledged].filter((mark) => !seen.has(mark));
    assert.deepEqual(lost, [], `These were acknowledged and are on no timeline (${told})`);
    assert.ok(acknowledged.size >= kills, told);
    const outbox = await open();
    assert.deepEqual(
      await outbox.journal.counts(),
      { waiting: 0, delivered: marks.length, dead: 0 },
      told,
    );
    await outbox.close();
  }

  /** Ends whatever still runs. */
  async close(): Promise<void> {
    const ended = this.senders.stop();
    await Promise.all([...this.#processes].map((one) => one.end("SIGKILL")));
    await ended;
    await this.#listener?.close(0);
    rmSync(this.#folder, { recursive: true });
  }

  #load(hubSpotUrl: string): ForwarderProcess {
    const accessToken = `pat-na1-${crypto.randomUUID()}`;
    const cacheFolder = this.#folder;
    const loading = new ForwarderProcess({ ...this.#place, hubSpotUrl, accessToken, cacheFolder });
    this.#processes.add(loading);
    return loading;
  }
}
