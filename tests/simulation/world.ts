import process from "node:process";
import { createLocalHubSpot, type LocalHubSpot } from "../../src/local/mod.ts";
import { Clock, idle } from "./clock.ts";
import { Ledger, type Violation } from "./ledger.ts";
import { InsistenceWatch } from "./insistence_watch.ts";
import { type Life, ProcessEnded } from "./life.ts";
import { LimitWatch } from "./limit_watch.ts";
import { Network } from "./network.ts";
import {
  type ForwarderProcess,
  oauthApp,
  type Parts,
  privateToken,
  startProcess,
} from "./process.ts";
import { Random } from "./random.ts";
import type { Happening, Plan } from "./schedule.ts";
import { sendUntilTaken } from "./sender.ts";
import { Shelf } from "./shelf.ts";
import { Disk } from "./storage.ts";
import { Supervisor } from "./supervisor.ts";
import { withPromptCrypto } from "./web_crypto.ts";

/** What became of a world. */
export interface Outcome {
  /** The rule that was broken; missing where none was. */
  violation?: Violation;
  /** All that happened, a line each. */
  trace: readonly string[];
  /** How much happened. */
  figures: Figures;
}

/** How much happened. */
export interface Figures {
  /** Virtual time, in milliseconds. */
  virtualMs: number;
  /** Steps of the clock. */
  steps: number;
  /** Events of which a sender was told that they are taken. */
  acknowledged: number;
  /** Of those, the ones that HubSpot shows. */
  shown: number;
  /** Of those, the ones that are dead letters. */
  dead: number;
  /** Processes that were killed. */
  kills: number;
}

/** When every world begins. */
const beginning = Date.parse("2026-11-22T12:00:00Z");

const minute = 60_000;
const day = 24 * 60 * minute;

/** The schedule of attempts takes 27 hours, a stated delay 24, and a clock may be a day ahead twice over. */
const longestDrainMs = 8 * day;

/** Far more than any world takes; one that takes more turns round and round. */
const mostSteps = 300_000;

/** Most timers that one process needs at a time, where no more than a few dozen requests are under way. */
const mostTimers = 500;

/** Lives through a plan. The same plan and parts give the same outcome. */
export async function simulate(plan: Plan, parts: Parts = {}): Promise<Outcome> {
  const world = new World(plan, parts);
  const onRejection = (reason: unknown) => {
    // Who has ended cannot be brought down by it.
    if (reason instanceof ProcessEnded) return;
    world.ledger.violate("no rejection unhandled", String(reason));
  };
  process.on("unhandledRejection", onRejection);
  try {
    return await withPromptCrypto(() => world.live());
  } finally {
    process.off("unhandledRejection", onRejection);
    world.close();
  }
}

class World {
  readonly ledger = new Ledger();
  readonly #plan: Plan;
  readonly #parts: Parts;
  readonly #random: Random;
  readonly #clock = new Clock(beginning);
  readonly #disk = new Disk(this.#clock);
  readonly #shelf: Shelf;
  readonly #hubspot: LocalHubSpot;
  readonly #network: Network;
  readonly #trace: string[] = [];
  readonly #supervisor: Supervisor;
  #senders = 0;
  #steps = 0;

