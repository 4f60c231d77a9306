import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { everything, example, failedRun, merged, only, stranger } from "./github_examples.ts";

describe("githubActivities() gives ids that", () => {
  const idOf = async (event: string, payload: unknown) =>
    (await only(event, payload, everything)).id;

  // Computed from the same facts with Python's uuid.uuid5. Once published, an id that changes shows things twice.
  const pinned: readonly [event: string, payload: unknown, id: string][] = [
    ["star", example("star", "created"), "71ba38b6-8228-56ec-934f-26f8d525097a"],
    ["push", example("push"), "1a6d39a0-6928-54bd-9cd1-ec0cde54b3a1"],
    [
      "pull_request",
      example("pull_request", "closed", merged),
      "d758ff29-d7c2-5fc0-b35d-55f0c416bdb3",
    ],
    ["issues", example("issues", "reopened"), "095d308e-8538-5aa3-a1cb-a8035e481c16"],
    ["discussion", example("discussion", "answered"), "1ea97b05-eb62-5a4d-93cb-668b6e166187"],
    ["sponsorship", example("sponsorship", "created"), "7cabc00c-7373-5b1b-bde9-0932f7ea26ed"],
    ["create", example("create"), "d5053664-416f-5b88-932e-7596070338d6"],
  ];
  for (const [event, payload, id] of pinned) {
    it(`never change for ${event}`, async () => assert.equal(await idOf(event, payload), id));
  }

  const same: readonly [name: string, one: [string, unknown], other: [string, unknown]][] = [
    [
      "are the same for a star and its watch",
      ["star", example("star", "created")],
      ["watch", example("watch", "started")],
    ],
    [
      "are the same for a workflow's event of another name",
      ["pull_request", example("pull_request", "closed", merged)],
      ["pull_request_target", example("pull_request", "closed", merged)],
    ],
    [
      "outlive the renaming of account and repository",
      ["watch", example("watch", "started")],
      [
        "watch",
        example("watch", "started", { "sender.login": "new", "repository.full_name": "new/name" }),
      ],
    ],
    [
      "outlive the push of a commit to another branch",
      ["push", example("push")],
      ["push", example("push", undefined, { ref: "refs/heads/other", forced: true })],
    ],
  ];
  for (const [name, one, other] of same) {
    it(name, async () => assert.equal(await idOf(...one), await idOf(...other)));
  }

  const reopened = "2021-10-11T16:40:56Z";
  const others: readonly [name: string, one: [string, unknown], other: [string, unknown]][] = [
    [
      "differ by person",
      ["watch", example("watch", "started")],
      ["watch", example("watch", "started", { sender: stranger })],
    ],
    [
      "differ by host",
      ["watch", example("watch", "started")],
      [
        "watch",
        example("watch", "started", { "repository.html_url": "https://git.example.com/a/b" }),
      ],
    ],
    [
      "differ by repository",
      ["watch", example("watch", "started")],
      ["watch", example("watch", "started", { "repository.id": 1 })],
    ],
    [
      "differ by time where something can happen again",
      ["issues", example("issues", "reopened", { "issue.updated_at": reopened })],
      ["issues", example("issues", "reopened", { "issue.updated_at": "2022-01-01T00:00:00Z" })],
    ],
    [
      "differ for each closing of a pull request",
      ["pull_request", example("pull_request", "closed")],
      [
        "pull_request",
        example("pull_request", "closed", { "pull_request.closed_at": "2022-01-01T00:00:00Z" }),
      ],
    ],
    [
      "differ by what was done",
      ["pull_request", example("pull_request", "closed")],
      ["pull_request", example("pull_request", "closed", merged)],
    ],
    [
      "differ for each closing of an issue",
      ["issues", closedIssue("2022-01-01T00:00:00Z")],
      ["issues", closedIssue("2022-01-02T00:00:00Z")],
    ],
    [
      "differ by review, in one and the same second, too",
      ["pull_request_review", example("pull_request_review", "submitted")],
      ["pull_request_review", example("pull_request_review", "submitted", { "review.id": 1 })],
    ],
    [
      "differ by release",
      ["release", example("release", "published")],
      ["release", example("release", "published", { "release.id": 1 })],
    ],
    [
      "differ by fork",
      ["fork", example("fork")],
      ["fork", example("fork", undefined, { "forkee.id": 1 })],
    ],
    [
      "differ by commit",
      ["push", example("push")],
      ["push", example("push", undefined, { "commits.0.id": "0".repeat(40) })],
    ],
    [
      "differ by label, where several are put on at once",
      ["issues", example("issues", "labeled")],
      ["issues", example("issues", "labeled", { "label.name": "other" })],
    ],
    [
      "differ by branch",
      ["create", example("create")],
      ["create", example("create", undefined, { ref: "other" })],
    ],
    [
      "differ for a branch and a tag of one name",
      ["create", example("create")],
      ["create", example("create", undefined, { ref_type: "branch" })],
    ],
    [
      "differ by state of a deployment",
      ["deployment_status", example("deployment_status", "created")],
      ["deployment_status", example("deployment_status", "created", { "deployment_status.id": 1 })],
    ],
    [
      "differ by run of a workflow",
      ["workflow_run", failedRun({})],
      ["workflow_run", failedRun({ "workflow_run.id": 1 })],
    ],
    [
      "differ by page of a wiki and what it became",
      ["gollum", example("gollum")],
      ["gollum", example("gollum", undefined, { "pages.0.sha": "f".repeat(40) })],
    ],
    [
      "differ by tier of a sponsorship",
      ["sponsorship", example("sponsorship", "pending_tier_change")],
      [
        "sponsorship",
        example("sponsorship", "pending_tier_change", { "sponsorship.tier.node_id": "other" }),
      ],
    ],
    [
      "differ by what was done about an alert",
      ["dependabot_alert", example("dependabot_alert", "created")],
      ["dependabot_alert", example("dependabot_alert", "created", { action: "reopened" })],
    ],
    [
      "differ by comment",
      ["issue_comment", example("issue_comment", "created")],
      ["issue_comment", example("issue_comment", "created", { "comment.id": 1 })],
    ],
  ];
  for (const [name, one, other] of others) {
    it(name, async () => assert.notEqual(await idOf(...one), await idOf(...other)));
  }
});

/** GitHub's examples hold no closed issue, so a reopened one is closed again. */
function closedIssue(at: string): unknown {
  return example("issues", "reopened", { action: "closed", "issue.closed_at": at });
}
