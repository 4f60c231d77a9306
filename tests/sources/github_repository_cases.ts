import { type Case, owner, page } from "./github_case.ts";
import { example, failedRun, receivedAt, stranger } from "./github_examples.ts";

const received = receivedAt.toISOString();
const pullTitle = "Update the README with new information.";
const bot = { id: 41898282, login: "github-actions[bot]", type: "Bot" };

/** What happens in a repository. */
export const repositoryCases: readonly Case[] = [
  ["pull_request", example("pull_request", "review_requested", { sender: stranger }), {
    type: "github.pull_request.review_requested",
    login: "octocat",
    title: pullTitle,
    url: `${page}/pull/2`,
    time: "2019-05-15T15:20:33.000Z",
    facts: { pull_request_author: owner, sender: "stranger" },
  }],
  ["pull_request_review_comment", byStranger("pull_request_review_comment", "comment.user"), {
    type: "github.pull_request.review_comment",
    login: "stranger",
    title: pullTitle,
    url: `${page}/pull/2#discussion_r284312630`,
    time: "2019-05-15T15:20:37.000Z",
    facts: { path: "README.md", line: 265, number: 2, pull_request_author: owner },
  }],
  [
    "pull_request_review_thread",
    example("pull_request_review_thread", "resolved", {
      sender: stranger,
      updated_at: "2022-01-01T00:00:00Z",
    }),
    {
      type: "github.pull_request.thread_resolved",
      login: "stranger",
      title: pullTitle,
      url: `${page}/pull/2#discussion_r284312630`,
      time: "2022-01-01T00:00:00.000Z",
      facts: { path: "README.md" },
    },
  ],
  ["issues", example("issues", "assigned", { assignee: stranger }), {
    type: "github.issue.assigned",
    login: "stranger",
    title: "Spelling error in the README file",
    url: `${page}/issues/1`,
    time: "2019-05-15T15:20:18.000Z",
    facts: { number: 1, sender: owner, milestone: "v1.0" },
  }],
  ["issues", example("issues", "labeled", { sender: stranger }), {
    type: "github.issue.labeled",
    login: "stranger",
    title: "Spelling error in the README file",
    url: `${page}/issues/1`,
    time: "2019-05-15T15:20:18.000Z",
    facts: { label: "bug", labels: "bug" },
  }],
  ["commit_comment", byStranger("commit_comment", "comment.user"), {
    type: "github.commit.commented",
    login: "stranger",
    title: "Commit 6113728",
    url: `${page}/commit/6113728f27ae82c7b1a177c8d03f9e96e0adf246#commitcomment-33548674`,
    time: "2019-05-15T15:20:39.000Z",
    facts: { sha: "6113728" },
  }],
  ["discussion", byStranger("discussion", "discussion.user"), {
    type: "github.discussion.created",
    login: "stranger",
    title: "TEST edit",
    url: `${page}/discussions/4`,
    time: "2021-03-30T20:09:52.000Z",
    facts: { number: 4, category: "General" },
  }],
  ["discussion", example("discussion", "answered"), {
    type: "github.discussion.answered",
    login: "dan2wik",
    title: "TEST edit",
    url: `${page}/discussions/4#discussioncomment-550561`,
    time: "2021-03-30T23:17:18.000Z",
    facts: { category: "Q&A", discussion_author: owner, chosen_by: owner },
  }],
  [
    "discussion",
    example("discussion", "created", {
      action: "closed",
      sender: stranger,
      "discussion.state_reason": "resolved",
    }),
    {
      type: "github.discussion.closed",
      login: owner,
      title: "TEST edit",
      url: `${page}/discussions/4`,
      time: "2021-03-30T20:26:24.000Z",
      facts: { closed_by: "stranger", state_reason: "resolved" },
    },
  ],
  ["discussion", example("discussion", "created", { action: "reopened", sender: stranger }), {
    type: "github.discussion.reopened",
    login: "stranger",
    title: "TEST edit",
    url: `${page}/discussions/4`,
    time: "2021-03-30T20:26:24.000Z",
    facts: {},
  }],
  ["discussion_comment", byStranger("discussion_comment", "comment.user"), {
    type: "github.discussion.commented",
    login: "stranger",
    title: "TEST edit",
    url: `${page}/discussions/4#discussioncomment-550062`,
    time: "2021-03-30T20:21:30.000Z",
    facts: { number: 4, discussion_author: owner },
  }],
  ["deployment", byStranger("deployment", "deployment.creator"), {
    type: "github.deployment.created",
    login: "stranger",
    title: "master to production",
    url: `${page}/deployments`,
    time: "2019-05-15T15:20:53.000Z",
    facts: { environment: "production", branch: "master", sha: "f95f852", task: "deploy" },
  }],
  [
    "deployment",
    example("deployment", "created", {
      "deployment.creator": bot,
      workflow_run: { html_url: `${page}/actions/runs/1`, actor: stranger, triggering_actor: null },
    }),
    {
      type: "github.deployment.created",
      login: "stranger",
      title: "master to production",
      url: `${page}/actions/runs/1`,
      time: "2019-05-15T15:20:53.000Z",
      facts: {},
    },
  ],
  [
    "deployment_status",
    example("deployment_status", "created", {
      "deployment_status.creator": stranger,
      "deployment_status.log_url": "https://ci.example.com/1",
      "deployment.production_environment": true,
    }),
    {
      type: "github.deployment.status",
      login: "stranger",
      title: "master to production",
      url: "https://ci.example.com/1",
      time: "2019-05-15T15:20:55.000Z",
      facts: { state: "success", production: true },
    },
  ],
  ["workflow_run", failedRun({ "workflow_run.actor": bot }), {
    type: "github.workflow.completed",
    login: "Codertocat",
    title: "test",
    url: "https://github.com/octo-org/octo-repo/actions/runs/289782451",
    time: "2020-10-05T16:33:49.000Z",
    facts: {
      conclusion: "failure",
      run_number: 163,
      attempt: 1,
      branch: "master",
      trigger: "repository_dispatch",
      seconds: 0,
    },
  }],
  ["check_run", example("check_run", "completed", { sender: stranger }), {
    type: "github.check_run.completed",
    login: "stranger",
    title: "Octocoders-linter",
    url: `${page}/runs/128620228`,
    time: "2019-05-15T15:21:12.000Z",
    facts: { conclusion: "success", app: "octocoders-linter", branch: "changes" },
  }],
  ["check_suite", example("check_suite", "completed", { sender: stranger }), {
    type: "github.check_suite.completed",
    login: "Codertocat",
    title: "octocoders-linter",
    url: `${page}/commit/ec26c3e57ca3a959ca5aad62de7213c562f8c821`,
    time: "2019-05-15T15:21:14.000Z",
    facts: { conclusion: "success", branch: "changes" },
  }],
  ["status", example("status", undefined, { "commit.author": stranger }), {
    type: "github.commit.status",
    login: "stranger",
    title: "Initial commit",
    url: `${page}/commit/6113728f27ae82c7b1a177c8d03f9e96e0adf246`,
    time: "2019-05-15T15:20:55.000Z",
    facts: { state: "success", context: "default", sha: "6113728" },
  }],
  ["create", example("create", undefined, { ref: "fix/#1 100%", ref_type: "branch" }), {
    type: "github.branch.created",
    login: owner,
    title: "fix/#1 100%",
    url: `${page}/tree/fix/%231%20100%25`,
    time: received,
    facts: { branch: "fix/#1 100%", pusher_type: "user" },
  }],
  ["create", example("create"), {
    type: "github.tag.created",
    login: owner,
    title: "simple-tag",
    url: `${page}/tree/simple-tag`,
    time: received,
    facts: { tag: "simple-tag" },
  }],
  ["delete", example("delete", undefined, { ref_type: "branch" }), {
    type: "github.branch.deleted",
    login: owner,
    title: "simple-tag",
    url: page,
    time: received,
    facts: { branch: "simple-tag" },
  }],
  ["delete", example("delete"), {
    type: "github.tag.deleted",
    login: owner,
    title: "simple-tag",
    url: page,
    time: received,
    facts: { tag: "simple-tag" },
  }],
  ["gollum", example("gollum"), {
    type: "github.wiki.edited",
    login: "rachmari",
    title: "Home",
    url: `${page}/wiki/Home`,
    time: received,
    facts: { action: "edited", page: "Home" },
  }],
  ["milestone", example("milestone", "closed", { sender: stranger, ...issuesOfMilestone(1, 2) }), {
    type: "github.milestone.closed",
    login: "stranger",
    title: "v1.0",
    url: `${page}/milestone/1`,
    time: "2019-05-15T15:20:18.000Z",
    facts: { number: 1, state: "closed", percent_done: 67 },
  }],
  ["package", example("package"), {
    type: "github.package.published",
    login: owner,
    title: "hello-world-npm 1.0.0",
    url: "https://github.com/Codertocat/hello-world-npm/packages/10696?version=1.0.0",
    time: "2019-05-09T23:28:29.000Z",
    facts: { package: "hello-world-npm", version: "1.0.0", package_type: "npm" },
  }],
];

function byStranger(event: string, member: string): unknown {
  return example(event, "created", { [member]: stranger });
}

function issuesOfMilestone(open: number, closed: number): Record<string, unknown> {
  return { "milestone.open_issues": open, "milestone.closed_issues": closed };
}
