import * as v from "valibot";
import { aboutPullRequest, pullRequest } from "./about_pull_request.ts";
import type { Happening } from "./happening.ts";
import { personOf } from "./person.ts";
import { read } from "./reading.ts";
import {
  account,
  deliveryEntries,
  link,
  listOf,
  maybe,
  pageUrl,
  text,
  time,
  whole,
} from "./schemas.ts";

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
    body: maybe(text),
  }),
});

const commentDelivery = v.object({
  ...deliveryEntries,
  pull_request: pullRequest,
  comment: v.object({
    id: whole,
    html_url: pageUrl,
    user: maybe(account),
    created_at: time,
    path: maybe(text),
    line: maybe(whole),
    author_association: maybe(text),
    body: maybe(text),
  }),
});

/** Most comments of a thread that are looked at; only the first one's page is used. */
const mostComments = 10_000;

const threadDelivery = v.object({
  ...deliveryEntries,
  pull_request: pullRequest,
  thread: v.object({
    node_id: text,
    comments: maybe(listOf(v.object({ html_url: link, path: maybe(text) }), mostComments)),
  }),
  updated_at: maybe(time),
});

/** Tells that a pull request was reviewed, by the reviewer. */
export function pullRequestReviewed(payload: unknown, receivedAt: string): Happening[] {
  const { review, pull_request } = read(reviewDelivery, payload);
  const at = review.submitted_at ?? receivedAt;
  const reviewer = personOf(review.user);
  const reviewed = aboutPullRequest(pull_request, "review", at, reviewer, [review.id]);
  return [{
    ...reviewed,
    subject: { title: pull_request.title, url: review.html_url },
    facts: {
      ...reviewed.facts,
      state: review.state.toLowerCase(),
      author_association: review.author_association,
      pull_request_author: pull_request.user?.login,
    },
    body: review.body,
  }];
}

/** Tells that a line of a pull request was commented on, by whoever did it. */
export function pullRequestLineCommented(payload: unknown): Happening[] {
  const { comment, pull_request } = read(commentDelivery, payload);
  const by = personOf(comment.user);
  const key = [comment.id];
  const commented = aboutPullRequest(pull_request, "review_comment", comment.created_at, by, key);
  return [{
    ...commented,
    subject: { title: pull_request.title, url: comment.html_url },
    facts: {
      ...commented.facts,
      path: comment.path,
      line: comment.line,
      author_association: comment.author_association,
      pull_request_author: pull_request.user?.login,
    },
    body: comment.body,
  }];
}

/**
 * Tells that a thread of a review was resolved, by whoever did it. Where the payload has no time of its own, a thread
 * that is resolved again is no second happening.
 */
export function reviewThreadResolved(payload: unknown, receivedAt: string): Happening[] {
  const { pull_request, thread, sender, updated_at } = read(threadDelivery, payload);
  const at = updated_at ?? receivedAt;
  const by = personOf(sender);
  const key = [thread.node_id, updated_at ?? ""];
  const resolved = aboutPullRequest(pull_request, "thread_resolved", at, by, key);
  const [first] = thread.comments ?? [];
  return [{
    ...resolved,
    subject: { title: pull_request.title, url: first?.html_url ?? pull_request.html_url },
    facts: {
      ...resolved.facts,
      path: first?.path,
      pull_request_author: pull_request.user?.login,
    },
  }];
}
