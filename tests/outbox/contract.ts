/**
 * What every outbox that keeps events must do. A test file hands in a maker and runs the checks:
 *
 *     for (const { name, run } of outboxChecks(make, { canAdvance: true })) it(name, run);
 *
 * @module
 */
import type { AcceptedEvent } from "../../mod.ts";
import { acceptEvent } from "../../src/hubspot/accept.ts";
import type { Verdict } from "../../src/hubspot/verdicts.ts";
import type { DepthLimit } from "../../src/outbox/depth.ts";
import type { JournaledOutbox } from "../../src/outbox/outbox.ts";
import type { RetrySchedule } from "../../src/outbox/settlement.ts";
import { delivered } from "../support/client_stand_in.ts";
import { appEvent } from "../support/events.ts";
import { deliveryChecks } from "./contract_delivery.ts";
import { journalChecks } from "./contract_journal.ts";
import { outageChecks } from "./contract_outage.ts";

/** How a check wants its outbox. */
export interface ContractSettings {
  /** Says what becomes of the event with this id; asked in the order in which the client is given the events. */
  decide(id: string): Verdict | Promise<Verdict>;
  /** Delays between attempts, with chance at 0.5, so that they are not jittered. */
  schedule: RetrySchedule;
  /** Limit of the depth. Default: the outbox's own. */
  depth?: Partial<DepthLimit>;
}

/** An outbox on storage of its own, empty at first. */
export interface ContractOutbox {
  /** The outbox. Nobody else calls its `process`: neither a loop nor an alarm delivers beside the check. */
  outbox: JournaledOutbox;
  /** The outbox's clock, in milliseconds since 1970. */
  now(): number;
  /** Moves the outbox's clock; never called where the maker says that it cannot. */
  advance(ms: number): Promise<void>;
  /** Another outbox with the same settings on the same storage, after the first was closed or its process ended. */
  reopen(): Promise<JournaledOutbox>;
  /** Releases everything. */
  close(): Promise<void>;
}

/** Makes an outbox for one check. */
export type ContractMaker = (settings: ContractSettings) => Promise<ContractOutbox>;

/** What a maker is able to do. */
export interface ContractAbilities {
  /** Whether its outboxes have a clock that can be moved. Where not, what needs one is not checked. */
  canAdvance: boolean;
}

/** What a check works with. */
export interface World extends Omit<ContractOutbox, "close"> {
  /** Ids that the client was given, in order. */
  readonly asked: string[];
  /** What becomes of each event; every one is delivered unless the check says otherwise. */
  decide: ContractSettings["decide"];
  /** An accepted event with this id. */
  event(id: string, own?: Parameters<typeof appEvent>[0]): AcceptedEvent;
  /** Puts events with these ids at once. */
  put(...ids: string[]): Promise<void>;
  /** Runs one round. */
  round(limit?: number): ReturnType<JournaledOutbox["process"]>;
}

/** One thing that must be true of every outbox. */
export interface ContractCheck extends Partial<Pick<ContractSettings, "schedule" | "depth">> {
  /** Symbol and criterion, as in every test's name. */
  name: string;
  /** Whether the check moves the clock. Default: `false`. */
  needsClock?: boolean;
  /** Throws where it is not so. */
  run(world: World): Promise<void>;
}

/** One test of one outbox. */
export interface ContractTest {
  /** Name of the test. */
  name: string;
  /** Makes an outbox, runs the check and closes the outbox. */
  run(): Promise<void>;
}

/** The tests of the outboxes that `make` makes. */
export function outboxChecks(make: ContractMaker, able: ContractAbilities): ContractTest[] {
  return [...deliveryChecks, ...outageChecks, ...journalChecks]
    .filter(({ needsClock = false }) => able.canAdvance || !needsClock)
    .map((check) => ({ name: check.name, run: () => runCheck(check, make) }));
}

/** Two attempts, the second as soon as anybody asks: a retry that needs no clock. */
const atOnce: RetrySchedule = { delaysMs: [0] };

async function runCheck(check: ContractCheck, make: ContractMaker): Promise<void> {
  const asked: string[] = [];
  const made = await make({
    decide(id) {
      asked.push(id);
      return world.decide(id);
    },
    schedule: check.schedule ?? atOnce,
    ...(check.depth === undefined ? {} : { depth: check.depth }),
  });
  const world: World = {
    outbox: made.outbox,
    asked,
    decide: () => delivered,
    now: () => made.now(),
    advance: (ms) => made.advance(ms),
    async reopen() {
      world.outbox = await made.reopen();
      return world.outbox;
    },
    event: (id, own) =>
      acceptEvent(appEvent({ id, ...own }), { now: () => made.now(), uuid: () => id }),
    async put(...ids) {
      await world.outbox.put(ids.map((id) => world.event(id)));
    },
    round: (limit = 10) => world.outbox.process(limit),
  };
  try {
    await check.run(world);
  } finally {
    await made.close();
  }
}
