import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { clearFaults, moveClock } from "./acts.ts";
import { forwardersOf } from "./schedule.ts";
import { secrets } from "./secrets.ts";
import { outboxFile, type Stage, startVictim, victimOf } from "./stage.ts";
import { pause } from "./waiting.ts";

/** Nothing leaves the outbox for so long, in milliseconds, only where something is wrong. */
const stillMs = 60_000;

/** Longer than the longest pause between two attempts, so that whatever waits is due. */
const aheadMs = 13 * 60 * 60_000;

/**
 * Ends all faults and waits until what is due is delivered without anybody's help; then half a day goes by, until nothing
 * waits in the outbox any more. Throws an `Error` where something goes on waiting.
 */
export async function settle(stage: Stage): Promise<void> {
  await clearFaults(stage);
  if (stage.outbox === "sqlite") await drained(() => Promise.resolve(dueIn(stage)), "are due");
  if (stage.outbox !== "durable_object") await letTimePass(stage);
  await drained(() => waitingIn(stage), "wait in the outbox");
}

/** Waits until there are none of these events left. */
async function drained(count: () => Promise<number>, what: string): Promise<void> {
  let least = Infinity;
  for (let since = performance.now(); least > 0;) {
    const left = await count();
    if (left < least) since = performance.now();
    least = Math.min(least, left);
    if (performance.now() - since > stillMs) {
      throw new Error(`For a minute, ${left} events ${what}`);
    }
    await pause(100);
  }
}

/** How many events are due by the forwarder's clock, unless HubSpot refuses the account for now. */
function dueIn({ folder, aheadMs }: Stage): number {
  const now = Date.now() + (aheadMs.get("forwarder 1") ?? 0);
  const database = new DatabaseSync(join(folder, outboxFile), { readOnly: true });
  const row = database.prepare(
    `SELECT count(*) AS due FROM event WHERE due_at <= :now
     AND NOT EXISTS (SELECT * FROM pause WHERE from_at <= :now AND until_at > :now)`,
  ).get({ now });
  database.close();
  return Number(row?.due);
}

/** How many events wait, as the first forwarder's metrics say it. */
async function waitingIn({ urls }: Stage): Promise<number> {
  const answer = await fetch(`${urls[0]}/metrics`, {
    headers: { authorization: `Bearer ${secrets.metrics}` },
  });
  const text = await answer.text();
  const [, waiting] = /^hubline_outbox_events\{state="waiting"\} (\d+)$/m.exec(text) ?? [];
  if (waiting === undefined) {
    throw new Error(`The metrics do not say how many events wait:\n${text}`);
  }
  return Number(waiting);
}

/** Half a day goes by between the end of each forwarder, which is asked to end this time, and its next start. */
async function letTimePass(stage: Stage): Promise<void> {
  for (const process of forwardersOf(stage.outbox)) {
    await victimOf(stage, process).stop();
    moveClock({ process, byMs: aheadMs }, stage);
    await startVictim(stage, process);
  }
}
