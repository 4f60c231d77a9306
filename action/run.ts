import type { Activity, Skipped } from "../src/activity/activity.ts";
import { acceptEvent } from "../src/hubspot/accept.ts";
import { createClient } from "../src/hubspot/client.ts";
import type { Receipt } from "../src/hubspot/receipts.ts";
import { matchesGlob } from "../src/validation/glob.ts";
import { planEvents } from "../src/mapping/plan.ts";
import { githubActivities } from "../src/sources/github.ts";
import { SourceError } from "../src/sources/source.ts";
import { createDeps, type Deps } from "../src/transport/deps.ts";
import { announceProblems, announceReport, announceWithheld } from "./announce.ts";
import {
  type Environment,
  EventError,
  readEvent,
  withheldSecrets,
  type WorkflowEvent,
} from "./event.ts";
import type { ActionsCore, Host } from "./host.ts";
import { completeInputs, InputError, type Inputs, rawInputs, readInputs } from "./inputs.ts";
import { logLine, logLines } from "./log.ts";
import { ProxyError, proxySecrets } from "./proxy.ts";
import { outputsOf, type Report, type Sent, type Unsent } from "./report.ts";
import { renderSummary } from "./summary.ts";

/**
 * Puts what people did in the event that started the workflow run on their HubSpot timeline, and says what became of
 * it in the log, the outputs and the job summary. What a user can put right fails the step with words that say how.
 *
 * Throws what no user can put right.
 */
export async function run(core: ActionsCore, host: Host): Promise<void> {
  const raw = rawInputs(host.environment);
  // Before anything else is printed, so that nothing else can print it.
  if (raw["hubspot-token"] !== undefined) core.setSecret(raw["hubspot-token"]);
  for (const secret of proxySecrets(host.environment)) core.setSecret(secret);
  try {
    host.followProxy?.(host.environment);
    const inputs = readInputs(raw);
    const event = await readEvent(host.environment, host.readFile);
    const withheld = inputs.accessToken === undefined && !inputs.dryRun
      ? withheldSecrets(event, host.environment)
      : undefined;
    if (withheld === undefined) await deliver(core, host, { inputs, event });
    else {
      announceWithheld(core, withheld);
      setOutputs(core, { eventName: event.name, dryRun: false, sent: [], skipped: [] });
    }
  } catch (error) {
    const isForUser = error instanceof InputError || error instanceof EventError ||
      error instanceof ProxyError || error instanceof SourceError;
    if (!isForUser) throw error;
    core.setFailed(logLines(error.message));
  }
}

async function deliver(
  core: ActionsCore,
  { environment, deps: own }: Host,
  { inputs, event }: { inputs: Inputs; event: WorkflowEvent },
): Promise<void> {
  const deps = createDeps(own);
  const { accessToken, mapping } = completeInputs(inputs);
  const found = await githubActivities({
    event: event.name,
    payload: event.payload,
    receivedAt: new Date(deps.now()),
  });
  const isWanted = ({ type }: Activity) => inputs.events.some((one) => matchesGlob(one, type));
  const wanted = found.activities.filter(isWanted);
  const { people = {} } = inputs.config;
  const plan = planEvents(wanted, { mapping, people });
  const planned = plan.events.map(({ activity, event }) => ({
    activity,
    event: acceptEvent(event, deps),
  }));
  const byId = new Map(found.activities.map((activity) => [activity.id, activity]));
  const unwanted = found.activities.filter((activity) => !isWanted(activity));
  const report: Report = {
    eventName: event.name,
    dryRun: inputs.dryRun,
    sent: accessToken === undefined
      ? planned
      : await send(planned, { accessToken, baseUrl: inputs.hubSpotUrl, deps }),
    skipped: [
      ...found.skipped.map((skipped) => unsent(skipped, byId)),
      ...unwanted.map((activity): Unsent => ({
        reason: "not_selected",
        what: activity.type,
        activity,
      })),
      ...plan.skipped.map((skipped) => unsent(skipped, byId)),
    ],
  };
  announceReport(core, report);
  setOutputs(core, report);
  if (inputs.summary) await writeSummary(core, report, environment);
  announceProblems(core, report, { failOnError: inputs.failOnError });
}

/** Sends the events and puts each receipt to its own, in the order of the events. */
async function send(
  planned: readonly Sent[],
  options: { accessToken: string; baseUrl: string; deps: Deps },
): Promise<Sent[]> {
  const receipts = new Map<number, Receipt>();
  const client = createClient(options);
  for await (const receipt of client.sendAll(planned.map(({ event }) => event))) {
    receipts.set(receipt.index, receipt);
  }
  return planned.map((one, index) => {
    const receipt = receipts.get(index);
    if (receipt === undefined) throw new Error(`No receipt for event ${index}`);
    return { ...one, receipt };
  });
}

function unsent(
  { reason, what, activityId, issues }: Skipped,
  activities: ReadonlyMap<string, Activity>,
): Unsent {
  const activity = activities.get(activityId ?? "");
  return {
    reason,
    what,
    ...(activity === undefined ? {} : { activity }),
    ...(issues === undefined ? {} : { issues }),
  };
}

function setOutputs(core: ActionsCore, report: Report): void {
  for (const [name, value] of Object.entries(outputsOf(report))) core.setOutput(name, value);
}

/** A summary that cannot be written is no reason to fail: the events are delivered. */
async function writeSummary(
  core: ActionsCore,
  report: Report,
  { GITHUB_STEP_SUMMARY }: Environment,
): Promise<void> {
  // Missing on older GitHub Enterprise servers, where the toolkit would throw.
  if (GITHUB_STEP_SUMMARY === undefined || GITHUB_STEP_SUMMARY === "") return;
  try {
    await core.summary.addRaw(renderSummary(report)).write();
  } catch (error) {
    core.warning(logLine(`Cannot write the job summary: ${error}`));
  }
}
