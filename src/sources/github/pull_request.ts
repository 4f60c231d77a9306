import * as v from "valibot";
import { type Happening, labelNames, type Person, personOf, shortSha } from "./happening.ts";
import { read } from "./reading.ts";
import {
  account,
  deliveryEntries,
  flag,
  labels,
  maybe,
  pageUrl,
  text,
  time,
  whole,
} from "./schemas.ts";

const branch = v.object({ ref: text, sha: text });

const pullRequest = v.object({
  id: whole,
  number: whole,
  title: text,
  html_url: pageUrl,
  state: text,
  user: maybe(account),
  created_at: time,
  updated_at: time,
  closed_at: maybe(time),
  merged_at: maybe(time),
  merge_commit_sha: maybe(text),
  merged_by: maybe(account),
  draft: maybe(flag),
  labels: maybe(labels),
  author_association: maybe(text),
  additions: maybe(whole),
  deletions: maybe(whole),
  changed_files: maybe(whole),
  commits: maybe(whole),
  head: branch,
  base: branch,
});

const pullRequestDelivery = v.object({
  ...deliveryEntries,
  pull_request: pullRequest,
});

type PullRequestDelivery = v.InferOutput<typeof pullRequestDelivery>;

const reviewDelivery = v.object({
  ...deliveryEntries,
  pull_request: pullRequest,
  review: v.object({
    id: whole,
    html_url: pageUrl,
    state: text,
    user: maybe(account),
    submitted_at: maybe(time),
    author_association: maybe(text),
  }),
});

/** Tells that a pull request was opened, by its author. */
export function pullRequestOpened(payload: unknown): Happening[] {
  const delivery = read(pullRequestDelivery, payload);
  const { pull_request } = delivery;
  return [about(delivery, "opened", pull_request.created_at, personOf(pull_request.user), [])];
}

/** Tells that a pull request was merged or closed, of its author, whoever pressed the button. */
export function pullRequestClosed(payload: unknown): Happening[] {
  const delivery = read(pullRequestDelivery, payload);
  const { pull_request, sender } = delivery;
  const author = personOf(pull_request.user);
  if (typeof pull_request.merged_at === "string") {
    const merged = about(delivery, "merged", pull_request.merged_at, author, []);
    return [{
      ...merged,
      facts: {
        ...merged.facts,
        sha: shortSha(pull_request.merge_commit_sha ?? pull_request.head.sha),
        merged_by: pull_request.merged_by?.login,
      },
    }];
  }
  const at = pull_request.closed_at ?? pull_request.updated_at;
  const closed = about(delivery, "closed", at, author, [at]);
  return [{ ...closed, facts: { ...closed.facts, closed_by: sender?.login } }];
}

/** Tells that a pull request was reopened, by whoever did it. */
export function pullRequestReopened(payload: unknown): Happening[] {
  return changed(read(pullRequestDelivery, payload), "reopened");
}

/** Tells that a draft was marked as ready for review, by whoever did it. */
export function pullRequestReady(payload: unknown): Happening[] {
  return changed(read(pullRequestDelivery, payload), "ready_for_review");
}

/** Tells that a pull request was reviewed, by the reviewer. */
export function pullRequestReviewed(payload: unknown, receivedAt: string): Happening[] {
  const delivery = read(reviewDelivery, payload);
  const { review, pull_request } = delivery;
  const at = review.submitted_at ?? receivedAt;
  const reviewed = about(delivery, "review", at, personOf(review.user), [review.id]);
  return [{
    ...reviewed,
    subject: { title: pull_request.title, url: review.html_url },
    facts: {
      ...reviewed.facts,
      state: review.state.toLowerCase(),
      author_association: review.author_association,
      pull_request_author: pull_request.user?.login,
    },
  }];
}

/** What can be done again and again to a pull request is told apart by when it was done. */
function changed(delivery: PullRequestDelivery, verb: string): Happening[] {
  const { pull_request, sender } = delivery;
  const at = pull_request.updated_at;
  return [about(delivery, verb, at, personOf(sender ?? pull_request.user), [at])];
}

function about(
  { repository, pull_request }: PullRequestDelivery,
  verb: string,
  at: string,
  person: Person | undefined,
  key: readonly (string | number)[],
): Happening {
  return {
    type: `pull_request.${verb}`,
    time: at,
    person,
    subject: { title: pull_request.title, url: pull_request.html_url },
    repository,
    facts: {
      number: pull_request.number,
      state: pull_request.state,
      draft: pull_request.draft,
      branch: pull_request.head.ref,
      base_branch: pull_request.base.ref,
      sha: shortSha(pull_request.head.sha),
      labels: labelNames(pull_request.labels),
      author_association: pull_request.author_association,
      additions: pull_request.additions,
      deletions: pull_request.deletions,
      changed_files: pull_request.changed_files,
      commits: pull_request.commits,
    },
    key: [pull_request.id, ...key],
  };
}
