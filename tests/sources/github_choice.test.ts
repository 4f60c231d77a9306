import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  github,
  githubActivities,
  type GitHubActivityOptions,
  receive,
  signGitHub,
} from "../../src/sources/github.ts";
import { example, merged, mergedByAnother, pushExample, receivedAt } from "./github_examples.ts";

/** Types of what is made, and reasons with what they are given for. */
async function outcome(
  event: string,
  payload: unknown,
  options?: GitHubActivityOptions,
): Promise<string[]> {
  const { activities, skipped } = await githubActivities({ event, payload, receivedAt }, options);
  return [
    ...activities.map(({ type }) => type),
    ...skipped.map(({ reason, what }) => `${reason}: ${what}`),
  ];
}

function commitBy(message: string, author: Record<string, unknown>): unknown {
  const id = "a".repeat(40);
  const url = `https://github.com/Codertocat/Hello-World/commit/${id}`;
  return pushExample({ commits: [{ id, message, url, author }] });
}

describe("githubActivities() with types", () => {
  const closed = example("pull_request", "closed", mergedByAnother);
  const checkRun = example("check_run", "completed");

  it("makes noisy types only where they are named", async () => {
    assert.deepEqual(await outcome("check_run", checkRun), ["not_selected: check_run.completed"]);
    for (const types of [["*"], ["github.check_run.*"]]) {
      assert.deepEqual(await outcome("check_run", checkRun, { types }), [
        "github.check_run.completed",
      ]);
    }
  });

  it("makes those that a pattern matches, and says which it leaves", async () => {
    assert.deepEqual(await outcome("pull_request", closed, { types: ["*.merged"] }), [
      "github.pull_request.merged",
      "not_selected: github.pull_request.merged_by",
    ]);
    assert.deepEqual(await outcome("pull_request", closed, { types: ["github.issue.*"] }), [
      "not_selected: pull_request.closed",
    ]);
    assert.deepEqual(await outcome("pull_request", closed, { types: [] }), [
      "not_selected: pull_request.closed",
    ]);
  });

  it("reads nothing that nobody asked for", async () => {
    assert.deepEqual(await outcome("check_run", { action: "completed" }), [
      "not_selected: check_run.completed",
    ]);
    assert.deepEqual(await outcome("dependabot_alert", null), ["confidential: dependabot_alert"]);
  });
});

describe("githubActivities() with confidential", () => {
  const secret = example("sponsorship", "created", { "sponsorship.privacy_level": "private" });

  it("tells of private sponsorships and alerts only then", async () => {
    const alert = example("dependabot_alert", "created");
    assert.deepEqual(await outcome("sponsorship", secret), [
      "confidential: github.sponsorship.created",
    ]);
    assert.deepEqual(await outcome("dependabot_alert", alert), ["confidential: dependabot_alert"]);
    const options = { confidential: true };
    assert.deepEqual(await outcome("sponsorship", secret, options), ["github.sponsorship.created"]);
    assert.deepEqual(await outcome("dependabot_alert", alert, options), [
      "github.security.dependabot_alert",
    ]);
  });

  it("takes a privacy that it does not know for private", async () => {
    const payload = example("sponsorship", "created", { "sponsorship.privacy_level": "friends" });
    assert.deepEqual(await outcome("sponsorship", payload), [
      "confidential: github.sponsorship.created",
    ]);
  });

  it("is not asked for by naming a type", async () => {
    assert.deepEqual(await outcome("sponsorship", secret, { types: ["github.sponsorship.*"] }), [
      "confidential: github.sponsorship.created",
    ]);
  });
});

