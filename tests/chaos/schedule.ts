import type { Fault } from "../../src/local/mod.ts";
import { Dice } from "./dice.ts";
import { passingFaults, pausingFaults } from "./fault_kinds.ts";

/** Outboxes that are put through it. */
export type OutboxKind = "sqlite" | "postgres" | "durable_object";

/** All of them. */
export const outboxKinds: readonly OutboxKind[] = ["sqlite", "postgres", "durable_object"];

/** Who runs: one forwarder or two, by number, and Local HubSpot. */
export type ProcessName = "forwarder 1" | "forwarder 2" | "hubspot";

/** Something that goes wrong. */
export type Act =
  /** `kill -9`; the processes come back after a while. */
  | { kind: "kill"; processes: readonly ProcessName[]; downMs: number }
  /** A process is asked to end, as whoever deploys a new version does, and starts again. */
  | { kind: "restart"; process: ProcessName }
  /** A process stands still for a while, as on a machine that is overloaded or moved, and knows nothing of it. */
  | { kind: "freeze"; process: ProcessName; forMs: number }
  /** Local HubSpot misbehaves. */
  | { kind: "fault"; fault: Fault }
  /** The forwarder's disk takes no more, until it has said so; then there is room again, or it is killed first. */
  | { kind: "full_disk"; isKilled: boolean }
  /** The clock of a forwarder jumps, ahead or back. */
  | { kind: "clock"; process: ProcessName; byMs: number }
  /** The database stops as it does in a crash, and comes back after a while. */
  | { kind: "crash_database"; downMs: number };

/** Something that goes wrong, and when. */
export interface Step {
  /** Time since the step before was over, in milliseconds. */
  afterMs: number;
  /** What goes wrong. */
  act: Act;
}

/** What a schedule is made from. */
export interface ScheduleOptions {
  /** Decides everything: the same seed is the same schedule. */
  seed: number;
  /** The outbox, which decides what can go wrong. */
  outbox: OutboxKind;
  /** How many processes are killed, at the least. */
  kills: number;
  /** Whether the disk of a process can be made full, which takes Linux. Default: true. */
  canFillDisk?: boolean;
}

const minute = 60_000;
const hour = 60 * minute;

/** Makes a schedule of all that goes wrong, and when. */
export function makeSchedule(options: ScheduleOptions): Step[] {
  const { seed, outbox, kills, canFillDisk = true } = options;
  const dice = new Dice(seed);
  const groups: Act[][] = [];
  for (let killed = 0; killed < kills;) {
    const processes = victims(outbox, dice);
    killed += processes.length;
    groups.push([{ kind: "kill", processes, downMs: dice.whole(0, 400) }]);
  }
  const share = (part: number) => Math.ceil(kills * part);
  // One after the other at first, so that a short schedule has many kinds.
  const order = dice.shuffle(passingFaults);
  for (let fault = 0; fault < share(1.2); fault++) {
    const make = order[fault] ?? dice.pick(passingFaults);
    groups.push([{ kind: "fault", fault: make(dice) }]);
  }
  for (let freeze = 0; freeze < share(0.1); freeze++) {
    const process = dice.pick([...forwardersOf(outbox), "hubspot"] as const);
    // Longer, now and then, than the lease of whoever delivers from Postgres.
    groups.push([{ kind: "freeze", process, forMs: dice.whole(200, 4_000) }]);
  }
  // A Durable Object is ended and woken by its platform, whose clock does not jump.
  if (outbox !== "durable_object") {
    for (let restart = 0; restart < share(0.1); restart++) {
      groups.push([{ kind: "restart", process: dice.pick(forwardersOf(outbox)) }]);
    }
    for (let jump = 0; jump < share(0.2); jump++) groups.push([clockJump(outbox, dice)]);
    for (let pause = 0; pause < share(0.1); pause++) groups.push(pauseAndJump(outbox, dice));
  }
  for (let full = 0; outbox === "sqlite" && canFillDisk && full < share(0.1); full++) {
    groups.push([{ kind: "full_disk", isKilled: dice.happens(0.3) }]);
  }
  for (let crash = 0; outbox === "postgres" && crash < share(0.1); crash++) {
    groups.push([{ kind: "crash_database", downMs: dice.whole(0, 1_000) }]);
  }
  return dice.shuffle(groups).flat().map((act) => ({ afterMs: delayBefore(act, dice), act }));
}

/** Whoever is killed is killed at work: soon after the requests of the step have come. */
function delayBefore(act: Act, dice: Dice): number {
  return act.kind === "kill" ? dice.whole(0, 80) : dice.whole(20, 350);
}

/** Says a step in a line. */
export function describeStep({ afterMs, act }: Step): string {
  return `+${String(afterMs).padStart(3)} ms  ${describeAct(act)}`;
}

function describeAct(act: Act): string {
  switch (act.kind) {
    case "kill":
      return `kill -9 ${act.processes.join(" and ")}, back after ${act.downMs} ms`;
    case "restart":
      return `restart of ${act.process}`;
    case "freeze":
      return `${act.process} stands still for ${act.forMs} ms`;
    case "fault":
      return `fault ${JSON.stringify(act.fault)}`;
    case "full_disk":
      return `full disk${act.isKilled ? ", and kill -9 forwarder 1" : ""}`;
    case "clock":
      return `clock of ${act.process} jumps by ${Math.round(act.byMs / 1_000)} s`;
    case "crash_database":
      return `crash of the database, back after ${act.downMs} ms`;
  }
}

function victims(outbox: OutboxKind, dice: Dice): ProcessName[] {
  const forwarders = forwardersOf(outbox);
  const chance = dice.whole(1, 10);
  if (chance <= 6) return [dice.pick(forwarders)];
  if (chance <= 8) return ["hubspot"];
  return chance === 9 ? [...forwarders] : [dice.pick(forwarders), "hubspot"];
}

/** The forwarders beside each other: Postgres is the outbox that several may share. */
export function forwardersOf(outbox: OutboxKind): ProcessName[] {
  return outbox === "postgres" ? ["forwarder 1", "forwarder 2"] : ["forwarder 1"];
}

/** From an hour back to three ahead, so that a clock ends up ahead and what is to be tried later comes due. */
function clockJump(outbox: OutboxKind, dice: Dice): Act {
  const byMs = dice.whole(-1 * hour, 3 * hour);
  return { kind: "clock", process: dice.pick(forwardersOf(outbox)), byMs };
}

function pauseAndJump(outbox: OutboxKind, dice: Dice): Act[] {
  const byMs = hour + dice.whole(1, 10) * minute;
  return [
    { kind: "fault", fault: dice.pick(pausingFaults)(dice) },
    ...forwardersOf(outbox).map((process): Act => ({ kind: "clock", process, byMs })),
  ];
}
