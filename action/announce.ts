import { keyOf } from "../src/hubspot/events.ts";
import type { Withheld } from "./event.ts";
import { logJson, logLine } from "./log.ts";
import { describeFault, problemsOf } from "./problems.ts";
import { describeReason } from "./reasons.ts";
import { countsOf, describeCounts, type Report, type Sent, type Unsent } from "./report.ts";
import type { ActionsCore } from "./host.ts";

/** GitHub shows ten annotations of a kind for a step; one is left for the failure itself. */
const mostAnnotations = 9;

const withheldWords: Readonly<Record<Withheld, string>> = {
  fork:
    "Nothing sent: GitHub gives no secrets to the run of a pull request from a fork, so input " +
    "hubspot-token is empty; trigger the workflow by pull_request_target, without checking out code, " +
    "to include forks",
  dependabot:
    "Nothing sent: GitHub gives a run that Dependabot started only Dependabot's secrets, " +
    "so input hubspot-token is empty; that is fine, because no person did it",
};

/** Says why nothing is sent where GitHub gives the run no secrets. */
export function announceWithheld(core: ActionsCore, withheld: Withheld): void {
  core.notice(withheldWords[withheld], { title: "No secrets in this run" });
}

/** Prints a line for all that was sent or skipped, and the counts. */
export function announceReport(core: ActionsCore, report: Report): void {
  for (const line of [...report.sent.map(sentLine), ...report.skipped.map(skippedLine)]) {
    core.info(line);
  }
  core.info(logLine(describeCounts(report)));
}

/** Shows what went wrong with the run and, where it should, fails the step. */
export function announceProblems(
  core: ActionsCore,
  report: Report,
  { failOnError }: { failOnError: boolean },
): void {
  const problems = problemsOf(report);
  const kind = failOnError ? "error" : "warning";
  for (const { title, message, fix, count } of problems.slice(0, mostAnnotations)) {
    const times = count === 1 ? "" : ` (${count} events)`;
    core[kind](logLine(`${message}${times}. ${fix}`), { title });
  }
  if (problems.length === 0 || !failOnError) return;
  const { delivered, duplicate } = countsOf(report);
  const failed = problems.reduce((sum, { count }) => sum + count, 0);
  const all = failed + delivered + duplicate;
  core.setFailed(
    `${failed} of ${all} events did not arrive at HubSpot; with fail-on-error: false this only warns`,
  );
}

function sentLine({ activity, event, receipt }: Sent): string {
  if (receipt === undefined) return `would send ${logJson(event)}`;
  const fault = describeFault(receipt);
  const line = `${receipt.outcome} ${activity.type} "${activity.subject.title}" ` +
    `(${keyOf(event).id})${fault === "" ? "" : `: ${fault}`}`;
  return logLine(line);
}

function skippedLine(unsent: Unsent): string {
  const { what, activity, issues = [] } = unsent;
  const who = activity?.actor.login === undefined ? "" : ` by ${activity.actor.login}`;
  const title = activity === undefined ? "" : ` "${activity.subject.title}"`;
  const broken = issues.map(({ path, message }) => `; ${path}: ${message}`).join("");
  return logLine(`skipped ${what}${title}${who}: ${describeReason(unsent)}${broken}`);
}