describe("githubActivities() with excludePeople", () => {
  const opened = example("pull_request", "opened");

  for (const pattern of ["codertocat", "CODER*", "*"]) {
    it(`leaves out the login that ${pattern} matches`, async () => {
      const { activities, skipped } = await githubActivities(
        { event: "pull_request", payload: opened, receivedAt },
        { excludePeople: ["somebody", pattern] },
      );
      assert.deepEqual(activities, []);
      assert.deepEqual(
        skipped.map(({ reason, what, activityId }) => [reason, what, typeof activityId]),
        [["excluded", "github.pull_request.opened", "string"]],
      );
    });
  }

  it("leaves out addresses, and nobody else who had a part", async () => {
    const payload = commitBy("Work\n\nCo-authored-by: Ada <ada@example.com>", {
      name: "Mona",
      email: "Mona@Corp.Example",
    });
    const excludePeople = ["*@corp.example"];
    const { activities } = await githubActivities(
      { event: "push", payload, receivedAt },
      { excludePeople },
    );
    assert.deepEqual(activities.map(({ actor }) => actor.email), ["ada@example.com"]);
    assert.deepEqual(await outcome("push", payload, { excludePeople }), [
      "github.commit.pushed",
      "excluded: github.commit.pushed",
    ]);
  });

  it("knows the login in a noreply address", async () => {
    const payload = commitBy("Work", { name: "M", email: "7+mona@users.noreply.github.com" });
    assert.deepEqual(await outcome("push", payload, { excludePeople: ["mona"] }), [
      "excluded: github.commit.pushed",
    ]);
  });

  it("calls a bot a bot", async () => {
    const payload = commitBy("Work", { name: "renovate[bot]", email: "bot@renovateapp.com" });
    assert.deepEqual(await outcome("push", payload, { excludePeople: ["*"] }), [
      "bot: github.commit.pushed",
    ]);
  });
});

describe("githubActivities() with signOffs", () => {
  const message = [
    "Work",
    "",
    "Co-authored-by: Ada <ada@example.com>",
    "Signed-off-by: Mona <mona@example.com>",
    "Signed-off-by: Ada <ada@example.com>",
    "Signed-off-by: Grace <grace@example.com>",
    "Signed-off-by: dependabot[bot] <support@github.com>",
  ].join("\n");
  const payload = commitBy(message, { name: "Mona", email: "mona@example.com" });
  const rolesOf = async (options: GitHubActivityOptions) => {
    const delivery = { event: "push", payload, receivedAt };
    const { activities } = await githubActivities(delivery, options);
    return activities.map(({ actor, properties }) => [actor.name, properties["role"]]);
  };

  it("tells of those who signed off only then, each person once", async () => {
    const authors = [["Mona", "author"], ["Ada", "co_author"]];
    assert.deepEqual(await rolesOf({}), authors);
    assert.deepEqual(await rolesOf({ signOffs: true }), [...authors, ["Grace", "sign_off"]]);
  });

  it("leaves no trace of them otherwise", async () => {
    assert.deepEqual(await outcome("push", payload), [
      "github.commit.pushed",
      "github.commit.pushed",
    ]);
  });
});

describe("githubActivities() with bodies", () => {
  const bodyOf = async (event: string, payload: unknown, options?: GitHubActivityOptions) => {
    const { activities } = await githubActivities({ event, payload, receivedAt }, options);
    return activities.map(({ properties }) => properties["body"]);
  };
  const places: readonly [event: string, action: string, member: string][] = [
    ["issues", "opened", "issue.body"],
    ["issue_comment", "created", "comment.body"],
    ["pull_request", "opened", "pull_request.body"],
    ["pull_request_review", "submitted", "review.body"],
    ["pull_request_review_comment", "created", "comment.body"],
    ["commit_comment", "created", "comment.body"],
    ["discussion", "created", "discussion.body"],
    ["discussion", "answered", "answer.body"],
    ["discussion_comment", "created", "comment.body"],
    ["release", "published", "release.body"],
  ];
  for (const [event, action, member] of places) {
    it(`tells the text of ${event}.${action} only then`, async () => {
      const payload = example(event, action, { [member]: "One\r\n\r\n\r\n\r\ntwo \u202ethree" });
      assert.deepEqual(await bodyOf(event, payload), [undefined]);
      assert.deepEqual(await bodyOf(event, payload, { bodies: true }), ["One\n\ntwo  three"]);
    });
  }

  const texts: readonly [name: string, body: unknown, told: unknown][] = [
    ["leaves out what is not there", null, undefined],
    ["leaves out what is blank", " \r\n\t ", undefined],
    ["keeps 2,000 characters", "🐙".repeat(2_000), "🐙".repeat(2_000)],
    ["cuts longer ones", "🐙".repeat(2_001), `${"🐙".repeat(1_999)}…`],
    ["reads no further than it has to", "x".repeat(1_000_000), `${"x".repeat(1_999)}…`],
    ["takes half a character for none", "\ud800 x", "\ufffd x"],
  ];
  for (const [name, body, told] of texts) {
    it(name, async () => {
      const payload = example("issues", "opened", { "issue.body": body });
      assert.deepEqual(await bodyOf("issues", payload, { bodies: true }), [told]);
    });
  }

  it("tells a text once, where it was written", async () => {
    const payload = example("pull_request", "closed", { ...merged, "pull_request.body": "Text" });
    assert.deepEqual(await bodyOf("pull_request", payload, { bodies: true }), [undefined]);
  });
});

