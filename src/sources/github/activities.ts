import * as v from "valibot";
import type { Activity, Skipped, SkipReason } from "../../activity/activity.ts";
import { oneLine } from "../../activity/text.ts";
import type { Parsed } from "../source.ts";
import { type Happening, isByBot, toActivity } from "./happening.ts";
import { issueClosed, issueCommented, issueOpened, issueReopened } from "./issue.ts";
import {
  pullRequestClosed,
  pullRequestOpened,
  pullRequestReady,
  pullRequestReopened,
  pullRequestReviewed,
} from "./pull_request.ts";
import { pushed } from "./push.ts";
import { read } from "./reading.ts";
import { forked, releasePublished, starred, unstarred } from "./repository.ts";

/** One delivery of GitHub's, already believed: from a webhook, or from the file that a workflow run is given. */
export interface GitHubDelivery {
  /** Name of the event: the header `X-GitHub-Event`, or the variable `GITHUB_EVENT_NAME`. */
  event: string;
  /** The payload, parsed from JSON. Nothing is taken for granted about it. */
  payload: unknown;
  /** When it was received: the time of what the payload gives no time for. */
  receivedAt: Date;
}

/** Reads one kind of payload; throws a `SourceError` where it has another shape. */
type Teller = (payload: unknown, receivedAt: string) => Happening[];

/** What goes on a timeline, by event and action. Events that have no actions stand alone. */
const tellers: ReadonlyMap<string, Teller> = new Map<string, Teller>([
  ["fork", forked],
  ["issue_comment.created", issueCommented],
  ["issues.closed", issueClosed],
  ["issues.opened", issueOpened],
  ["issues.reopened", issueReopened],
  ["pull_request.closed", pullRequestClosed],
  ["pull_request.opened", pullRequestOpened],
  ["pull_request.ready_for_review", pullRequestReady],
  ["pull_request.reopened", pullRequestReopened],
  ["pull_request_review.submitted", pullRequestReviewed],
  ["push", pushed],
  ["release.published", releasePublished],
  ["star.created", starred],
  ["star.deleted", unstarred],
  ["watch.started", starred],
]);

/** Every activity type that this source makes. */
export const activityTypes: readonly string[] = [
  "github.commit.pushed",
  "github.issue.closed",
  "github.issue.commented",
  "github.issue.opened",
  "github.issue.reopened",
  "github.pull_request.closed",
  "github.pull_request.commented",
  "github.pull_request.merged",
  "github.pull_request.opened",
  "github.pull_request.ready_for_review",
  "github.pull_request.reopened",
  "github.pull_request.review",
  "github.release.published",
  "github.repo.forked",
  "github.repo.starred",
  "github.repo.unstarred",
];

/** Names that a workflow knows an event by, where they differ: the payload is the same. */
const aliases: ReadonlyMap<string, string> = new Map([["pull_request_target", "pull_request"]]);

const withActions: ReadonlySet<string> = new Set(
  [...tellers.keys()].filter((key) => key.includes(".")).map((key) =>
    key.slice(0, key.indexOf("."))
  ),
);

const actionOf: v.GenericSchema<unknown, { action: string }> = v.object({ action: v.string() });

/**
 * Most that one delivery tells. GitHub lists 2,048 commits at most, but each may name fifty co-authors, and GitHub waits
 * ten seconds for an answer.
 */
const mostHappenings = 5_000;

/** Longest name of an event or action that comes back in an answer, in characters. */
const longestName = 100;

/**
 * Turns a GitHub delivery into activities. This is all of the source but the request: a host that has the payload
 * from elsewhere, as a workflow run has, starts here.
 *
 * What goes on no timeline is reported as skipped, with the reason. Throws a `SourceError` with code
 * `invalid_payload` where an event that is known has another shape than GitHub's, and a `RangeError` where `receivedAt` is
 * no date, which a host makes and not a sender.
 */
export async function githubActivities(delivery: GitHubDelivery): Promise<Parsed> {
  const { payload } = delivery;
  const event = aliases.get(delivery.event) ?? delivery.event;
  if (event === "ping") return skip("ping", event);
  if (withActions.has(event)) {
    const name = `${event}.${read(actionOf, payload).action}`;
    const teller = tellers.get(name);
    return teller === undefined
      ? skip("unsupported_action", name)
      : await tell(name, teller, delivery);
  }
  // A key with a dot is an event and its action, never the name of an event.
  const teller = event.includes(".") ? undefined : tellers.get(event);
  return teller === undefined
    ? skip("unsupported_event", event)
    : await tell(event, teller, delivery);
}

async function tell(
  name: string,
  teller: Teller,
  { payload, receivedAt }: GitHubDelivery,
): Promise<Parsed> {
  const happenings = teller(payload, receivedAt.toISOString());
  if (happenings.length === 0) return skip("nothing_to_tell", name);
  const activities: Activity[] = [];
  const skipped: Skipped[] = happenings.length > mostHappenings
    ? [{ reason: "too_many", what: name }]
    : [];
  for (const happening of happenings.slice(0, mostHappenings)) {
    const activity = await toActivity(happening);
    if (isByBot(happening)) {
      skipped.push({ reason: "bot", what: activity.type, activityId: activity.id });
    } else activities.push(activity);
  }
  return { activities, skipped };
}

function skip(reason: SkipReason, what: string): Parsed {
  return { activities: [], skipped: [{ reason, what: oneLine(what, longestName) }] };
}
