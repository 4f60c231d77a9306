import { appInstalled, appSuspended, appUninstalled } from "./app.ts";
import { checkRunCompleted, checkSuiteCompleted, commitStatus, workflowFailed } from "./checks.ts";
import { commitCommented } from "./commit_comment.ts";
import { deploymentCreated, deploymentStatus } from "./deployment.ts";
import {
  discussionAnswered,
  discussionClosed,
  discussionCommented,
  discussionCreated,
  discussionReopened,
} from "./discussion.ts";
import type { Happening } from "./happening.ts";
import {
  issueAssigned,
  issueClosed,
  issueCommented,
  issueLabeled,
  issueOpened,
  issueReopened,
} from "./issue.ts";
import { planCancelled, planChanged, planPurchased } from "./marketplace.ts";
import {
  memberAdded,
  organizationMemberAdded,
  organizationMemberInvited,
  teamMemberAdded,
} from "./members.ts";
import { milestoneClosed } from "./milestone.ts";
import { packagePublished, registryPackagePublished } from "./package.ts";
import {
  pullRequestClosed,
  pullRequestOpened,
  pullRequestReady,
  pullRequestReopened,
  reviewRequested,
} from "./pull_request.ts";
import { pushed } from "./push.ts";
import { referenceCreated, referenceDeleted } from "./reference.ts";
import { forked, releasePublished, starred, unstarred } from "./repository.ts";
import { pullRequestLineCommented, pullRequestReviewed, reviewThreadResolved } from "./review.ts";
import {
  codeScanningAlert,
  dependabotAlert,
  globalAdvisory,
  repositoryAdvisory,
  secretScanningAlert,
} from "./security.ts";
import {
  sponsorshipCancellationPending,
  sponsorshipCancelled,
  sponsorshipCreated,
  sponsorshipTierChanged,
  sponsorshipTierChangePending,
} from "./sponsorship.ts";
import { wikiEdited } from "./wiki.ts";

/** Reads one kind of payload. */
export interface Teller {
  /** Types of the activities that it can make, without the leading `github.`. */
  types: readonly string[];
  /** Tells what happened; throws a `SourceError` where the payload has another shape. */
  tell: (payload: unknown, receivedAt: string) => Happening[];
  /** Whether not even a look is taken at it unless what is confidential is asked for. */
  isConfidential: boolean;
}

/**
 * What goes on a timeline, by event and action; an event that stands alone has no actions, or all of them are told
 * alike. Types never change their names: ids are made with them.
 */
