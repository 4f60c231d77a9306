import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { githubActivities } from "../../src/sources/github.ts";
import { everything, example, failedRun, only, receivedAt, stranger } from "./github_examples.ts";

const received = receivedAt.toISOString();

describe("githubActivities() finds the person", () => {
  const actorOf = async (event: string, payload: unknown) =>
    (await only(event, payload, everything)).actor;

  it("whose address GitHub gives when a plan is bought", async () => {
    assert.deepEqual(
      await actorOf("marketplace_purchase", example("marketplace_purchase", "purchased")),
      { login: "username", email: "username@email.com", emailSource: "payload" },
    );
  });

  it("who gets the bills where the buyer has no address", async () => {
    const payload = example("marketplace_purchase", "cancelled", { "sender.email": null });
    assert.deepEqual(await actorOf("marketplace_purchase", payload), {
      login: "username",
      email: "organizationusername@gmail.com",
      emailSource: "payload",
    });
  });

  it("who was invited by address alone", async () => {
    const payload = example("organization", "member_invited", {
      user: null,
      "invitation.login": null,
      "invitation.email": "New@Example.com",
    });
    assert.deepEqual(await actorOf("organization", payload), {
      email: "New@example.com",
      emailSource: "payload",
    });
  });

  it("who wrote the commit that a status is for, by account and address", async () => {
    const payload = example("status", undefined, {
      "commit.commit.author": { name: "Mona", email: "mona@example.com" },
    });
    assert.deepEqual(await actorOf("status", payload), {
      login: "Codertocat",
      name: "Mona",
      email: "mona@example.com",
      emailSource: "payload",
    });
  });

  it("who saw to the sponsorship of an organization", async () => {
    const payload = example("sponsorship", "created", {
      "sponsorship.sponsor": { id: 1, login: "acme", type: "Organization" },
      sender: stranger,
    });
    assert.equal((await actorOf("sponsorship", payload)).login, "stranger");
  });

  it("who ran a workflow again, of whom it is another failure", async () => {
    const first = await only("workflow_run", failedRun({}));
    const again = await only(
      "workflow_run",
      failedRun({ "workflow_run.triggering_actor": stranger, "workflow_run.run_attempt": 2 }),
    );
    assert.equal(again.actor.login, "stranger");
    assert.notEqual(again.id, first.id);
  });

  it("in no alert that GitHub itself raised", async () => {
    const payload = example("dependabot_alert", "created");
    assert.deepEqual(await actorOf("dependabot_alert", payload), {});
  });
});

describe("githubActivities() tells nothing", () => {
  const nothing: readonly [name: string, event: string, payload: unknown][] = [
    ["of a run that went well", "workflow_run", example("workflow_run", "completed")],
    ["of a team asked for a review", "pull_request", reviewOfTeam()],
    ["of an assignee who is gone", "issues", example("issues", "assigned", { assignee: null })],
    [
      "of a deployment on its way",
      "deployment_status",
      example("deployment_status", "created", { "deployment_status.state": "in_progress" }),
    ],
    ["of a pending status", "status", example("status", undefined, { state: "pending" })],
    ["of a new repository", "create", example("create", undefined, { ref_type: "repository" })],
    [
      "of a merge queue's branch",
      "delete",
      example("delete", undefined, { ref: "gh-readonly-queue/main/pr-1", ref_type: "branch" }),
    ],
    ["of no pages of a wiki", "gollum", example("gollum", undefined, { pages: [] })],
  ];
  for (const [name, event, payload] of nothing) {
    it(name, async () => {
      const delivery = { event, payload, receivedAt };
      const { activities, skipped } = await githubActivities(delivery, everything);
      assert.deepEqual([activities, skipped.map(({ reason }) => reason)], [[], [
        "nothing_to_tell",
      ]]);
    });
  }

  it("of what a deploy key did, which is a machine's", async () => {
    const payload = example("create", undefined, { pusher_type: "deploy_key" });
    const { skipped } = await githubActivities({ event: "create", payload, receivedAt });
    assert.deepEqual(skipped.map(({ reason }) => reason), ["bot"]);
  });
});

describe("githubActivities() says of every activity's place", () => {
  const factsOf = async (changes: Record<string, unknown>) =>
    (await only("watch", example("watch", "started", changes))).properties;

  it("who may see the repository, also where an older server says it otherwise", async () => {
    const gone = { "repository.visibility": undefined };
    assert.equal((await factsOf({}))["visibility"], "public");
    assert.equal((await factsOf({ ...gone, "repository.private": true }))["visibility"], "private");
    assert.equal((await factsOf({ ...gone, "repository.private": false }))["visibility"], "public");
    assert.equal(
      (await factsOf({ ...gone, "repository.private": undefined }))["visibility"],
      undefined,
    );
    assert.equal(
      (await factsOf({ "repository.visibility": "internal" }))["visibility"],
      "internal",
    );
  });

  it("which organization owns the repository", async () => {
    const acme = { login: "acme", type: "Organization" };
    assert.equal((await factsOf({}))["organization"], undefined);
    assert.equal((await factsOf({ "repository.owner": acme }))["organization"], "acme");
    assert.equal((await factsOf({ organization: { login: "o" } }))["organization"], "o");
  });

  it("which host it is, without a repository too", async () => {
    const payload = example("membership", "added", {
      "sender.html_url": "https://git.example.com/mona",
    });
    assert.equal((await only("membership", payload)).properties["host"], "git.example.com");
  });
});

describe("githubActivities() of packages", () => {
  it("makes one of what webhooks and workflows hear of under two names", async () => {
    const { package: registry_package, ...rest } = Object(example("package"));
    const asWebhook = await only("package", example("package"));
    const asWorkflow = await only("registry_package", { ...rest, registry_package });
    assert.equal(asWorkflow.id, asWebhook.id);
    assert.equal(asWorkflow.type, asWebhook.type);
  });

  it("takes no time of the year 1, and a tag rather than a digest", async () => {
    const payload = example("package", "published", {
      "package.package_version.created_at": "0001-01-01T00:00:00Z",
      "package.package_version.container_metadata": { tag: { name: "latest" } },
    });
    const { time, subject } = await only("package", payload);
    assert.equal(time, received);
    assert.equal(subject.title, "hello-world-npm latest");
  });
});

function reviewOfTeam(): unknown {
  return example("pull_request", "review_requested", {
    requested_reviewer: undefined,
    requested_team: { name: "reviewers" },
  });
}