describe("options of githubActivities() and github()", () => {
  const refusals: readonly [options: unknown, name: string, message: string][] = [
    [{ types: "github.*" }, "TypeError", "types must be an array of strings, found string"],
    [{ types: [5] }, "TypeError", "types must be an array of strings, found number"],
    [{ types: [""] }, "RangeError", "types must hold no empty pattern"],
    [
      { types: ["github.repo.*", "github.pul.*"] },
      "RangeError",
      'no activity type matches "github.pul.*" in types',
    ],
    [
      { excludePeople: "mona" },
      "TypeError",
      "excludePeople must be an array of strings, found string",
    ],
    [{ excludePeople: ["mona", ""] }, "RangeError", "excludePeople must hold no empty pattern"],
    [
      { excludedPeople: ["mona"] },
      "TypeError",
      "there is no option excludedPeople; did you mean excludePeople?",
    ],
    [{ token: "canary" }, "TypeError", "there is no option token"],
    [{ bodies: "false" }, "TypeError", "bodies must be true or false, found string"],
    [{ signOffs: 1 }, "TypeError", "signOffs must be true or false, found number"],
    [{ confidential: null }, "TypeError", "confidential must be true or false, found object"],
  ];
  for (const [options, name, text] of refusals) {
    it(`are refused: ${JSON.stringify(options)}`, async () => {
      const message = `Cannot choose GitHub's activities: ${text}`;
      const wrong = Object(options);
      assert.throws(() => github({ secret: "s", ...wrong }), { name, message });
      await assert.rejects(
        githubActivities({ event: "ping", payload: {}, receivedAt }, wrong),
        { name, message },
      );
    });
  }

  it("are the same for a webhook as for a workflow", async () => {
    const options = { types: ["github.check_run.*"], bodies: true };
    const payload = example("check_run", "completed");
    const body = new TextEncoder().encode(JSON.stringify(payload));
    const request = {
      method: "POST",
      url: "https://hooks.example.com/github",
      headers: new Headers({
        "x-github-event": "check_run",
        "x-hub-signature-256": await signGitHub("s", body),
      }),
      body,
      receivedAt,
    };
    const parsed = await receive(github({ secret: "s", ...options }), request);
    assert.equal(parsed.activities.length, 1);
    assert.deepEqual(
      parsed,
      await githubActivities({ event: "check_run", payload, receivedAt }, options),
    );
  });

  it("are read once, when the source is made", async () => {
    const excludePeople: string[] = [];
    const source = github({ secret: "s", excludePeople });
    excludePeople.push("*");
    const body = new TextEncoder().encode(JSON.stringify(example("watch")));
    const headers = new Headers({ "x-github-event": "watch" });
    const url = "https://hooks.example.com/github";
    const { activities } = await source.parse({ method: "POST", url, headers, body, receivedAt });
    assert.equal(activities.length, 1);
  });
});
