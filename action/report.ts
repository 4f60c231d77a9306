import type { Activity, SkipReason } from "../src/activity/activity.ts";
import { type AcceptedEvent, keyOf } from "../src/hubspot/events.ts";
import type { Receipt } from "../src/hubspot/receipts.ts";
import type { ResolverProblem, Unresolved } from "../src/people/resolver.ts";
import type { Issue } from "../src/validation/issues.ts";
import { withoutAddresses } from "./log.ts";

/** What became of activities. */
export interface Results {
  /** What was sent or, in a dry run, would have been. */
  sent: readonly Sent[];
  /** What was not, and why. */
  skipped: readonly Unsent[];
  /** What was asked of GitHub to find addresses. */
  lookups: Lookups;
}

/** What a run made of the event that started it, or of the past. */
export interface Report extends Results {
  /** GitHub's name of the event. */
  eventName: string;
  /** Whether nothing was sent on purpose. */
  dryRun: boolean;
  /** Where a backfill that did not come to its end goes on. */
  resume?: string;
  /** Why it did not come to its end. */
  stopped?: Stop;
}

/** Why a run did not come to its end. */
export interface Stop {
  /** What was found, and what to do. */
  message: string;
  /** Whether the next run goes on, and nothing is wrong. */
  isPause: boolean;
}

/** What came of looking people up. */
export interface Lookups {
  /** How many requests were made. */
  requests: number;
  /** How many activities are left whose actor has a login and no address. */
  unresolved: number;
  /** What went wrong. */
  problems: readonly ResolverProblem[];
}

/** The report of a run that neither sent nor skipped anything. */
export function emptyReport(eventName: string): Report {
  return { eventName, dryRun: false, ...mergeResults([]) };
}

/** The report of a run that could not even begin. */
export function failedReport(eventName: string, message: string): Report {
  return { ...emptyReport(eventName), stopped: { message, isPause: false } };
}

/** Puts results together; of what went wrong in looking up, each kind is kept once. */
export function mergeResults(parts: readonly Results[]): Results {
  const problems = parts.flatMap(({ lookups }) => lookups.problems);
  const byKind = new Map(problems.map((one) => [JSON.stringify([one.code, one.source]), one]));
  const sum = (pick: (lookups: Lookups) => number) =>
    parts.reduce((total, { lookups }) => total + pick(lookups), 0);
  return {
    sent: parts.flatMap(({ sent }) => sent),
    skipped: parts.flatMap(({ skipped }) => skipped),
    lookups: {
      requests: sum(({ requests }) => requests),
      unresolved: sum(({ unresolved }) => unresolved),
      problems: [...byKind.values()],
    },
  };
}

/** An activity that became an event. */
export interface Sent {
  /** What happened. */
  activity: Activity;
  /** The event, as HubSpot is sent it. */
  event: AcceptedEvent;
  /** What became of the event; missing in a dry run. */
  receipt?: Receipt;
}

/**
 * Something that became no event. Beyond the reasons of the sources and the plan: `not_allowed`, because input
 * `allow-domains` leaves the payload's own address out, and `unknown_contact`, because the address is no contact's and
 * is to become none.
 */
export interface Unsent {
  /** Why. */
  reason: SkipReason | "not_allowed" | "unknown_contact";
  /** What it was: an activity type, or GitHub's name for it. */
  what: string;
  /** The activity, where it got as far as being one. */
  activity?: Activity;
  /** Which rules were broken, for `invalid_event`. */
  issues?: readonly Issue[];
  /** Why the actor has no address, for `no_contact`. */
  unresolved?: Unresolved;
}

/** How many events came to which end. */
export interface Counts {
  /** HubSpot took them. */
  delivered: number;
  /** HubSpot had them already. */
  duplicate: number;
  /** HubSpot will never take them as they are. */
  rejected: number;
  /** HubSpot did not take them now. */
  deferred: number;
  /** Became no event. */
  skipped: number;
}

/** Counts what became of everything. */
export function countsOf({ sent, skipped }: Report): Counts {
  const count = (outcome: Receipt["outcome"]) =>
    sent.filter(({ receipt }) => receipt?.outcome === outcome).length;
  return {
    delivered: count("delivered"),
    duplicate: count("duplicate"),
    rejected: count("rejected"),
    deferred: count("deferred"),
    skipped: skipped.length,
  };
}

/** Most entries of an output that is a list. */
const mostEntries = 2_000;

/**
 * Longest list of receipts, in characters. A job's outputs may have a megabyte together, which GitHub counts in UTF-16,
 * and the ids take some of it.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs
 */
const longestReceipts = 350_000;

/** The step's outputs. None names a person. */
export function outputsOf(report: Report): Record<string, string> {
  const { delivered, duplicate, rejected, deferred, skipped } = countsOf(report);
  const sent = report.sent.slice(0, mostEntries);
  const isStopped = report.stopped?.isPause === false;
  return {
    ok: String(rejected + deferred === 0 && !report.skipped.some(isInvalid) && !isStopped),
    delivered: String(delivered),
    duplicate: String(duplicate),
    rejected: String(rejected),
    deferred: String(deferred),
    skipped: String(skipped),
    unresolved: String(report.lookups.unresolved),
    resume: report.resume ?? "",
    "event-ids": JSON.stringify(sent.map(({ event }) => keyOf(event).id)),
    receipts: receiptsOf(sent),
  };
}

function receiptsOf(sent: readonly Sent[]): string {
  const entries: string[] = [];
  let length = 0;
  for (const { activity, event, receipt } of sent) {
    if (receipt === undefined) continue;
    const entry = withoutAddresses({ activity: activity.type, ...receipt, key: keyOf(event) });
    length += entry.length + 1;
    if (length > longestReceipts) break;
    entries.push(entry);
  }
  return `[${entries.join(",")}]`;
}

/** Whether something became no event because a rule made one that HubSpot's rules forbid. */
export function isInvalid({ reason }: Unsent): boolean {
  return reason === "invalid_event";
}

/** Says the counts in words. */
export function describeCounts(report: Report): string {
  const { delivered, duplicate, rejected, deferred, skipped } = countsOf(report);
  if (report.dryRun) return `${report.sent.length} would be sent, ${skipped} skipped`;
  return `${delivered} delivered, ${duplicate} already there, ${rejected} rejected, ` +
    `${deferred} deferred, ${skipped} skipped`;
}

/** Says why a backfill did not come to its end, and how the next one goes on; empty where it did. */
export function describeStop({ stopped, resume }: Report): string {
  if (stopped === undefined) return "";
  const how = resume === undefined
    ? ""
    : ` with input resume: ${resume}, and it goes on from there`;
  return `${stopped.message}. Run this again${how}`;
}
