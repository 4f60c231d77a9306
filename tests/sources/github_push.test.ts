import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Activity, githubActivities, SourceError } from "../../src/sources/github.ts";
import { only, pushExample, receivedAt } from "./github_examples.ts";

const page = "https://github.com/Codertocat/Hello-World";

describe("githubActivities() of a push", () => {
  const sha = "a".repeat(40);
  const commit = {
    id: sha,
    message: "Add a feature\n\nAt length.",
    timestamp: "2026-02-03T04:05:06-07:00",
    url: `${page}/commit/${sha}`,
    distinct: true,
    author: { name: "Mona Lisa", email: " mona@Example.COM", username: "mona" },
    committer: { name: "GitHub", email: "noreply@github.com", username: "web-flow" },
  };
  const pushOf = (...commits: unknown[]) => pushExample({ commits });

  it("takes the author's address, account and name", async () => {
    const activity = await only("push", pushOf(commit));
    assert.deepEqual(activity.actor, {
      email: "mona@example.com",
      emailSource: "payload",
      login: "mona",
      name: "Mona Lisa",
    });
    assert.equal(activity.time, "2026-02-03T11:05:06.000Z");
    assert.equal(activity.subject.title, "Add a feature");
    assert.deepEqual(activity.properties, {
      repository: "Codertocat/Hello-World",
      repository_url: page,
      visibility: "public",
      host: "github.com",
      event: "push",
      sender: "Codertocat",
      sha: "aaaaaaa",
      branch: "feature/x",
      default_branch: false,
      distinct: true,
      forced: false,
      commits: 1,
      role: "author",
    });
  });

  it("tells nothing of a merge queue's branch, whose commits may never land", async () => {
    const payload = pushExample({
      commits: [commit],
      ref: "refs/heads/gh-readonly-queue/main/pr-7-0123",
    });
    const { activities, skipped } = await githubActivities({ event: "push", payload, receivedAt });
    assert.deepEqual(activities, []);
    assert.deepEqual(skipped, [{ reason: "nothing_to_tell", what: "push" }]);
  });

  it("takes a noreply address of its own host alone for an account", async () => {
    for (
      const [email, login] of [
        ["7+mona@users.noreply.github.com", "mona"],
        ["mona@users.noreply.evil.example", undefined],
      ] as const
    ) {
      const { actor } = await only("push", pushOf({ ...commit, author: { name: "M", email } }));
      assert.equal(actor.login, login);
      assert.equal(actor.email, undefined);
    }
  });

  it("tells of 5,000 at most, and says that there is more", async () => {
    const trailers = Array.from({ length: 50 }, (_, i) => `Co-authored-by: P <p${i}@example.com>`);
    const message = ["Work", "", ...trailers].join("\n");
    const commits = Array.from({ length: 100 }, (_, i) => ({
      ...commit,
      id: i.toString(16).padStart(40, "0"),
      message,
    }));
    const payload = pushExample({ commits });
    const { activities, skipped } = await githubActivities({ event: "push", payload, receivedAt });
    assert.equal(activities.length, 5_000);
    assert.deepEqual(skipped, [{ reason: "too_many", what: "push" }]);
  });

  it("looks through no list that is longer than GitHub's", async () => {
    const payload = pushExample({ commits: Array(3_000).fill(0) });
    await assert.rejects(githubActivities({ event: "push", payload, receivedAt }), (error) => {
      assert.ok(error instanceof SourceError);
      assert.deepEqual(error.issues.map(({ path }) => path), ["commits"]);
      return true;
    });
  });

  it("says whether the branch is the default one", async () => {
    const payload = pushExample({ commits: [commit], ref: "refs/heads/master" });
    assert.equal((await only("push", payload)).properties["default_branch"], true);
  });

  const authors: readonly [name: string, author: unknown, actor: Activity["actor"]][] = [
    [
      "makes a login of a noreply address",
      { name: "Mona", email: "1+mona@users.noreply.github.com" },
      { login: "mona", name: "Mona" },
    ],
    [
      "drops an address that leads nowhere",
      { name: "Mona", email: "mona@laptop.local", username: "mona" },
      { login: "mona", name: "Mona" },
    ],
    ["takes an author without an address", { name: "Mona", email: null }, { name: "Mona" }],
    ["takes an author without anything", { name: "", email: "" }, {}],
  ];
  for (const [name, author, actor] of authors) {
    it(name, async () => {
      assert.deepEqual((await only("push", pushOf({ ...commit, author }))).actor, actor);
    });
  }

  it("makes an activity of each co-author, and each person one", async () => {
    const message = [
      "Add a feature (#7)",
      "",
      "Co-authored-by: Ada <ada@example.com>",
      "Co-authored-by: Mona again <MONA@example.com>",
      "Co-authored-by: Mona too <1+Mona@users.noreply.github.com>",
      "Co-authored-by: Bob <2+bob@users.noreply.github.com>",
      "Co-authored-by: Bob before 2017 <Bob@users.noreply.github.com>",
      "Co-authored-by: Claude <noreply@anthropic.com>",
      "Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
    ].join("\n");
    const payload = pushOf({ ...commit, message });
    const { activities, skipped } = await githubActivities({ event: "push", payload, receivedAt });
    assert.deepEqual(
      activities.map(({ actor, properties }) => [
        actor.email ?? actor.login,
        properties["role"],
        properties["sha"],
      ]),
      [
        ["mona@example.com", "author", "aaaaaaa"],
        ["ada@example.com", "co_author", "aaaaaaa"],
        ["bob", "co_author", "aaaaaaa"],
      ],
    );
    assert.deepEqual(skipped.map(({ reason, what }) => [reason, what]), [
      ["bot", "github.commit.pushed"],
      ["bot", "github.commit.pushed"],
    ]);
    assert.equal(new Set(activities.map(({ id }) => id)).size, 3);
  });

  it("makes an activity of each commit", async () => {
    const second = { ...commit, id: "b".repeat(40), author: { name: "B", email: "b@example.com" } };
    const { activities } = await githubActivities({
      event: "push",
      payload: pushOf(commit, second),
      receivedAt,
    });
    assert.deepEqual(activities.map(({ actor }) => actor.email), [
      "mona@example.com",
      "b@example.com",
    ]);
  });

  it("takes the time of receipt where a commit's is unreadable", async () => {
    for (
      const timestamp of [
        "292277026596-12-04T15:30:08Z",
        "9999-12-31T23:59:59-12:00",
        "yesterday",
        undefined,
      ]
    ) {
      const { time } = await only("push", pushOf({ ...commit, timestamp }));
      assert.equal(time, receivedAt.toISOString());
    }
  });

  it("titles a commit without a message by its SHA", async () => {
    assert.equal(
      (await only("push", pushOf({ ...commit, message: "\n" }))).subject.title,
      "aaaaaaa",
    );
  });

  it("never takes an author's page that is a script", async () => {
    await assert.rejects(
      only("push", pushOf({ ...commit, url: "javascript:alert(1)" })),
      (error) => error instanceof SourceError && error.issues[0]?.path === "commits.0.url",
    );
  });
});
