import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { githubAnswer } from "../../people/github_stand_in.ts";
import { type ActionRun, gitHubToken, runAction } from "../action_run.ts";
import { createStandIn, type StandIn } from "../stand_in.ts";
import { githubPast, type World } from "./github_past.ts";

/** Everybody's address; looking people up is shown elsewhere. */
const people = Array.from({ length: 1_000 }, (_, id) => `user-${id}: user-${id}@example.com`)
  .join("\n");

/** Runs a backfill since 10 February and gives what was sent and what GitHub was asked for. */
async function runBackfill(world: World, { inputs = {}, ...one }: ActionRun = {}) {
  const { fetch, asked } = githubPast(world);
  const standIn = one.standIn ?? createStandIn();
  const recorded = await runAction({
    event: "workflow_dispatch",
    payload: { inputs: {} },
    gitHub: fetch,
    ...one,
    standIn,
    inputs: {
      mode: "backfill",
      since: "2026-02-10",
      "github-token": gitHubToken,
      people,
      ...inputs,
    },
  });
  return { ...recorded, asked, types: typesOf(standIn) };
}

function typesOf({ seen }: StandIn): Record<string, number> {
  const types: Record<string, number> = {};
  for (const { properties } of seen.flatMap(({ events }) => events)) {
    const type = properties.activity ?? "";
    types[type] = (types[type] ?? 0) + 1;
  }
  return types;
}

const world: World = {
  stars: [20, 18, 15, 11, 9, 8, 3],
  forks: [25, 5],
  issues: 3,
  pullRequests: 2,
  releases: [14, 2, 26],
};

