import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { githubActivities } from "../../src/sources/github.ts";
import { example, merged, mergedByAnother, only, receivedAt, stranger } from "./github_examples.ts";

const page = "https://github.com/Codertocat/Hello-World";
const issueTitle = "Spelling error in the README file";
const pullTitle = "Update the README with new information.";

describe("githubActivities() by event and action", () => {
  interface Case {
    event: string;
    action?: string;
    changes?: Record<string, unknown>;
    type: string;
    login: string;
    title: string;
    url: string;
    time: string;
  }
  const cases: readonly Case[] = [
    {
      event: "push",
      type: "github.commit.pushed",
      login: "Codertocat",
      title: "Initial commit",
      url: `${page}/commit/6113728f27ae82c7b1a177c8d03f9e96e0adf246`,
      time: "2019-05-15T15:19:25.000Z",
    },
    {
      event: "pull_request",
      action: "opened",
      type: "github.pull_request.opened",
      login: "Codertocat",
      title: pullTitle,
      url: `${page}/pull/2`,
      time: "2019-05-15T15:20:33.000Z",
    },
    {
      event: "pull_request_target",
      action: "opened",
      type: "github.pull_request.opened",
      login: "Codertocat",
      title: pullTitle,
      url: `${page}/pull/2`,
      time: "2019-05-15T15:20:33.000Z",
    },
    {
      event: "pull_request",
      action: "closed",
      changes: merged,
      type: "github.pull_request.merged",
      login: "Codertocat",
      title: pullTitle,
      url: `${page}/pull/2`,
      time: "2019-05-15T15:21:17.000Z",
    },
    {
      event: "pull_request",
      action: "closed",
      changes: { sender: stranger },
      type: "github.pull_request.closed",
      login: "Codertocat",
      title: pullTitle,
      url: `${page}/pull/2`,
      time: "2019-05-15T15:21:18.000Z",
    },
    {
      event: "pull_request",
      action: "reopened",
      changes: { sender: stranger },
      type: "github.pull_request.reopened",
      login: "stranger",
      title: pullTitle,
      url: `${page}/pull/2`,
      time: "2019-05-15T15:20:33.000Z",
    },
    {
      event: "pull_request",
      action: "ready_for_review",
      changes: { sender: stranger },
      type: "github.pull_request.ready_for_review",
      login: "stranger",
      title: pullTitle,
      url: `${page}/pull/2`,
      time: "2019-05-15T15:21:18.000Z",
    },
    {
      event: "pull_request_review",
      action: "submitted",
      changes: { "review.user": stranger },
      type: "github.pull_request.review",
      login: "stranger",
      title: pullTitle,
      url: `${page}/pull/2#pullrequestreview-237895671`,
      time: "2019-05-15T15:20:38.000Z",
    },
    {
      event: "issues",
      action: "opened",
      type: "github.issue.opened",
      login: "Codertocat",
      title: issueTitle,
      url: `${page}/issues/1`,
      time: "2019-05-15T15:20:18.000Z",
    },
    {
      event: "issues",
      action: "reopened",
      changes: { sender: stranger },
      type: "github.issue.reopened",
      login: "stranger",
      title: issueTitle,
      url: `${page}/issues/1`,
      time: "2021-10-11T16:40:56.000Z",
    },
    {
      event: "issues",
      action: "reopened",
      changes: {
        action: "closed",
        sender: stranger,
        "issue.closed_at": "2021-10-12T00:00:00+02:00",
      },
      type: "github.issue.closed",
      login: "Codertocat",
      title: issueTitle,
      url: `${page}/issues/1`,
      time: "2021-10-11T22:00:00.000Z",
    },
    {
      event: "issue_comment",
      action: "created",
      changes: { "comment.user": stranger },
      type: "github.issue.commented",
      login: "stranger",
      title: issueTitle,
      url: `${page}/issues/1#issuecomment-492700400`,
      time: "2019-05-15T15:20:21.000Z",
    },
    {
      event: "issue_comment",
      action: "created",
      changes: { "issue.pull_request": { html_url: `${page}/pull/1` } },
      type: "github.pull_request.commented",
      login: "Codertocat",
      title: issueTitle,
      url: `${page}/issues/1#issuecomment-492700400`,
      time: "2019-05-15T15:20:21.000Z",
    },
    {
      event: "star",
      action: "created",
      type: "github.repo.starred",
      login: "Codertocat",
      title: "Codertocat/Hello-World",
      url: page,
      time: "2019-05-15T15:20:40.000Z",
    },
    {
      event: "watch",
      action: "started",
      type: "github.repo.starred",
      login: "Codertocat",
      title: "Codertocat/Hello-World",
      url: page,
      time: "2026-03-01T12:00:00.000Z",
    },
    {
      event: "star",
      action: "deleted",
      type: "github.repo.unstarred",
      login: "Codertocat",
      title: "Codertocat/Hello-World",
      url: page,
      time: "2026-03-01T12:00:00.000Z",
    },
    {
      event: "fork",
      changes: { sender: stranger },
      type: "github.repo.forked",
      login: "stranger",
      title: "Octocoders/Hello-World",
      url: "https://github.com/Octocoders/Hello-World",
      time: "2019-05-15T15:20:42.000Z",
    },
    {
      event: "fork",
      changes: { "forkee.owner": stranger },
      type: "github.repo.forked",
      login: "stranger",
      title: "Octocoders/Hello-World",
      url: "https://github.com/Octocoders/Hello-World",
      time: "2019-05-15T15:20:42.000Z",
    },
    {
      event: "release",
      action: "published",
      type: "github.release.published",
      login: "Codertocat",
      title: "0.0.1",
      url: `${page}/releases/tag/0.0.1`,
      time: "2019-05-15T15:20:53.000Z",
    },
    {
      event: "release",
      action: "published",
      changes: { "release.name": "First\nlight", sender: stranger },
      type: "github.release.published",
      login: "Codertocat",
      title: "First light",
      url: `${page}/releases/tag/0.0.1`,
      time: "2019-05-15T15:20:53.000Z",
    },
  ];
  for (const { event, action, changes, type, login, title, url, time } of cases) {
    const name = [event, action].filter(Boolean).join(".");
    it(`makes ${type} of ${name}, of ${login}`, async () => {
      const payload = example(
        event === "pull_request_target" ? "pull_request" : event,
        action,
        changes,
      );
      const activity = await only(event, payload);
      assert.deepEqual(
        [activity.type, activity.actor.login, activity.subject, activity.time],
        [type, login, { title, url }, time],
      );
    });
  }

  it("puts the facts of a merge into properties", async () => {
    const payload = example("pull_request", "closed", {
      ...mergedByAnother,
      "pull_request.labels": [{ name: "bug" }, { name: "good first issue" }],
      "pull_request.milestone": { title: "v1" },
    });
    const { activities } = await githubActivities({ event: "pull_request", payload, receivedAt });
    const facts = {
      repository: "Codertocat/Hello-World",
      repository_url: page,
      visibility: "public",
      organization: "Octocoders",
      host: "github.com",
      event: "pull_request",
      action: "closed",
      sender: "maintainer",
      number: 2,
      state: "closed",
      draft: false,
      branch: "changes",
      base_branch: "master",
      sha: "c4295bd",
      labels: "bug,good first issue",
      milestone: "v1",
      author_association: "OWNER",
      additions: 1,
      deletions: 1,
      changed_files: 1,
      commits: 1,
      merged_by: "maintainer",
      hours_open: 0,
    };
    assert.deepEqual(
      activities.map(({ type, actor, properties }) => [type, actor.login, properties]),
      [
        ["github.pull_request.merged", "Codertocat", facts],
        [
          "github.pull_request.merged_by",
          "maintainer",
          { ...facts, pull_request_author: "Codertocat" },
        ],
      ],
    );
  });

  it("makes one activity of a merge by the author", async () => {
    const author = { id: 21031067, login: "Codertocat", type: "User" };
    const payload = example("pull_request", "closed", {
      ...merged,
      "pull_request.merged_by": author,
    });
    const { type, properties } = await only("pull_request", payload);
    assert.equal(type, "github.pull_request.merged");
    assert.equal(properties["merged_by"], "Codertocat");
  });

  it("says how a review came out and whose pull request it was", async () => {
    const payload = example("pull_request_review", "submitted", {
      "review.state": "APPROVED",
      "review.user": stranger,
    });
    const { properties } = await only("pull_request_review", payload);
    assert.equal(properties["state"], "approved");
    assert.equal(properties["pull_request_author"], "Codertocat");
  });

  it("takes the host from the repository's page", async () => {
    const payload = example("watch", "started", {
      "repository.html_url": "https://git.example.com:8443/Codertocat/Hello-World",
    });
    assert.equal((await only("watch", payload)).properties["host"], "git.example.com:8443");
  });

  it("leaves the actor empty where the account was deleted", async () => {
    for (const user of [null, { id: 10137, login: "ghost", type: "User" }]) {
      const payload = example("issues", "opened", { "issue.user": user });
      assert.deepEqual((await only("issues", payload)).actor, {});
    }
  });

  it("names every label, as many as GitHub takes: a rule may ask for the last", async () => {
    const labels = Array.from({ length: 100 }, (_, index) => `${index} ${"x".repeat(46)}`);
    const payload = example("issues", "opened", {
      "issue.labels": labels.map((name) => ({ name })),
    });
    const { properties } = await only("issues", payload);
    assert.deepEqual(String(properties["labels"]).split(","), labels);
  });

  it("keeps a title on one line of 250 characters", async () => {
    const payload = example("issues", "opened", { "issue.title": `\u202eSay\n${"x".repeat(500)}` });
    const { subject } = await only("issues", payload);
    assert.equal(subject.title, `Say ${"x".repeat(245)}…`);
  });
});
