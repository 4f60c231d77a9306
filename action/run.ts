import type { Activity, Skipped } from "../src/activity/activity.ts";
import { acceptEvent } from "../src/hubspot/accept.ts";
import type { EventValue } from "../src/hubspot/events.ts";
import { planEvents } from "../src/mapping/plan.ts";
import type { Unresolved } from "../src/people/resolver.ts";
import { githubActivities } from "../src/sources/github.ts";
import { type Parsed, SourceError } from "../src/sources/source.ts";
import { createDeps, type Deps } from "../src/transport/deps.ts";
import {
  announceExplanations,
  announceProblems,
  announceReport,
  announceRetry,
  announceWithheld,
} from "./announce.ts";
import { readConfigFile } from "./config_file.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { deliver } from "./deliver.ts";
import {
  type Environment,
  EventError,
  readEvent,
  withheldSecrets,
  type WorkflowEvent,
} from "./event.ts";
import { GitHubError, githubPlace } from "./github.ts";
import type { ActionsCore, Host } from "./host.ts";
import { identify } from "./identify.ts";
import { InputError } from "./input_error.ts";
import { type Inputs, rawInputs, readInputs } from "./inputs.ts";
import { logLine, logLines } from "./log.ts";
import { ProxyError, proxySecrets } from "./proxy.ts";
import { emptyReport, outputsOf, type Report, type Unsent } from "./report.ts";
import { completeInputs, mappingOf } from "./settings.ts";
import { renderSummary } from "./summary.ts";
import { tell } from "./told.ts";

/** What one run works with. */
interface Run {
  core: ActionsCore;
  environment: Environment;
  inputs: Inputs;
  event: WorkflowEvent;
  deadline: Deadline;
  deps: Deps;
}

/**
 * Puts what people did in the event that started the workflow run on their HubSpot timeline, and says what became of
 * it in the log, the outputs and the job summary. What a user can put right fails the step with words that say how.
 *
 * Throws what no user can put right.
 */
export async function run(core: ActionsCore, host: Host): Promise<void> {
  const { environment } = host;
  const raw = rawInputs(environment);
  // Before anything else is printed, so that nothing else can print it.
  for (const secret of [raw["hubspot-token"], raw["github-token"]]) {
    if (secret !== undefined) core.setSecret(secret);
  }
  for (const secret of proxySecrets(environment)) core.setSecret(secret);
  try {
    host.followProxy?.(environment);
    const inputs = readInputs(raw);
    const event = await eventOf(inputs, host);
    const withheld = inputs.accessToken === undefined && !inputs.dryRun
      ? withheldSecrets(event, environment)
      : undefined;
    if (withheld === undefined) await start(core, host, { inputs, event });
    else {
      announceWithheld(core, withheld);
      setOutputs(core, emptyReport(event.name));
    }
  } catch (error) {
    const isForUser = error instanceof InputError || error instanceof EventError ||
      error instanceof ProxyError || error instanceof SourceError;
    if (!isForUser) throw error;
    core.setFailed(logLines(error.message));
  }
}

/** What the workflow itself tells of needs no event; a dispatch's fields are found in its payload where there is one. */
async function eventOf({ told }: Inputs, { environment, readFile }: Host): Promise<WorkflowEvent> {
  try {
    return await readEvent(environment, readFile);
  } catch (error) {
    if (told === undefined || !(error instanceof EventError)) throw error;
    return { name: environment.GITHUB_EVENT_NAME ?? "", payload: {} };
  }
}

async function start(
  core: ActionsCore,
  { environment, deps: own }: Host,
  { inputs, event }: { inputs: Inputs; event: WorkflowEvent },
): Promise<void> {
  const deps = createDeps(own);
  const deadline = startDeadline(inputs.timeoutMs, deps);
  try {
    await carryOut({ core, environment, inputs, event, deadline, deps });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    setOutputs(core, emptyReport(event.name));
    core.setOutput("ok", "false");
    core[inputs.failOnError ? "setFailed" : "warning"](logLine(error.message));
  } finally {
    deadline.stop();
  }
}

async function carryOut(run: Run): Promise<void> {
  const { core, environment, inputs, event, deadline, deps } = run;
  const place = githubPlace(environment);
  const { configFile, gitHubToken: token } = inputs;
  const file = configFile === undefined
    ? {}
    : await readConfigFile(configFile, { place, token, deadline, deps });
  const settings = completeInputs(inputs, file);
  const found = await collect(run);
  const { people } = settings;
  const who = await identify(found.activities, { ...inputs, people, place, deadline, deps });
  if (inputs.dryRun && "rules" in settings.choice) {
    announceExplanations(core, settings.choice.rules, who.activities);
  }
  const plan = planEvents(who.activities, { mapping: mappingOf(settings, found.told) });
  const planned = plan.events.map(({ activity, event }) => ({
    activity,
    event: acceptEvent(event, deps),
  }));
  const { accessToken } = settings;
  const delivery = accessToken === undefined
    ? { sent: planned, unknown: [] }
    : await deliver(planned, {
      ...inputs,
      accessToken,
      deadline,
      deps,
      onRetry: (retry) => announceRetry(core, retry),
    });
  const reasons = new Map(who.unresolved.map((one) => [one.activityId, one]));
  const activities = new Map(who.activities.map((activity) => [activity.id, activity]));
  const report: Report = {
    eventName: event.name,
    dryRun: inputs.dryRun,
    sent: delivery.sent,
    skipped: [
      ...found.skipped.map((skipped) => unsent(skipped, { activities, reasons })),
      ...who.skipped,
      ...plan.skipped.map((skipped) => unsent(skipped, { activities, reasons })),
      ...delivery.unknown,
    ],
    lookups: {
      requests: who.requests,
      unresolved: who.unresolved.length,
      problems: who.problems,
    },
  };
  announceReport(core, report);
  setOutputs(core, report);
  if (inputs.summary) await writeSummary(core, report, environment);
  announceProblems(core, report, { failOnError: inputs.failOnError });
}

/** Finds what there is to tell; `told` is what the workflow itself said of it. */
async function collect(
  { environment, inputs, event: { name, payload }, deps }: Run,
): Promise<Parsed & { told?: Record<string, EventValue> }> {
  if (inputs.told !== undefined) {
    const { activity, properties } = await tell(inputs.told, {
      payload,
      environment,
      now: deps.now(),
    });
    return { activities: [activity], skipped: [], told: properties };
  }
  return await githubActivities({ event: name, payload, receivedAt: new Date(deps.now()) }, {
    ...(inputs.events === undefined ? {} : { types: inputs.events }),
    excludePeople: inputs.excludePeople,
    bodies: inputs.includeBodies,
    signOffs: inputs.signOffs,
  });
}

function unsent(
  { reason, what, activityId = "", issues }: Skipped,
  { activities, reasons }: {
    activities: ReadonlyMap<string, Activity>;
    reasons: ReadonlyMap<string, Unresolved>;
  },
): Unsent {
  const activity = activities.get(activityId);
  const unresolved = reasons.get(activityId);
  return {
    reason,
    what,
    ...(activity === undefined ? {} : { activity }),
    ...(issues === undefined ? {} : { issues }),
    ...(unresolved === undefined ? {} : { unresolved }),
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
