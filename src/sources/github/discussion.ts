import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { type Person, personOf } from "./person.ts";
import { read } from "./reading.ts";
import { account, deliveryEntries, maybe, pageUrl, text, time, whole } from "./schemas.ts";

const discussion = v.object({
  id: whole,
  number: whole,
  title: text,
  html_url: pageUrl,
  state: maybe(text),
  state_reason: maybe(text),
  user: maybe(account),
  created_at: time,
  updated_at: time,
  answer_chosen_at: maybe(time),
  author_association: maybe(text),
  comments: maybe(whole),
  category: maybe(v.object({ name: maybe(text) })),
  body: maybe(text),
});

type Discussion = v.InferOutput<typeof discussion>;

const comment = v.object({
  id: whole,
  html_url: pageUrl,
  user: maybe(account),
  created_at: time,
  author_association: maybe(text),
  parent_id: maybe(whole),
  body: maybe(text),
});

const discussionDelivery = v.object({ ...deliveryEntries, discussion });

const answerDelivery = v.object({ ...deliveryEntries, discussion, answer: comment });

const commentDelivery = v.object({ ...deliveryEntries, discussion, comment });

/** Tells that a discussion was begun, by its author. */
export function discussionCreated(payload: unknown): Happening[] {
  const { discussion } = read(discussionDelivery, payload);
  const { id, created_at, user, body } = discussion;
  return [{ ...about(discussion, "created", created_at, personOf(user), [id]), body }];
}

/** Tells that an answer was chosen: of whoever gave it, not of whoever chose. */
export function discussionAnswered(payload: unknown): Happening[] {
  const { discussion, answer, sender } = read(answerDelivery, payload);
  const at = discussion.answer_chosen_at ?? discussion.updated_at;
  const answered = about(discussion, "answered", at, personOf(answer.user), [answer.id, at]);
  return [{
    ...answered,
    subject: { title: discussion.title, url: answer.html_url },
    facts: {
      ...answered.facts,
      author_association: answer.author_association,
      discussion_author: discussion.user?.login,
      chosen_by: sender?.login,
    },
    body: answer.body,
  }];
}

/** Tells that a discussion was closed, of its author, whoever closed it. */
export function discussionClosed(payload: unknown): Happening[] {
  const { discussion, sender } = read(discussionDelivery, payload);
  const { id, updated_at, user, state_reason } = discussion;
  const closed = about(discussion, "closed", updated_at, personOf(user), [id, updated_at]);
  return [{ ...closed, facts: { ...closed.facts, state_reason, closed_by: sender?.login } }];
}

/** Tells that a discussion was reopened, by whoever did it. */
export function discussionReopened(payload: unknown): Happening[] {
  const { discussion, sender } = read(discussionDelivery, payload);
  const { id, updated_at, user } = discussion;
  const person = personOf(sender ?? user);
  return [about(discussion, "reopened", updated_at, person, [id, updated_at])];
}

/** Tells that somebody commented on a discussion or answered a comment. */
export function discussionCommented(payload: unknown): Happening[] {
  const { discussion, comment } = read(commentDelivery, payload);
  const { id, created_at, user } = comment;
  const commented = about(discussion, "commented", created_at, personOf(user), [id]);
  return [{
    ...commented,
    subject: { title: discussion.title, url: comment.html_url },
    facts: {
      ...commented.facts,
      author_association: comment.author_association,
      discussion_author: discussion.user?.login,
      parent_id: comment.parent_id,
    },
    body: comment.body,
  }];
}

function about(
  discussion: Discussion,
  verb: string,
  at: string,
  person: Person | undefined,
  key: readonly (string | number)[],
): Happening {
  return {
    type: `discussion.${verb}`,
    time: at,
    person,
    subject: { title: discussion.title, url: discussion.html_url },
    facts: {
      number: discussion.number,
      state: discussion.state,
      category: discussion.category?.name,
      author_association: discussion.author_association,
      comments: discussion.comments,
    },
    key,
  };
}
