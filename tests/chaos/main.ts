/**
 * Chaos: forwarder and Local HubSpot as processes of their own, senders of all kinds, and a schedule of everything that
 * goes wrong: processes killed, a full disk, broken connections, silence, limits, clocks that jump. At the end, every
 * event that was acknowledged has to stand exactly once on its timeline, or among the dead letters with a reason.
 *
 *     deno task chaos                                  the short form, another seed each time
 *     deno task chaos --seed 7 --verbose               one that was before, step by step
 *     deno task chaos --outbox postgres                or durable_object, in workerd
 *     deno task chaos --long                           the long form; writes results.json
 *     deno task chaos --seed 7 --schedule              what would go wrong
 *
 * The last line has the figures; the exit code is 1 where anything was lost, doubled or otherwise wrong.
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { commandOf, readArguments } from "./arguments.ts";
import { forms } from "./forms.ts";
import { describeFigures, describeTroubles, type Figures, figuresOf, isGood } from "./report.ts";
import { canFillDisk, type Outcome, run } from "./run.ts";
import { describeStep, makeSchedule } from "./schedule.ts";
import { closeStage, type Stage } from "./stage.ts";

const results = new URL("./results.json", import.meta.url);
const chosen = readArguments(process.argv.slice(2), Math.random);
const { outbox, seed, isDry, isVerbose } = chosen;
const form = forms[chosen.form][outbox];
if (isDry) {
  for (const step of makeSchedule({ seed, outbox, kills: form.kills, canFillDisk })) {
    console.log(describeStep(step));
  }
} else {
  process.exit(await main() ? 0 : 1);
}

async function main(): Promise<boolean> {
  const lines: string[] = [];
  try {
    const outcome = await run({ seed, outbox, form, onOpen: endWithUs, onStep });
    return await tell(outcome);
  } catch (error) {
    if (!isVerbose) console.log(lines.slice(-40).join("\n"));
    console.log(error instanceof Error ? error.stack : error);
    console.log(`Run it again with: ${commandOf(chosen)}`);
    return false;
  }

  function onStep(step: string): void {
    const line = `${(performance.now() / 1_000).toFixed(1).padStart(6)} s  ${step}`;
    lines.push(line);
    if (isVerbose) console.log(line);
  }
}

async function tell(outcome: Outcome): Promise<boolean> {
  const figures = figuresOf(outcome, seed);
  const { requests, unanswered, refused, repeated } = outcome.counts;
  console.log(
    `${requests} requests, of which ${unanswered} got no answer, ${refused} were refused for now and ${repeated} ` +
      `repeated what was acknowledged; faults struck ${outcome.struck} requests to Local HubSpot or more`,
  );
  const isFine = isGood(outcome);
  if (!isFine) {
    console.log(describeTroubles(outcome).join("\n"));
    console.log(`Run it again with: ${commandOf(chosen)}`);
  }
  if (isFine && chosen.form === "long") await publish(figures);
  console.log(`${outbox}: ${describeFigures(figures)}`);
  return isFine;
}

/** Puts the figures beside those of the other outboxes. */
async function publish(figures: Figures): Promise<void> {
  const before: Record<string, Figures> = JSON.parse(
    await readFile(results, "utf8").catch(() => "{}"),
  );
  await writeFile(results, `${JSON.stringify({ ...before, [outbox]: figures }, null, 2)}\n`);
}

/** What runs in groups of its own would outlive a signal to this process. */
function endWithUs(stage: Stage): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      await closeStage(stage);
      process.exit(1);
    });
  }
}