describe("run, with mode: backfill,", () => {
  it("tells of everything since the day, and reads no further back", async () => {
    const { types, asked, outputs, failures, lines } = await runBackfill(world);
    assert.deepEqual(failures, []);
    assert.deepEqual(types, {
      "github.repo.starred": 4,
      "github.repo.forked": 1,
      "github.issue.opened": 3,
      "github.issue.closed": 3,
      "github.pull_request.opened": 2,
      "github.pull_request.merged": 2,
      "github.release.published": 2,
    });
    // The third page of stars is the first with one of before.
    assert.deepEqual(asked, [
      "",
      "stars:",
      `stars:${btoa("1")}`,
      `stars:${btoa("3")}`,
      "forks:1",
      "issues:1",
      "pulls:1",
      "releases:1",
    ]);
    assert.deepEqual([outputs.get("delivered"), outputs.get("resume")], ["17", ""]);
    assert.ok(lines.includes("backfill, issues: 6 events, 0 skipped"), lines.join("\n"));
  });

  it("tells nothing twice, in however many runs", async () => {
    const standIn = createStandIn();
    await runBackfill(world, { standIn });
    const again = await runBackfill(world, { standIn });
    assert.deepEqual([again.outputs.get("delivered"), again.outputs.get("duplicate")], ["0", "17"]);
  });

  it("reads page after page", async () => {
    const { asked, types } = await runBackfill({ issues: 230, pullRequests: 120 });
    assert.deepEqual(asked.filter((what) => /issues|pulls/.test(what)), [
      "issues:1",
      "issues:2",
      "issues:3",
      "pulls:1",
      "pulls:2",
      "pulls:3",
    ]);
    assert.equal(types["github.issue.closed"], 230);
    assert.equal(types["github.pull_request.merged"], 120);
  });

  it("reads only what input events wants", async () => {
    const { asked, types, outputs } = await runBackfill(world, {
      inputs: { events: "github.pull_request.merged, github.release.*" },
    });
    assert.deepEqual(asked, ["", "pulls:1", "releases:1"]);
    assert.deepEqual(types, { "github.pull_request.merged": 2, "github.release.published": 2 });
    assert.equal(outputs.get("skipped"), "0");
  });

  it("fails where nothing is wanted that it could tell of", async () => {
    const { asked, failures } = await runBackfill(world, {
      inputs: { events: "github.commit.pushed" },
    });
    assert.match(
      failures[0] ?? "",
      /Input events: Expected activity types that a backfill tells of, found none of github\.repo\.starred, /,
    );
    assert.deepEqual(asked, []);
  });

  it("stops where GitHub wants no more requests, and goes on from there", async () => {
    const standIn = createStandIn();
    const limited = githubAnswer(403, { message: "API rate limit exceeded" }, {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "1900000000",
    });
    const first = await runBackfill({
      issues: 230,
      releases: [14],
      override: (what) => what === "issues:3" ? limited : undefined,
    }, { standIn });
    assert.deepEqual(first.failures, []);
    assert.equal(first.outputs.get("resume"), "issues:3");
    assert.deepEqual(first.annotations.map(({ kind, title }) => [kind, title]), [
      ["notice", "The backfill is not at its end"],
    ]);
    assert.match(
      first.annotations[0]?.message ?? "",
      /with input resume: issues:3, and it goes on/,
    );
    assert.equal(first.types["github.issue.closed"], 200);
    const second = await runBackfill({ issues: 230, releases: [14] }, {
      standIn,
      inputs: { resume: "issues:3" },
    });
    assert.deepEqual(second.asked, ["", "issues:3", "pulls:1", "releases:1"]);
    assert.equal(second.outputs.get("resume"), "");
    assert.equal(second.types["github.issue.closed"], 230);
    assert.equal(second.types["github.release.published"], 1);
  });

  it("goes on in the middle of the stars", async () => {
    const { asked, types } = await runBackfill({ stars: [20, 18, 15, 11] }, {
      inputs: { resume: `stars:${btoa("1")}`, events: "github.repo.starred" },
    });
    assert.deepEqual(asked, ["", `stars:${btoa("1")}`]);
    assert.equal(types["github.repo.starred"], 2);
  });

  it("stops where people can no longer be looked up, and goes through that page again", async () => {
    const { outputs, asked, failures } = await runBackfill({
      ...world,
      override: (what) =>
        what.includes("/users/") || what.startsWith("users")
          ? githubAnswer(429, { message: "rate limit" }, { "retry-after": "60" })
          : undefined,
    }, { inputs: { people: "", "email-strategies": "profile" } });
    assert.deepEqual(failures, []);
    assert.equal(outputs.get("resume"), "stars:");
    assert.ok(!asked.includes("forks:1"));
  });

  it("stops where HubSpot takes no more, and fails the step", async () => {
    const standIn = createStandIn({
      override: () => Response.json({ message: "No" }, { status: 401 }),
    });
    const { outputs, failures, asked } = await runBackfill(world, { standIn });
    assert.equal(outputs.get("resume"), "stars:");
    assert.equal(failures.length, 1);
    assert.deepEqual(asked, ["", "stars:"]);
  });

  it("stops where the time is nearly over", async () => {
    const { outputs, asked } = await runBackfill(world, { inputs: { timeout: "15" } });
    assert.deepEqual(asked, ["", "stars:"]);
    assert.equal(outputs.get("resume"), `stars:${btoa("1")}`);
  });

  it("fails where the token may not read a list, after what it could read", async () => {
    const { failures, outputs, types, summary } = await runBackfill({
      ...world,
      override: (what) =>
        what === "pulls:1" ? githubAnswer(403, { message: "Not by integration" }) : undefined,
    });
    assert.deepEqual(failures, [
      "Cannot ask GitHub for the pull_requests of octo/hello, page 1: status 403, Not by " +
      "integration; give the job `permissions: { pull-requests: read }`, or input github-token a " +
      "token that may read them. Run this again with input resume: pull_requests:, and it goes on " +
      "from there",
    ]);
    assert.deepEqual([outputs.get("resume"), outputs.get("ok")], ["pull_requests:", "false"]);
    assert.equal(types["github.issue.opened"], 3);
    assert.match(summary, /<p>Not at its end: Cannot ask GitHub for the pull_requests of /);
  });

  const refusals: readonly [
    name: string,
    inputs: Readonly<Record<string, string>>,
    refused: (what: string) => Response | undefined,
    message: RegExp,
    resume: string,
  ][] = [
    [
      "there is no such repository",
      {},
      () => githubAnswer(404, { message: "Not Found" }),
      /^Cannot ask GitHub for the repository octo\/hello: status 404, Not Found.*; check that input github-token may read this repository\. Run this again$/,
      "",
    ],
    [
      "GitHub does not know the token",
      {},
      () => githubAnswer(401, { message: "Bad credentials" }),
      /the repository octo\/hello: status 401, Bad credentials; put a valid token into input github-token\. Run this again$/,
      "",
    ],
    [
      "the token may not read the first list",
      { events: "github.issue.*" },
      (what) =>
        what.startsWith("issues")
          ? githubAnswer(403, { message: "Not by integration" })
          : undefined,
      /the issues of octo\/hello, page 1: status 403, Not by integration; give the job `permissions: \{ issues: read \}`.*resume: issues:,/,
      "issues:",
    ],
    [
      "GraphQL does not show the stars",
      {},
      (what) =>
        what.startsWith("stars")
          ? githubAnswer(200, { errors: [{ type: "FORBIDDEN", message: "Not by integration" }] })
          : undefined,
      /the stars of octo\/hello: .*Not by integration; check that input github-token may read this repository\..*resume: stars:,/,
      "stars:",
    ],
    [
      "GitHub's limit is used up already",
      {},
      () =>
        githubAnswer(403, { message: "API rate limit exceeded" }, {
          "x-ratelimit-remaining": "0",
          "x-ratelimit-reset": String(Date.parse("2026-03-01T12:30:00Z") / 1_000),
        }),
      /the repository octo\/hello: status 403, API rate limit exceeded; GitHub takes requests again at 2026-03-01T12:30:00\.000Z\. Run this again$/,
      "",
    ],
    [
      "GitHub has trouble from where an earlier run stopped",
      { resume: "issues:3" },
      () => githubAnswer(502, {}),
      /the repository octo\/hello: status 502\. Run this again with input resume: issues:3,/,
      "issues:3",
    ],
  ];
  for (const [name, inputs, override, message, resume] of refusals) {
    it(`fails where nothing could be read, because ${name}`, async () => {
      const { failures, outputs, types } = await runBackfill({ ...world, override }, { inputs });
      assert.equal(failures.length, 1);
      assert.match(failures[0] ?? "", message);
      assert.deepEqual([outputs.get("ok"), outputs.get("resume")], ["false", resume]);
      assert.deepEqual(types, {});
    });
  }

  it("only warns of that with fail-on-error: false, and is not ok", async () => {
    const { failures, annotations, outputs } = await runBackfill({
      override: () => githubAnswer(404, { message: "Not Found" }),
    }, { inputs: { "fail-on-error": "false" } });
    assert.deepEqual(failures, []);
    assert.deepEqual(annotations.map(({ kind, title }) => [kind, title]), [
      ["warning", "The backfill stopped"],
    ]);
    assert.equal(outputs.get("ok"), "false");
  });

  it("keeps nothing back for one thing of another shape", async () => {
    const { types, outputs } = await runBackfill({
      override: (what) =>
        what === "releases:1"
          ? githubAnswer(200, [
            { id: "one", published_at: "2026-02-20T00:00:00Z" },
            {
              id: 2,
              tag_name: "v2",
              html_url: "https://github.com/octo/hello/releases/v2",
              author: { id: 1, login: "user-1", type: "User" },
              published_at: "2026-02-20T00:00:00Z",
            },
          ])
          : undefined,
    });
    assert.equal(types["github.release.published"], 1);
    assert.equal(outputs.get("skipped"), "1");
  });

  it("shows in a dry run what would be sent", async () => {
    const { lines, types, outputs } = await runBackfill(world, { inputs: { "dry-run": "true" } });
    assert.deepEqual(types, {});
    assert.equal(lines.filter((line) => line.startsWith("would send ")).length, 17);
    assert.equal(JSON.parse(outputs.get("event-ids") ?? "").length, 17);
  });
});
