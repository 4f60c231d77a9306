import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Fault } from "../../src/local/mod.ts";
import type { Load } from "./load.ts";
import type { Act, ProcessName } from "./schedule.ts";
import { makeShipment } from "./shipments.ts";
import { type Stage, startVictim, victimOf } from "./stage.ts";
import { pause, until } from "./waiting.ts";

/** On what an act is carried out. */
export interface Scene {
  /** Who runs. */
  stage: Stage;
  /** What is sent meanwhile. */
  load: Load;
  /** Number for the next shipment that an act sends by itself; above those of the load. */
  nextNumber: number;
}

/** Carries out one act; it is over when all that has to come back is back. */
export async function carryOut(act: Act, scene: Scene): Promise<void> {
  const { stage } = scene;
  switch (act.kind) {
    case "kill":
      return await kill(act, stage);
    case "restart":
      await victimOf(stage, act.process).stop();
      return await startVictim(stage, act.process);
    case "freeze":
      victimOf(stage, act.process).signal("SIGSTOP");
      await pause(act.forMs);
      return victimOf(stage, act.process).signal("SIGCONT");
    case "fault":
      return await addFault(act.fault, stage);
    case "clock":
      return moveClock(act, stage);
    case "full_disk":
      return await fillDisk(act, scene);
    case "crash_database":
      await stage.database?.crash();
      await pause(act.downMs);
      await stage.database?.restart();
  }
}

/** Ends all faults of Local HubSpot. */
export async function clearFaults({ hubSpotUrl }: Stage): Promise<void> {
  const { body, ok } = await fetch(`${hubSpotUrl}/_local/faults`, { method: "DELETE" });
  await body?.cancel();
  if (!ok) throw new Error("Local HubSpot keeps its faults");
}

/** Has the clock of a forwarder jump. */
export function moveClock(
  { process, byMs }: { process: ProcessName; byMs: number },
  stage: Stage,
): void {
  const ahead = (stage.aheadMs.get(process) ?? 0) + byMs;
  stage.aheadMs.set(process, ahead);
  victimOf(stage, process).tell(String(ahead));
}

async function kill(
  { processes, downMs }: { processes: readonly ProcessName[]; downMs: number },
  stage: Stage,
): Promise<void> {
  await Promise.all(processes.map((name) => victimOf(stage, name).kill()));
  await pause(downMs);
  await Promise.all(processes.map((name) => startVictim(stage, name)));
}

async function addFault(fault: Fault, { hubSpotUrl }: Stage): Promise<void> {
  const answer = await fetch(`${hubSpotUrl}/_local/faults`, {
    method: "POST",
    body: JSON.stringify(fault),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Local HubSpot does not take a fault: ${text}`);
}

/** Longest file while the disk counts as full, in bytes: less than one page of the database and its place in the log. */
const fullDiskBytes = 4_096;

const limitMs = 60_000;

/** No file of the forwarder's may grow, until a sender was told so; what was taken before stays, and so does the sender. */
async function fillDisk({ isKilled }: { isKilled: boolean }, scene: Scene): Promise<void> {
  const { stage, load } = scene;
  const forwarder = victimOf(stage, "forwarder 1");
  const number = scene.nextNumber++;
  const probe = makeShipment(number, { way: "one event", size: 1, isRepeated: false });
  const isAnsweredWith = async (status: number) => (await load.send(probe, 0)).status === status;
  await limitFiles(forwarder.pid, String(fullDiskBytes));
  const what = "503 while the disk is full";
  await until(() => isAnsweredWith(503), { what, limitMs });
  if (isKilled) await kill({ processes: ["forwarder 1"], downMs: 0 }, stage);
  else await limitFiles(forwarder.pid, "unlimited");
  await until(() => isAnsweredWith(202), { what: "202 when there is room again", limitMs });
}

/** Lowers or lifts the limit of a process of ours, which takes no root as long as the hard limit stays. */
async function limitFiles(pid: number, bytes: string): Promise<void> {
  await promisify(execFile)("prlimit", ["--pid", String(pid), `--fsize=${bytes}:`]);
}
