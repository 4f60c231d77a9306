import type { Activity } from "../src/activity/activity.ts";
import { explainRules } from "../src/mapping/explain.ts";
import { describeExplanation } from "../src/mapping/explanation_text.ts";
import type { Rule } from "../src/mapping/rules.ts";
import type { RetryInfo } from "../src/transport/hooks.ts";
import { keyOf } from "../src/hubspot/events.ts";
import type { Withheld } from "./event.ts";
import type { ActionsCore } from "./host.ts";
import { logJson, logLine } from "./log.ts";
import { showPerson } from "./person.ts";
import { describeFault, describeProblem, problemsOf } from "./problems.ts";
import { describeLookup, describeReason } from "./reasons.ts";
import {
  countsOf,
  describeCounts,
  describeStop,
  type Report,
  type Sent,
  type Unsent,
} from "./report.ts";

/** GitHub shows ten annotations of a kind for a step; one is left for the failure itself. */
const mostAnnotations = 9;

/** Most activities whose way through the rules is shown. */
const mostExplained = 200;

const withheldWords: Readonly<Record<Withheld, string>> = {
  fork:
    "Nothing sent: GitHub gives no secrets to the run of a pull request from a fork, so input " +
    "hubspot-token is empty; trigger the workflow by pull_request_target, without checking out code, " +
    "to include forks",
  own_fork:
    "Nothing sent: this repository is a fork, which has none of the secrets of the repository that it " +
    "was made from, so input hubspot-token is empty; add the secret here to send all the same",
  dependabot:
    "Nothing sent: GitHub gives a run that Dependabot started only Dependabot's secrets, " +
    "so input hubspot-token is empty; that is fine, because no person did it",
};

/** Says why nothing is sent where GitHub gives the run no secrets. */
export function announceWithheld(core: ActionsCore, withheld: Withheld): void {
  core.notice(withheldWords[withheld], { title: "No secrets in this run" });
}

/** Says that a request is made again. */
export function announceRetry(core: ActionsCore, retry: RetryInfo): void {
  const { operation, attempt, status, error, delayMs } = retry;
  const found = status === undefined ? error ?? "no answer" : `status ${status}`;
  core.info(logLine(
    `HubSpot, ${operation}, attempt ${attempt}: ${found}; again in ${Math.ceil(delayMs)} ms`,
  ));
}

/** Shows how each activity goes through the rules, to the one that decides. */
export function announceExplanations(
  core: ActionsCore,
  rules: readonly Rule[],
  activities: readonly Activity[],
): void {
  const shown = activities.slice(0, mostExplained);
  const lines = shown.flatMap((activity) =>
    describeExplanation(explainRules(rules, activity)).map((line) => {
      const indent = line.length - line.trimStart().length;
      return " ".repeat(indent) + logLine(line);
    })
  );
  const others = activities.length - shown.length;
  if (others > 0) lines.push(`and ${others} more`);
  announceGroup(core, `What the rules make of ${activities.length}`, lines);
}

/** Prints a line for all that was sent or skipped, and the counts. */
export function announceReport(core: ActionsCore, report: Report): void {
  const { sent, skipped, lookups, dryRun } = report;
  announceGroup(core, `Looked up at GitHub: ${lookups.problems.length} problems`, [
    ...lookups.problems.map(({ message }) => logLine(message)),
  ]);
  announceGroup(core, `${dryRun ? "Would be sent" : "Sent"}: ${sent.length}`, sent.map(sentLine));
  announceGroup(core, `Skipped: ${skipped.length}`, skipped.map(skippedLine));
  core.info(logLine(describeCounts(report)));
}

/** Shows what went wrong with the run and, where it should, fails the step. */
export function announceProblems(
  core: ActionsCore,
  report: Report,
  { failOnError }: { failOnError: boolean },
): void {
  announceLookups(core, report);
  announceLeftOut(core, report);
  const problems = problemsOf(report);
  const kind = failOnError ? "error" : "warning";
  for (const problem of problems.slice(0, mostAnnotations)) {
    const { title, fix } = problem;
    core[kind](logLine(`${describeProblem(problem)}. ${fix}`), { title });
  }
  if (problems.length === 0 || !failOnError) return;
  const { delivered, duplicate } = countsOf(report);
  const failed = problems.reduce((sum, { count }) => sum + count, 0);
  const all = failed + delivered + duplicate;
  core.setFailed(
    `${failed} of ${all} events did not arrive at HubSpot; with fail-on-error: false this only warns`,
  );
}

/** Says why a backfill did not come to its end, and how the next one goes on. */
export function announceStop(
  core: ActionsCore,
  report: Report,
  { failOnError }: { failOnError: boolean },
): void {
  const text = logLine(describeStop(report));
  if (text === "") return;
  if (report.stopped?.isPause) core.notice(text, { title: "The backfill is not at its end" });
  else if (failOnError) core.setFailed(text);
  else core.warning(text, { title: "The backfill stopped" });
}

/** What the workflow's author can put right is shown with the run; nothing is lost by it but addresses. */
function announceLookups(core: ActionsCore, { lookups }: Report): void {
  const codes = new Set(lookups.problems.map(({ code }) => code));
  for (const code of ["unauthorized", "forbidden"] as const) {
    if (!codes.has(code)) continue;
    const sources = lookups.problems.flatMap((one) => one.code === code ? one.source ?? [] : []);
    const places = code === "forbidden" ? ` (${sources.join(", ")})` : "";
    const text =
      `Not everybody could be looked up${places}: ${describeLookup(code)}; or leave the ` +
      "place out in input email-strategies";
    core.notice(logLine(text), { title: "Look-ups at GitHub" });
  }
}

/** What passes at GitHub leaves somebody out of a run that looks well: whoever runs the job again can put it right. */
function announceLeftOut(core: ActionsCore, { skipped, resume }: Report): void {
  // A backfill goes through the same page again.
  if (resume !== undefined) return;
  for (const reason of ["rate_limited", "timeout", "unavailable"] as const) {
    const { length } = skipped.filter(({ unresolved }) => unresolved?.reason === reason);
    if (length === 0) continue;
    const text = `Activities on no timeline: ${length}; ${describeLookup(reason)}`;
    core.warning(logLine(text), { title: "Look-ups at GitHub" });
  }
}

function announceGroup(core: ActionsCore, name: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  core.startGroup(name);
  for (const line of lines) core.info(line);
  core.endGroup();
}

function sentLine({ activity, event, receipt }: Sent): string {
  if (receipt === undefined) return `would send ${logJson(event)}`;
  const fault = describeFault(receipt);
  const { who, foundIn } = showPerson(activity, event);
  const line = `${receipt.outcome} ${activity.type} "${activity.subject.title}" for ${who} ` +
    `(${foundIn}), ${keyOf(event).id}${fault === "" ? "" : `: ${fault}`}`;
  return logLine(line);
}

function skippedLine(unsent: Unsent): string {
  const { what, activity, issues = [] } = unsent;
  const who = activity === undefined ? "" : showPerson(activity).who;
  const by = who === "" ? "" : ` by ${who}`;
  const title = activity === undefined ? "" : ` "${activity.subject.title}"`;
  const broken = issues.map(({ path, message }) => `; ${path}: ${message}`).join("");
  return logLine(`skipped ${what}${title}${by}: ${describeReason(unsent)}${broken}`);
}