export const tellers: ReadonlyMap<string, Teller> = new Map<string, Teller>([
  ["check_run.completed", teller(checkRunCompleted, "check_run.completed")],
  ["check_suite.completed", teller(checkSuiteCompleted, "check_suite.completed")],
  ["code_scanning_alert", secret(codeScanningAlert, "security.code_scanning_alert")],
  ["commit_comment.created", teller(commitCommented, "commit.commented")],
  ["create", teller(referenceCreated, "branch.created", "tag.created")],
  ["delete", teller(referenceDeleted, "branch.deleted", "tag.deleted")],
  ["dependabot_alert", secret(dependabotAlert, "security.dependabot_alert")],
  ["deployment.created", teller(deploymentCreated, "deployment.created")],
  ["deployment_status.created", teller(deploymentStatus, "deployment.status")],
  ["discussion.answered", teller(discussionAnswered, "discussion.answered")],
  ["discussion.closed", teller(discussionClosed, "discussion.closed")],
  ["discussion.created", teller(discussionCreated, "discussion.created")],
  ["discussion.reopened", teller(discussionReopened, "discussion.reopened")],
  ["discussion_comment.created", teller(discussionCommented, "discussion.commented")],
  ["fork", teller(forked, "repo.forked")],
  ["gollum", teller(wikiEdited, "wiki.edited")],
  ["installation.created", teller(appInstalled, "app.installed")],
  ["installation.deleted", teller(appUninstalled, "app.uninstalled")],
  ["installation.suspend", teller(appSuspended, "app.suspended")],
  ["issue_comment.created", teller(issueCommented, "issue.commented", "pull_request.commented")],
  ["issues.assigned", teller(issueAssigned, "issue.assigned")],
  ["issues.closed", teller(issueClosed, "issue.closed")],
  ["issues.labeled", teller(issueLabeled, "issue.labeled")],
  ["issues.opened", teller(issueOpened, "issue.opened")],
  ["issues.reopened", teller(issueReopened, "issue.reopened")],
  ["marketplace_purchase.cancelled", teller(planCancelled, "marketplace.cancelled")],
  ["marketplace_purchase.changed", teller(planChanged, "marketplace.changed")],
  ["marketplace_purchase.purchased", teller(planPurchased, "marketplace.purchased")],
  ["member.added", teller(memberAdded, "member.added")],
  ["membership.added", teller(teamMemberAdded, "team.member_added")],
  ["milestone.closed", teller(milestoneClosed, "milestone.closed")],
  ["organization.member_added", teller(organizationMemberAdded, "organization.member_added")],
  ["organization.member_invited", teller(organizationMemberInvited, "organization.member_invited")],
  ["package.published", teller(packagePublished, "package.published")],
  [
    "pull_request.closed",
    teller(
      pullRequestClosed,
      "pull_request.closed",
      "pull_request.merged",
      "pull_request.merged_by",
    ),
  ],
  ["pull_request.opened", teller(pullRequestOpened, "pull_request.opened")],
  ["pull_request.ready_for_review", teller(pullRequestReady, "pull_request.ready_for_review")],
  ["pull_request.reopened", teller(pullRequestReopened, "pull_request.reopened")],
  ["pull_request.review_requested", teller(reviewRequested, "pull_request.review_requested")],
  ["pull_request_review.submitted", teller(pullRequestReviewed, "pull_request.review")],
  [
    "pull_request_review_comment.created",
    teller(pullRequestLineCommented, "pull_request.review_comment"),
  ],
  [
    "pull_request_review_thread.resolved",
    teller(reviewThreadResolved, "pull_request.thread_resolved"),
  ],
  ["push", teller(pushed, "commit.pushed")],
  ["registry_package.published", teller(registryPackagePublished, "package.published")],
  ["release.published", teller(releasePublished, "release.published")],
  ["repository_advisory", secret(repositoryAdvisory, "security.advisory")],
  ["secret_scanning_alert", secret(secretScanningAlert, "security.secret_scanning_alert")],
  ["security_advisory", secret(globalAdvisory, "security.advisory")],
  ["sponsorship.cancelled", teller(sponsorshipCancelled, "sponsorship.cancelled")],
  ["sponsorship.created", teller(sponsorshipCreated, "sponsorship.created")],
  [
    "sponsorship.pending_cancellation",
    teller(sponsorshipCancellationPending, "sponsorship.pending_cancellation"),
  ],
  [
    "sponsorship.pending_tier_change",
    teller(sponsorshipTierChangePending, "sponsorship.pending_tier_change"),
  ],
  ["sponsorship.tier_changed", teller(sponsorshipTierChanged, "sponsorship.tier_changed")],
  ["star.created", teller(starred, "repo.starred")],
  ["star.deleted", teller(unstarred, "repo.unstarred")],
  ["status", teller(commitStatus, "commit.status")],
  ["watch.started", teller(starred, "repo.starred")],
  ["workflow_run.completed", teller(workflowFailed, "workflow.completed")],
]);

/** Every activity type that this source can make. */
export const activityTypes: readonly string[] = [
  ...new Set([...tellers.values()].flatMap(({ types }) => types)),
].map((type) => `github.${type}`).sort();

/** The types that a repository with checks makes so many of that they are made only where they are asked for. */
export const noisyTypes: readonly string[] = [
  "github.check_run.completed",
  "github.check_suite.completed",
  "github.commit.status",
];

/**
 * The types that tell most of what somebody does in a project, and little else: a good choice for a timeline that people
 * read. No default; by default all but {@linkcode noisyTypes} are made.
 */
export const highlightTypes: readonly string[] = [
  "github.commit.pushed",
  "github.deployment.status",
  "github.discussion.answered",
  "github.discussion.commented",
  "github.discussion.created",
  "github.issue.closed",
  "github.issue.commented",
  "github.issue.opened",
  "github.pull_request.commented",
  "github.pull_request.merged",
  "github.pull_request.opened",
  "github.pull_request.review",
  "github.release.published",
  "github.repo.forked",
  "github.repo.starred",
  "github.sponsorship.created",
];

function teller(tell: Teller["tell"], ...types: string[]): Teller {
  return { types, tell, isConfidential: false };
}

function secret(tell: Teller["tell"], ...types: string[]): Teller {
  return { types, tell, isConfidential: true };
}
