import * as v from "valibot";
import { type Happening, labelNames, shortSha } from "./happening.ts";
import type { Person } from "./person.ts";
import {
  type Account,
  account,
  flag,
  type Label,
  labels,
  type Maybe,
  maybe,
  pageUrl,
  text,
  time,
  whole,
} from "./schemas.ts";

/** A branch of a pull request, as it was when GitHub sent it. */
export interface Branch {
  /** Its name. */
  ref: string;
  /** SHA of its last commit. */
  sha: string;
}

/** What is read of a pull request. Payloads about reviews leave some of it out. */
export interface PullRequest {
  /** Number of the pull request on its host. */
  id: number;
  /** Number within its repository. */
  number: number;
  /** As its author wrote it. */
  title: string;
  /** Its page. */
  html_url: string;
  /** `open` or `closed`. */
  state: string;
  /** Its author. */
  user?: Maybe<Account>;
  /** When it was opened. */
  created_at: string;
  /** When anything about it changed last. */
  updated_at: string;
  /** When it was closed or merged. */
  closed_at?: Maybe<string>;
  /** When it was merged; missing where it was not. */
  merged_at?: Maybe<string>;
  /** SHA of the commit that it became or, before, of the one that tries it out. */
  merge_commit_sha?: Maybe<string>;
  /** Who merged it. */
  merged_by?: Maybe<Account>;
  /** Whether it is not ready for review yet. */
  draft?: Maybe<boolean>;
  /** Its labels. */
  labels?: Maybe<Label[]>;
  /** What its author is to the repository: `OWNER`, `MEMBER`, `CONTRIBUTOR`, `NONE` and others. */
  author_association?: Maybe<string>;
  /** Lines that it adds. */
  additions?: Maybe<number>;
  /** Lines that it removes. */
  deletions?: Maybe<number>;
  /** How many files it changes. */
  changed_files?: Maybe<number>;
  /** How many commits it has. */
  commits?: Maybe<number>;
  /** What its author wrote below the title. */
  body?: Maybe<string>;
  /** What it belongs to. */
  milestone?: Maybe<{ title?: Maybe<string> }>;
  /** The branch that it brings. */
  head: Branch;
  /** The branch that it is for. */
  base: Branch;
}

const branch: v.GenericSchema<unknown, Branch> = v.object({ ref: text, sha: text });

/** Checks a {@linkcode PullRequest}. */
export const pullRequest: v.GenericSchema<unknown, PullRequest> = v.object({
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
  body: maybe(text),
  milestone: maybe(v.object({ title: maybe(text) })),
  head: branch,
  base: branch,
});

/** What was done to a pull request, with what is worth knowing of it. Its id tells it from every other. */
export function aboutPullRequest(
  pullRequest: PullRequest,
  verb: string,
  at: string,
  person: Person | undefined,
  key: readonly (string | number)[],
): Happening {
  return {
    type: `pull_request.${verb}`,
    time: at,
    person,
    subject: { title: pullRequest.title, url: pullRequest.html_url },
    facts: {
      number: pullRequest.number,
      state: pullRequest.state,
      draft: pullRequest.draft,
      branch: pullRequest.head.ref,
      base_branch: pullRequest.base.ref,
      sha: shortSha(pullRequest.head.sha),
      labels: labelNames(pullRequest.labels),
      milestone: pullRequest.milestone?.title,
      author_association: pullRequest.author_association,
      additions: pullRequest.additions,
      deletions: pullRequest.deletions,
      changed_files: pullRequest.changed_files,
      commits: pullRequest.commits,
    },
    key: [pullRequest.id, ...key],
  };
}
