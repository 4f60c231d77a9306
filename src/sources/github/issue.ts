import * as v from "valibot";
import { type Happening, hoursBetween, labelNames } from "./happening.ts";
import { type Person, personOf } from "./person.ts";
import { read } from "./reading.ts";
import { account, deliveryEntries, labels, maybe, pageUrl, text, time, whole } from "./schemas.ts";

const issue = v.object({
  id: whole,
  number: whole,
  title: text,
  html_url: pageUrl,
  state: maybe(text),
  state_reason: maybe(text),
  user: maybe(account),
  created_at: time,
  updated_at: time,
  closed_at: maybe(time),
  labels: maybe(labels),
  author_association: maybe(text),
  comments: maybe(whole),
  body: maybe(text),
  type: maybe(v.object({ name: maybe(text) })),
  milestone: maybe(v.object({ title: maybe(text) })),
  // Only there where the issue is a pull request; its own content is not needed.
  pull_request: v.optional(v.unknown()),
});

const issueDelivery = v.object({
  ...deliveryEntries,
  issue,
  // Only there where the issue came from another repository.
  changes: v.nullish(v.object({ old_repository: v.optional(v.unknown()) })),
  // Only there where one was put on or somebody was put to it.
  label: maybe(v.object({ name: text })),
  assignee: maybe(account),
});

type IssueDelivery = Pick<v.InferOutput<typeof issueDelivery>, "issue">;

const commentDelivery = v.object({
  ...deliveryEntries,
  issue,
  comment: v.object({
    id: whole,
    html_url: pageUrl,
    user: maybe(account),
    created_at: time,
    author_association: maybe(text),
    body: maybe(text),
  }),
});

/** Tells that an issue was opened, by its author. One that was transferred was opened before, elsewhere. */
export function issueOpened(payload: unknown): Happening[] {
  const delivery = read(issueDelivery, payload);
  const { issue, changes } = delivery;
  if (changes?.old_repository !== undefined) return [];
  const opened = about(delivery, "issue.opened", issue.created_at, personOf(issue.user), [
    issue.id,
  ]);
  return [{ ...opened, body: issue.body }];
}

/** Tells that an issue was closed, of its author, whoever closed it. */
export function issueClosed(payload: unknown): Happening[] {
  const delivery = read(issueDelivery, payload);
  const { issue, sender } = delivery;
  const at = issue.closed_at ?? issue.updated_at;
  const closed = about(delivery, "issue.closed", at, personOf(issue.user), [issue.id, at]);
  return [{
    ...closed,
    facts: {
      ...closed.facts,
      state_reason: issue.state_reason,
      closed_by: sender?.login,
      hours_open: hoursBetween(issue.created_at, at),
    },
  }];
}

/** Tells that an issue was reopened, by whoever did it. */
export function issueReopened(payload: unknown): Happening[] {
  const delivery = read(issueDelivery, payload);
  const { issue, sender } = delivery;
  const at = issue.updated_at;
  const person = personOf(sender ?? issue.user);
  return [about(delivery, "issue.reopened", at, person, [issue.id, at])];
}

/** Tells that an issue was assigned to somebody: of them, whoever did it. */
export function issueAssigned(payload: unknown): Happening[] {
  const delivery = read(issueDelivery, payload);
  const { issue, assignee } = delivery;
  const person = personOf(assignee);
  if (person === undefined) return [];
  const at = issue.updated_at;
  return [about(delivery, "issue.assigned", at, person, [issue.id, at])];
}

/** Tells that a label was put on an issue, by whoever did it. */
export function issueLabeled(payload: unknown): Happening[] {
  const delivery = read(issueDelivery, payload);
  const { issue, sender, label } = delivery;
  const at = issue.updated_at;
  // Several labels put on at once share their time.
  const key = [issue.id, label?.name ?? "", at];
  const labeled = about(delivery, "issue.labeled", at, personOf(sender), key);
  return [{ ...labeled, facts: { ...labeled.facts, label: label?.name } }];
}

/** Tells that somebody commented on an issue or, which GitHub sends alike, on a pull request. */
export function issueCommented(payload: unknown): Happening[] {
  const delivery = read(commentDelivery, payload);
  const { issue, comment } = delivery;
  const isPullRequest = issue.pull_request !== undefined && issue.pull_request !== null;
  const type = isPullRequest ? "pull_request.commented" : "issue.commented";
  const at = comment.created_at;
  const commented = about(delivery, type, at, personOf(comment.user), [comment.id]);
  return [{
    ...commented,
    subject: { title: issue.title, url: comment.html_url },
    facts: { ...commented.facts, author_association: comment.author_association },
    body: comment.body,
  }];
}

function about(
  { issue }: IssueDelivery,
  type: string,
  at: string,
  person: Person | undefined,
  key: readonly (string | number)[],
): Happening {
  return {
    type,
    time: at,
    person,
    subject: { title: issue.title, url: issue.html_url },
    facts: {
      number: issue.number,
      state: issue.state,
      labels: labelNames(issue.labels),
      issue_type: issue.type?.name,
      milestone: issue.milestone?.title,
      author_association: issue.author_association,
      comments: issue.comments,
    },
    key,
  };
}