  constructor(plan: Plan, parts: Parts) {
    const { settings, seed } = plan;
    this.#plan = plan;
    this.#parts = parts;
    this.#random = new Random(`world ${seed}`);
    this.#shelf = new Shelf({ settings, disk: this.#disk, ledger: this.ledger });
    this.#hubspot = this.#makeHubSpot();
    const limits = new LimitWatch(settings.limits);
    const insistence = new InsistenceWatch();
    this.#network = new Network({
      clock: this.#clock,
      random: this.#random.fork("network"),
      hubspot: this.#hubspot,
      onArrival: ({ life, path, isOwn }) => {
        this.#note(`hubspot is asked ${path}${isOwn ? "" : ", by the network alone"}`);
        if (!isOwn) return;
        const now = this.#clock.now();
        const excess = limits.count({ life, path, now });
        if (excess !== undefined) this.ledger.violate("the limit is not overrun", excess);
      },
      onAnswer: ({ body, isOwn }, status) => {
        if (!isOwn) return;
        const insisted = insistence.count({ body, status, now: this.#clock.now() });
        if (insisted !== undefined) this.ledger.violate("bounded", insisted);
      },
    });
    this.#supervisor = new Supervisor({
      clock: this.#clock,
      ledger: this.ledger,
      launch: (life, options) => this.#launch(life, options),
      note: (text) => this.#note(text),
    });
  }

  async live(): Promise<Outcome> {
    const { happenings, settings } = this.#plan;
    this.#supervisor.start(0);
    for (const happening of happenings) this.#at(happening.at, () => this.#happen(happening));
    const end = beginning + settings.lengthMs;
    await this.#run(end, () => false);
    if (this.ledger.violation !== undefined) return this.#outcome(end);
    this.#mend();
    const drained = await this.#run(end + longestDrainMs, () => this.#isQuiet());
    if (!drained) this.ledger.violate("everything settles", this.#shelf.describeWaiting());
    this.#shelf.checkAcknowledged();
    await this.#shutDown();
    return this.#outcome(end);
  }

  close(): void {
    this.#supervisor.abandon();
    this.#disk.close();
  }

  /** Goes on until a time, until `isDone`, or until a rule is broken; says whether it was `isDone`. */
  async #run(until: number, isDone: () => boolean): Promise<boolean> {
    await idle();
    while (this.ledger.violation === undefined && !isDone()) {
      if (!await this.#clock.step(until)) return isDone();
      if (++this.#steps > mostSteps) {
        this.ledger.violate("bounded", `It turns round and round: ${mostSteps} steps`);
      }
      this.#checkBounds();
    }
    return true;
  }

  #checkBounds(): void {
    const { life } = this.#supervisor;
    if (life === undefined) return;
    const timers = this.#clock.timersOf(life);
    if (timers > mostTimers) this.ledger.violate("bounded", `${timers} timers at a time`);
    // An outbox that delivers at once has as many requests under way as senders have.
    const { outbox, concurrency } = this.#plan.settings;
    const inFlight = this.#network.inFlight(life);
    if (outbox === "direct" || inFlight <= concurrency + 1) return;
    this.ledger.violate("bounded", `${inFlight} requests at a time, and a token's`);
  }

  #happen(happening: Happening): void {
    const now = this.#clock.now();
    const { kind } = happening;
    if (kind === "arrival") {
      this.#senders++;
      sendUntilTaken(happening.arrival, {
        clock: this.#clock,
        network: this.#network,
        ledger: this.ledger,
        process: () => this.#supervisor.listening,
        isDurable: (number) => this.#shelf.holds(number),
        note: (text) => this.#note(text),
      }).finally(() => this.#senders--);
      return;
    }
    const { at: _, ...what } = happening;
    this.#note(JSON.stringify(what));
    if (kind === "link") this.#network.strike(happening.fault, now + happening.forMs);
    else if (kind === "disk") this.#disk.strike(happening.fault, now + happening.forMs);
    else if (kind === "hubspot") this.#hubspot.faults.add(happening.fault);
    else if (kind === "stop") this.#supervisor.stop(happening.graceMs, happening);
    else this.#supervisor.kill(happening.atCall, happening);
  }

  #launch(life: Life, { number, clockMs }: { number: number; clockMs: number }): ForwarderProcess {
    const random = this.#random.fork(`process ${number}`);
    const process = startProcess({
      settings: this.#plan.settings,
      life,
      deps: {
        now: () => this.#clock.now() + clockMs,
        sleep: life.sleep,
        random: random.next,
        uuid: random.uuid,
        fetch: this.#network.fetchOf(life),
      },
      runner: this.#disk.open(life, () => this.#shelf.check()),
      parts: this.#parts,
      onDirectReceipt: (event, outcome) => this.#shelf.noteDirect(event, outcome),
    });
    this.#shelf.checkAcknowledged();
    return process;
  }

  /** From now on nothing goes wrong any more. */
  #mend(): void {
    this.#note("all faults end");
    this.#network.mend();
    this.#disk.mend();
    this.#hubspot.faults.clear();
  }

  #isQuiet(): boolean {
    const isListening = this.#supervisor.listening !== undefined;
    return this.#senders === 0 && isListening && !this.#shelf.isAnythingWaiting();
  }

  async #shutDown(): Promise<void> {
    if (this.ledger.violation !== undefined) return;
    const closing = this.#supervisor.close();
    // Longer than any request, token refreshes with all their retries included.
    await this.#run(this.#clock.now() + 10 * minute, () => false);
    const life = await closing;
    const left = life === undefined ? 0 : this.#clock.timersOf(life);
    if (left > 0) this.ledger.violate("no timer left over", `${left} timers after it has ended`);
  }

  #outcome(end: number): Outcome {
    const { violation } = this.ledger;
    const all = this.ledger.allAcknowledged();
    const shown = all.filter((number) => this.ledger.isShown(number)).length;
    return {
      ...(violation === undefined ? {} : { violation }),
      trace: this.#trace,
      figures: {
        virtualMs: Math.max(end, this.#clock.now()) - beginning,
        steps: this.#steps,
        acknowledged: all.length,
        shown,
        dead: all.length - shown,
        kills: this.#supervisor.kills,
      },
    };
  }

  #at(ms: number, act: () => void): void {
    this.#clock.sleep(beginning + ms - this.#clock.now(), { owner: this }).then(act);
  }

  #makeHubSpot(): LocalHubSpot {
    const { settings: { limits, rules, tokenLifeSeconds } } = this.#plan;
    const random = this.#random.fork("hubspot");
    const owner = {};
    const hubspot = createLocalHubSpot({
      deps: {
        now: this.#clock.now,
        sleep: (ms, signal) => this.#clock.sleep(ms, { owner, signal }),
        random: random.next,
        uuid: random.uuid,
      },
      limits: {
        requests: limits.requestsPer10Seconds,
        customEventsPerSecond: limits.customEventSendsPerSecond,
      },
      unconfirmed: rules,
      tokens: "known",
      apps: tokenLifeSeconds === 0 ? [] : [{ ...oauthApp, expiresIn: tokenLifeSeconds }],
      accessTokens: [{ token: privateToken }],
      logSize: 1,
    });
    hubspot.onEvent((event) => {
      this.#note(`hubspot takes ${event.family} ${event.id}`);
      this.ledger.shown(event);
    });
    hubspot.onRequest(({ path, outcome, status = "" }) =>
      this.#note(`hubspot answers ${path}: ${outcome} ${status}`)
    );
    return hubspot;
  }

  #note(text: string): void {
    this.#trace.push(`${new Date(this.#clock.now()).toISOString()} ${text}`);
  }
}
