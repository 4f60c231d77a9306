import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { githubActivities, SourceError } from "../../src/sources/github.ts";
import { example, merged, pushExample, receivedAt } from "./github_examples.ts";

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

  const events = [
    "fork",
    "issues",
    "issue_comment",
    "pull_request",
    "pull_request_review",
    "push",
    "release",
    "star",
    "watch",
    "ping",
  ];
  const actions = [
    "opened",
    "closed",
    "reopened",
    "ready_for_review",
    "created",
    "deleted",
    "started",
    "submitted",
    "published",
  ];

  it("throws nothing but SourceError, whatever the payload", async () => {
    const anything = fc.jsonValue({ maxDepth: 4 });
    const payloads = fc.oneof(
      anything,
      fc.tuple(
        fc.constantFrom(...actions),
        fc.dictionary(fc.constantFrom(...memberNames), anything),
      ).map((
        [action, rest],
      ) => ({ ...rest, action })),
    );
    await fc.assert(fc.asyncProperty(fc.constantFrom(...events), payloads, takesOrRefuses), {
      numRuns: 500,
    });
  });

  it("throws nothing but SourceError when any member of a true payload is something else", async () => {
    const truths: readonly [event: string, payload: unknown][] = [
      ["push", example("push")],
      ["pull_request", example("pull_request", "closed", merged)],
      ["pull_request_review", example("pull_request_review", "submitted")],
      ["issues", example("issues", "reopened")],
      ["issue_comment", example("issue_comment", "created")],
      ["star", example("star", "created")],
      ["fork", example("fork")],
      ["release", example("release", "published")],
    ];
    const places = truths.flatMap(([event, payload]) =>
      pathsOf(payload).map((path) => ({ event, payload, path }))
    );
    const changes = fc.tuple(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(changes, async ([{ event, payload, path }, value]) => {
        await takesOrRefuses(event, replaced(payload, path, value));
      }),
      { numRuns: 1_000 },
    );
  });
});

const memberNames = [
  "repository",
  "sender",
  "issue",
  "pull_request",
  "comment",
  "review",
  "release",
  "forkee",
  "ref",
  "commits",
  "__proto__",
];

async function takesOrRefuses(event: string, payload: unknown): Promise<void> {
  try {
    const { activities, skipped } = await githubActivities({ event, payload, receivedAt });
    assert.ok(activities.length + skipped.length > 0);
  } catch (error) {
    assert.ok(error instanceof SourceError, String(error));
    assert.equal(error.code, "invalid_payload");
  }
}

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  return [
    [...path],
    ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name])),
  ];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  const entries = Object.entries(Object(value)).map(([key, member]): [string, unknown] => [
    key,
    key === name ? replaced(member, rest, by) : member,
  ]);
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}
