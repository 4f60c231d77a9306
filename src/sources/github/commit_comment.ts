import * as v from "valibot";
import { type Happening, shortSha } from "./happening.ts";
import { personOf } from "./person.ts";
import { read } from "./reading.ts";
import { account, deliveryEntries, maybe, pageUrl, text, time, whole } from "./schemas.ts";

const commentDelivery = v.object({
  ...deliveryEntries,
  comment: v.object({
    id: whole,
    html_url: pageUrl,
    user: maybe(account),
    created_at: time,
    commit_id: text,
    path: maybe(text),
    line: maybe(whole),
    author_association: maybe(text),
    body: maybe(text),
  }),
});

/** Tells that a commit was commented on, by whoever did it. */
export function commitCommented(payload: unknown): Happening[] {
  const { comment } = read(commentDelivery, payload);
  const sha = shortSha(comment.commit_id);
  return [{
    type: "commit.commented",
    time: comment.created_at,
    person: personOf(comment.user),
    subject: { title: `Commit ${sha}`, url: comment.html_url },
    facts: {
      sha,
      path: comment.path,
      line: comment.line,
      author_association: comment.author_association,
    },
    key: [comment.id],
    body: comment.body,
  }];
}
