import { githubActivities } from "../src/sources/github.ts";
import { SourceError } from "../src/sources/source.ts";
import { createDeps, type Deps } from "../src/transport/deps.ts";
import { announceProblems, announceReport, announceStop, announceWithheld } from "./announce.ts";
import { backfill, type Backfilled } from "./backfill/backfill.ts";
import { readConfigFile } from "./config_file.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { EventError, readEvent, withheldSecrets, type WorkflowEvent } from "./event.ts";
import { GitHubError, githubPlace } from "./github.ts";
import type { ActionsCore, Host } from "./host.ts";
import type { LookupLimits } from "./identify.ts";
import { InputError } from "./input_error.ts";
import { type Inputs, rawInputs, readInputs } from "./inputs.ts";
import { logLine, logLines } from "./log.ts";
import { createPipeline, type Found } from "./pipeline.ts";
import { ProxyError, proxySecrets } from "./proxy.ts";
import { emptyReport, failedReport, outputsOf, type Report } from "./report.ts";
import { completeInputs, type RunSettings } from "./settings.ts";
import { renderSummary } from "./summary.ts";
import { tell } from "./told.ts";

/** What one run works with. */
interface Run {
  core: ActionsCore;
  host: Host;
  inputs: Inputs;
  event: WorkflowEvent;
  deadline: Deadline;
  deps: Deps;
}

/** What looking people up may cost, of the thousand requests that GitHub allows a workflow's token in an hour. */
const lookupLimits = {
  event: { maxRequests: 100, timeoutMs: 60_000 },
  // A page of a hundred people, each asked about as often as may be.
  page: { maxRequests: 400, timeoutMs: 600_000 },
} satisfies Record<string, LookupLimits>;

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
    const event = eventOf(inputs, host);
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
    setOutputs(core, failedReport(environment.GITHUB_EVENT_NAME ?? "", error.message));
    core.setFailed(logLines(error.message));
  }
}

/** Only what started the run needs an event; a dispatch's fields are found in its payload where there is one. */
function eventOf({ told, past }: Inputs, { environment, readFile }: Host): WorkflowEvent {
  try {
    return readEvent(environment, readFile);
  } catch (error) {
    const isNeeded = told === undefined && past === undefined;
    if (isNeeded || !(error instanceof EventError)) throw error;
    return { name: environment.GITHUB_EVENT_NAME ?? "", payload: {} };
  }
}

async function start(
  core: ActionsCore,
  host: Host,
  { inputs, event }: { inputs: Inputs; event: WorkflowEvent },
): Promise<void> {
  const deps = createDeps(host.deps);
  const deadline = startDeadline(inputs.timeoutMs, deps);
  try {
    await carryOut({ core, host, inputs, event, deadline, deps });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    setOutputs(core, failedReport(event.name, error.message));
    core[inputs.failOnError ? "setFailed" : "warning"](logLine(error.message));
  } finally {
    deadline.stop();
  }
}

async function carryOut(run: Run): Promise<void> {
  const { core, host, inputs, event, deadline, deps } = run;
  const place = githubPlace(host.environment);
  const { configFile, gitHubToken: token, past } = inputs;
  const file = configFile === undefined
    ? {}
    : await readConfigFile(configFile, { place, token, deadline, deps });
  const settings = completeInputs(inputs, file);
  const common = { core, inputs, settings, place, deadline, deps };
  const pipeline = createPipeline({
    ...common,
    lookupLimits: past === undefined ? lookupLimits.event : lookupLimits.page,
  });
  const { results, ...ending }: Backfilled = past === undefined || token === undefined
    ? { results: await pipeline(await collect(run, settings)) }
    : await backfill(core, pipeline, {
      ...past,
      place,
      token,
      activities: settings.activities,
      deadline,
      deps,
    });
  const report: Report = {
    eventName: past === undefined ? event.name : "backfill",
    dryRun: inputs.dryRun,
    ...ending,
    ...results,
  };
  announceReport(core, report);
  setOutputs(core, report);
  if (inputs.summary) writeSummary(core, report, host);
  announceProblems(core, report, inputs);
  announceStop(core, report, inputs);
}

/** Finds what there is to tell; `told` is what the workflow itself said of it. */
async function collect(
  { host: { environment }, inputs, event: { name, payload }, deps }: Run,
  { activities }: RunSettings,
): Promise<Found> {
  if (inputs.told !== undefined) {
    const { activity, properties } = await tell(inputs.told, {
      payload,
      environment,
      now: deps.now(),
    });
    return { activities: [activity], skipped: [], told: properties };
  }
  const receivedAt = new Date(deps.now());
  return await githubActivities({ event: name, payload, receivedAt }, activities);
}

function setOutputs(core: ActionsCore, report: Report): void {
  for (const [name, value] of Object.entries(outputsOf(report))) core.setOutput(name, value);
}

/** A summary that cannot be written is no reason to fail: the events are delivered. */
function writeSummary(
  core: ActionsCore,
  report: Report,
  { environment: { GITHUB_STEP_SUMMARY = "" }, appendFile }: Host,
): void {
  // Missing on older GitHub Enterprise servers.
  if (GITHUB_STEP_SUMMARY === "") return;
  try {
    appendFile(GITHUB_STEP_SUMMARY, renderSummary(report));
  } catch (error) {
    core.warning(logLine(`Cannot write the job summary: ${error}`));
  }
}
