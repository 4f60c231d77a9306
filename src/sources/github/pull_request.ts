import * as v from "valibot";
import { type Happening, hoursBetween, shortSha } from "./happening.ts";
import { personOf } from "./person.ts";
import { aboutPullRequest, type PullRequest, pullRequest } from "./about_pull_request.ts";
import { read } from "./reading.ts";
import { account, deliveryEntries, maybe } from "./schemas.ts";

const pullRequestDelivery = v.object({
  ...deliveryEntries,
  pull_request: pullRequest,
  // Only there where a person is asked for a review; a team is asked by another member.
  requested_reviewer: maybe(account),
});

type PullRequestDelivery = v.InferOutput<typeof pullRequestDelivery>;

/** Tells that a pull request was opened, by its author. */
export function pullRequestOpened(payload: unknown): Happening[] {
  const { pull_request } = read(pullRequestDelivery, payload);
  const author = personOf(pull_request.user);
  const opened = aboutPullRequest(pull_request, "opened", pull_request.created_at, author, []);
  return [{ ...opened, body: pull_request.body }];
}

/**
 * Tells that a pull request was merged or closed, of its author, whoever pressed the button. Merging is somebody's work,
 * too: where it is another's, a second happening, `pull_request.merged_by`, is theirs. Closing is none.
 */
export function pullRequestClosed(payload: unknown): Happening[] {
  const { pull_request, sender } = read(pullRequestDelivery, payload);
  const { merged_at } = pull_request;
  if (typeof merged_at === "string") return merged(pull_request, merged_at);
  const at = pull_request.closed_at ?? pull_request.updated_at;
  const author = personOf(pull_request.user);
  const closed = aboutPullRequest(pull_request, "closed", at, author, [at]);
  return [{
    ...closed,
    facts: {
      ...closed.facts,
      closed_by: sender?.login,
      hours_open: hoursBetween(pull_request.created_at, at),
    },
  }];
}

/** Tells that a pull request was reopened, by whoever did it. */
export function pullRequestReopened(payload: unknown): Happening[] {
  return changed(read(pullRequestDelivery, payload), "reopened");
}

/** Tells that a draft was marked as ready for review, by whoever did it. */
export function pullRequestReady(payload: unknown): Happening[] {
  return changed(read(pullRequestDelivery, payload), "ready_for_review");
}

/** Tells that somebody was asked for a review: of them, not of whoever asked. Of a team it tells nothing. */
export function reviewRequested(payload: unknown): Happening[] {
  const { pull_request, requested_reviewer } = read(pullRequestDelivery, payload);
  const reviewer = personOf(requested_reviewer);
  if (reviewer === undefined) return [];
  const at = pull_request.updated_at;
  const requested = aboutPullRequest(pull_request, "review_requested", at, reviewer, [at]);
  return [{
    ...requested,
    facts: { ...requested.facts, pull_request_author: pull_request.user?.login },
  }];
}

function merged(pullRequest: PullRequest, at: string): Happening[] {
  const { user, merged_by } = pullRequest;
  const facts = {
    sha: shortSha(pullRequest.merge_commit_sha ?? pullRequest.head.sha),
    merged_by: merged_by?.login,
    hours_open: hoursBetween(pullRequest.created_at, at),
  };
  const ofAuthor = aboutPullRequest(pullRequest, "merged", at, personOf(user), []);
  const told = [{ ...ofAuthor, facts: { ...ofAuthor.facts, ...facts } }];
  const merger = personOf(merged_by);
  if (merger === undefined || merged_by?.id === user?.id) return told;
  const ofMerger = aboutPullRequest(pullRequest, "merged_by", at, merger, []);
  const author = { pull_request_author: user?.login };
  return [...told, { ...ofMerger, facts: { ...ofMerger.facts, ...facts, ...author } }];
}

/** What can be done again and again to a pull request is told apart by when it was done. */
function changed({ pull_request, sender }: PullRequestDelivery, verb: string): Happening[] {
  const at = pull_request.updated_at;
  return [aboutPullRequest(pull_request, verb, at, personOf(sender ?? pull_request.user), [at])];
}
