import * as v from "valibot";
import { firstLine } from "../../activity/text.ts";
import { type Happening, shortSha } from "./happening.ts";
import { type Person, personNamed, personOf } from "./person.ts";
import { pageIn } from "./place.ts";
import { read } from "./reading.ts";
import {
  account,
  deliveryEntries,
  link,
  maybe,
  pageUrl,
  type Repository,
  text,
  time,
  whole,
} from "./schemas.ts";

const runDelivery = v.object({
  ...deliveryEntries,
  workflow: maybe(v.object({ name: maybe(text) })),
  workflow_run: v.object({
    id: whole,
    name: maybe(text),
    display_title: maybe(text),
    html_url: pageUrl,
    conclusion: maybe(text),
    event: maybe(text),
    head_branch: maybe(text),
    head_sha: text,
    run_number: maybe(whole),
    run_attempt: maybe(whole),
    run_started_at: maybe(time),
    updated_at: time,
    actor: maybe(account),
    triggering_actor: maybe(account),
  }),
});

const app = maybe(v.object({ name: maybe(text) }));

const checkRunDelivery = v.object({
  ...deliveryEntries,
  check_run: v.object({
    id: whole,
    name: text,
    html_url: link,
    head_sha: text,
    conclusion: maybe(text),
    completed_at: maybe(time),
    app,
    check_suite: maybe(v.object({ head_branch: maybe(text) })),
  }),
});

const named = maybe(v.object({ name: maybe(text), email: maybe(text) }));

const checkSuiteDelivery = v.object({
  ...deliveryEntries,
  check_suite: v.object({
    id: whole,
    head_branch: maybe(text),
    head_sha: text,
    conclusion: maybe(text),
    updated_at: time,
    app,
    head_commit: maybe(v.object({ author: named })),
  }),
});

const statusDelivery = v.object({
  ...deliveryEntries,
  id: whole,
  sha: text,
  state: text,
  context: maybe(text),
  target_url: link,
  created_at: time,
  commit: v.object({
    html_url: link,
    author: maybe(account),
    commit: v.object({ message: maybe(text), author: named }),
  }),
});

/** How a workflow run ends that somebody has to look at. */
const failures: ReadonlySet<string> = new Set(["failure", "timed_out", "startup_failure"]);

/** States in which a commit's status stays. */
const finalStates: ReadonlySet<string> = new Set(["success", "failure", "error"]);

/**
 * Tells that a workflow run failed, of whoever set it off; a run again of whoever ran it again. Of a run that went well,
 * was cancelled or skipped it tells nothing. The author of the commit is not necessarily the one who set it off, so the
 * commit's address is not taken.
 */
export function workflowFailed(payload: unknown): Happening[] {
  const { workflow_run: run, workflow } = read(runDelivery, payload);
  const { conclusion } = run;
  if (!conclusion || !failures.has(conclusion)) return [];
  const attempt = run.run_attempt ?? 1;
  return [{
    type: "workflow.completed",
    time: run.updated_at,
    person: personOf(run.triggering_actor ?? run.actor),
    subject: { title: run.name || workflow?.name || "", url: run.html_url },
    facts: {
      conclusion,
      title: run.display_title,
      run_number: run.run_number,
      attempt,
      trigger: run.event,
      branch: run.head_branch,
      sha: shortSha(run.head_sha),
      seconds: secondsOf(run),
    },
    key: [run.id, attempt],
  }];
}

/** Tells that a check ended, of whoever's push or wish set it off. Apps that check on their own are bots. */
export function checkRunCompleted(payload: unknown, receivedAt: string): Happening[] {
  const { check_run: run, sender, repository } = read(checkRunDelivery, payload);
  return [{
    type: "check_run.completed",
    time: run.completed_at ?? receivedAt,
    person: personOf(sender),
    subject: { title: run.name, url: run.html_url ?? commitPage(repository, run.head_sha) },
    facts: {
      conclusion: run.conclusion,
      app: run.app?.name,
      branch: run.check_suite?.head_branch,
      sha: shortSha(run.head_sha),
    },
    key: [run.id, run.completed_at ?? ""],
  }];
}

/** Tells that all checks of an app ended, of the author of the commit that they checked. */
export function checkSuiteCompleted(payload: unknown): Happening[] {
  const { check_suite: suite, sender, repository } = read(checkSuiteDelivery, payload);
  const author = suite.head_commit?.author;
  const { host } = new URL(repository.html_url);
  return [{
    type: "check_suite.completed",
    time: suite.updated_at,
    person: author?.email ? personNamed(author, host) : personOf(sender),
    subject: { title: suite.app?.name ?? "", url: commitPage(repository, suite.head_sha) },
    facts: {
      conclusion: suite.conclusion,
      app: suite.app?.name,
      branch: suite.head_branch,
      sha: shortSha(suite.head_sha),
    },
    key: [suite.id, suite.updated_at],
  }];
}

/** Tells how a commit's status came out, of the commit's author. Of `pending` it tells nothing. */
export function commitStatus(payload: unknown): Happening[] {
  const status = read(statusDelivery, payload);
  const { commit, repository, sha, state } = status;
  if (!finalStates.has(state)) return [];
  const page = status.target_url ?? commit.html_url;
  return [{
    type: "commit.status",
    time: status.created_at,
    person: authorOf(status.commit, new URL(repository.html_url).host),
    subject: {
      title: firstLine(commit.commit.message ?? "") || shortSha(sha),
      url: page ?? commitPage(repository, sha),
    },
    facts: { state, context: status.context, sha: shortSha(sha) },
    key: [status.id],
  }];
}

/** The account that GitHub links the commit to, with the address in the commit; without an account, the address. */
function authorOf(
  { author, commit }: v.InferOutput<typeof statusDelivery>["commit"],
  host: string,
): Person | undefined {
  const written = commit.author?.email ? personNamed(commit.author, host) : undefined;
  const account = personOf(author);
  if (account === undefined || written === undefined) return account ?? written;
  return { ...account, name: written.name, email: written.email };
}

function commitPage(repository: Repository, sha: string): string {
  return pageIn(repository, ["commit", sha]);
}

function secondsOf(
  { run_started_at, updated_at }: v.InferOutput<typeof runDelivery>["workflow_run"],
): number | undefined {
  if (typeof run_started_at !== "string") return undefined;
  const seconds = Math.round((Date.parse(updated_at) - Date.parse(run_started_at)) / 1_000);
  return seconds < 0 ? undefined : seconds;
}
