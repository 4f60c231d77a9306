import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { githubActivities, SourceError } from "../../src/sources/github.ts";
import { example, pushExample, receivedAt } from "./github_examples.ts";

describe("githubActivities() of a payload of another shape", () => {
  const cases: readonly [event: string, payload: unknown, path: string][] = [
    ["push", null, ""],
    ["push", [], "repository"],
    ["push", example("push", undefined, { commits: "none" }), "commits"],
    [
      "push",
      example("push", undefined, { "repository.html_url": "javascript:alert(1)" }),
      "repository.html_url",
    ],
    ["issues", {}, "action"],
    ["issues", { action: ["opened"] }, "action"],
    ["issues", { action: "opened" }, "repository"],
    ["issues", example("issues", "opened", { "issue.id": "1" }), "issue.id"],
    [
      "issues",
      example("issues", "opened", { "issue.created_at": "yesterday" }),
      "issue.created_at",
    ],
    ["issues", example("issues", "opened", { "issue.user": { login: 5 } }), "issue.user.id"],
    ["issues", example("issues", "opened", { "issue.html_url": "/issues/1" }), "issue.html_url"],
    [
      "issues",
      example("issues", "opened", { "issue.html_url": `https://x.example/${"y".repeat(2_000)}` }),
      "issue.html_url",
    ],
    [
      "pull_request",
      example("pull_request", "opened", { "pull_request.labels": [{}] }),
      "pull_request.labels.0.name",
    ],
    ["star", example("star", "created", { sender: null }), "sender"],
    ["fork", example("fork", undefined, { forkee: undefined }), "forkee"],
    ["fork", example("fork", undefined, { sender: "mona" }), "sender"],
    ["sponsorship", { action: "created" }, "sponsorship"],
    [
      "membership",
      example("membership", "added", { "organization.login": "" }),
      "organization.login",
    ],
    ["gollum", example("gollum", undefined, { pages: Array(5_001).fill({}) }), "pages"],
    [
      "installation",
      example("installation", "created", { "installation.created_at": -1 }),
      "installation.created_at",
    ],
    ["deployment", example("deployment", "created", { action: 5 }), "action"],
  ];
  for (const [event, payload, path] of cases) {
    it(`says that ${event} breaks a rule at ${JSON.stringify(path)}`, async () => {
      await assert.rejects(githubActivities({ event, payload, receivedAt }), (error) => {
        assert.ok(error instanceof SourceError);
        assert.equal(error.code, "invalid_payload");
        assert.match(error.message, /^Cannot read the payload: /);
        assert.ok(error.issues.some((issue) => issue.path === path), error.message);
        return true;
      });
    });
  }

  it("names twenty broken rules at most", async () => {
    const payload = pushExample({ commits: new Array(2048).fill({}) });
    await assert.rejects(githubActivities({ event: "push", payload, receivedAt }), (error) => {
      assert.ok(error instanceof SourceError);
      assert.equal(error.issues.length, 20);
      assert.ok(error.message.length < 1_000);
      return true;
    });
  });
});

describe("githubActivities() of what it does not know yet", () => {
  it("takes members that it has never heard of", async () => {
    const payload = example("issues", "opened", {
      novelty: { of: ["2030"] },
      "issue.novelty": 1,
      "issue.user.novelty": null,
      "repository.novelty": [],
    });
    const known = { event: "issues", payload: example("issues", "opened"), receivedAt };
    assert.deepEqual(
      await githubActivities({ event: "issues", payload, receivedAt }),
      await githubActivities(known),
    );
  });

  it("leaves out what an optional member would have told", async () => {
    const payload = example("issues", "opened", {
      "issue.labels": undefined,
      "issue.milestone": null,
      "issue.author_association": undefined,
      "repository.visibility": null,
    });
    const { activities } = await githubActivities({ event: "issues", payload, receivedAt });
    const names = Object.keys(activities[0]?.properties ?? {});
    assert.ok(names.includes("number"));
    for (const name of ["labels", "milestone", "author_association"]) {
      assert.ok(!names.includes(name), name);
    }
  });
});
