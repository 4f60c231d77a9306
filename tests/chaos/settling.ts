import { clearFaults, moveClock } from "./acts.ts";
import { forwardersOf } from "./schedule.ts";
import { secrets } from "./secrets.ts";
import { type Stage, startVictim, victimOf } from "./stage.ts";
import { pause } from "./waiting.ts";

/** Nothing leaves the outbox for so long, in milliseconds, only where something is wrong. */
const stillMs = 60_000;

/** Longer than the longest pause between two attempts, so that whatever waits is due. */
const aheadMs = 13 * 60 * 60_000;

/**
 * Ends all faults, lets half a day go by and waits until nothing waits in the outbox any more. Throws an `Error` where
 * something goes on waiting.
 */
export async function settle(stage: Stage): Promise<void> {
  await clearFaults(stage);
  await letTimePass(stage);
  let least = Infinity;
  for (let since = performance.now(); least > 0;) {
    const waiting = await waitingIn(stage);
    if (waiting < least) since = performance.now();
    least = Math.min(least, waiting);
    if (performance.now() - since > stillMs) {
      throw new Error(`${waiting} events go on waiting in the outbox`);
    }
    await pause(100);
  }
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

/**
 * Half a day goes by between the end of each forwarder, which is asked to end this time, and its next start. Where time
 * is the platform's, the pauses are short, and whoever operates it ends that of the account.
 */
async function letTimePass(stage: Stage): Promise<void> {
  if (stage.outbox === "durable_object") {
    const { body } = await fetch(`${stage.urls[0]}/chaos/resume`);
    return await body?.cancel();
  }
  for (const process of forwardersOf(stage.outbox)) {
    await victimOf(stage, process).stop();
    moveClock({ process, byMs: aheadMs }, stage);
    await startVictim(stage, process);
  }
}
