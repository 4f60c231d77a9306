import process from "node:process";
import { carryOut, type Scene } from "./acts.ts";
import { declareStrictEvent } from "./definitions.ts";
import { gatherDeadLetters, gatherTimelines } from "./evidence.ts";
import type { Form } from "./forms.ts";
import { judge, type Verdict } from "./judge.ts";
import { Load } from "./load.ts";
import { describeStep, forwardersOf, makeSchedule, type OutboxKind } from "./schedule.ts";
import { settle } from "./settling.ts";
import { makeShipments, type Shipment } from "./shipments.ts";
import { closeStage, openStage, type Stage, startVictim } from "./stage.ts";
import { Strikes } from "./strikes.ts";
import { pause } from "./waiting.ts";

/** What a run is made of. */
export interface RunOptions {
  /** Decides what is sent and what goes wrong. */
  seed: number;
  /** Which outbox is put through it. */
  outbox: OutboxKind;
  /** How large it is. */
  form: Form;
  /** Told of each step as it begins. */
  onStep(line: string): void;
  /** Told of what runs, so that it can be ended with this process. */
  onOpen(stage: Stage): void;
}

/** `prlimit`, which makes a disk full for one process, is Linux' own. */
export const canFillDisk: boolean = process.platform === "linux";

/** What a run came to. */
export interface Outcome {
  /** What became of the events. */
  verdict: Verdict;
  /** Events whose id changed when they were sent again. */
  renamed: readonly string[];
  /** Processes that were killed. */
  kills: number;
  /** What the senders counted. */
  counts: Load["counts"];
  /** Requests to Local HubSpot that were struck by a fault, at the least. */
  struck: number;
}

/** Sends events while everything goes wrong that the schedule says, waits until all is settled, and judges. */
export async function run(options: RunOptions): Promise<Outcome> {
  const { seed, outbox, form, onOpen, onStep } = options;
  const stage = await openStage(outbox);
  onOpen(stage);
  try {
    await startVictim(stage, "hubspot");
    await declareStrictEvent(stage.hubSpotUrl);
    await Promise.all(forwardersOf(outbox).map((name) => startVictim(stage, name)));
    const load = new Load({
      urls: stage.urls,
      now: (place) =>
        Date.now() + (stage.aheadMs.get(forwardersOf(outbox)[place] ?? "hubspot") ?? 0),
      clients: form.clients,
      // Elsewhere the forwarders of these runs remember nobody.
      knowsUsers: outbox === "sqlite",
    });
    await load.introduceUsers();
    const shipments = makeShipments({ seed, ...form });
    const struck = await goWrong(
      { stage, load, nextNumber: shipments.length },
      shipments,
      options,
    );
    onStep("all is sent");
    await load.finished();
    onStep("all is acknowledged");
    await settle(stage);
    onStep("all is settled");
    const shown = await gatherTimelines(stage);
    const dead = await gatherDeadLetters(stage);
    const kills = [...stage.victims.values()].reduce((sum, victim) => sum + victim.kills, 0);
    const verdict = judge({ acknowledged: load.acknowledged.values(), shown, dead });
    return { verdict, renamed: load.renamed, kills, counts: load.counts, struck };
  } finally {
    await closeStage(stage);
  }
}

/**
 * Takes the steps of the schedule; each begins with its share of the load, so that it meets the forwarder at work. Gives
 * the number of requests that faults struck.
 */
async function goWrong(
  scene: Scene,
  shipments: readonly Shipment[],
  { seed, outbox, form, onStep }: RunOptions,
): Promise<number> {
  const { stage, load } = scene;
  const strikes = new Strikes(stage.hubSpotUrl);
  const { kills } = form;
  const steps = makeSchedule({ seed, outbox, kills, canFillDisk });
  for (const [index, step] of steps.entries()) {
    onStep(`${String(index + 1).padStart(4)}/${steps.length}  ${describeStep(step)}`);
    const placeOf = (part: number) => Math.floor(part / steps.length * shipments.length);
    load.release(shipments.slice(placeOf(index), placeOf(index + 1)));
    await pause(step.afterMs);
    await strikes.look();
    await carryOut(step.act, scene);
    if (step.act.kind === "kill" && step.act.processes.includes("hubspot")) strikes.restart();
    load.check();
    for (const victim of stage.victims.values()) victim.check();
  }
  return strikes.count;
}
