import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { example, merged, only, stranger } from "./github_examples.ts";

describe("githubActivities() gives ids that", () => {
  const idOf = async (event: string, payload: unknown) => (await only(event, payload)).id;

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
