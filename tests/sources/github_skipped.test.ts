import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { githubActivities } from "../../src/sources/github.ts";
import { example, pushExample, receivedAt } from "./github_examples.ts";

describe("githubActivities() of what is no activity", () => {
  const cases: readonly [event: string, payload: unknown, reason: string, what: string][] = [
    ["ping", example("ping"), "ping", "ping"],
    ["ping", null, "ping", "ping"],
    ["issues", example("issues", "edited"), "unsupported_action", "issues.edited"],
    [
      "pull_request",
      { action: "enqueued_by_robot" },
      "unsupported_action",
      "pull_request.enqueued_by_robot",
    ],
    ["project_card", example("project_card"), "unsupported_event", "project_card"],
    ["event_of_the_year_2030", { anything: true }, "unsupported_event", "event_of_the_year_2030"],
    [
      "pull_request.opened",
      example("pull_request", "opened"),
      "unsupported_event",
      "pull_request.opened",
    ],
    ["constructor", {}, "unsupported_event", "constructor"],
    ["issues", { action: "__proto__" }, "unsupported_action", "issues.__proto__"],
    ["x\n::error::y", {}, "unsupported_event", "x ::error::y"],
    ["y".repeat(300), {}, "unsupported_event", `${"y".repeat(99)}…`],
    ["push", example("push", undefined, { ref: "refs/tags/v1" }), "nothing_to_tell", "push"],
    ["push", pushExample({ deleted: true }), "nothing_to_tell", "push"],
    ["push", pushExample({ commits: [] }), "nothing_to_tell", "push"],
    [
      "pull_request",
      byBot("pull_request", "opened", "pull_request.user"),
      "bot",
      "github.pull_request.opened",
    ],
    ["release", byBot("release", "published", "release.author"), "bot", "github.release.published"],
  ];
  for (const [event, payload, reason, what] of cases) {
    it(`skips ${JSON.stringify(what.slice(0, 40))} as ${reason}`, async () => {
      assert.deepEqual(await skippedOf(event, payload), [{ reason, what }]);
    });
  }

  it("gives a bot's activity its id", async () => {
    const payload = byBot("release", "published", "release.author");
    const { skipped } = await githubActivities({ event: "release", payload, receivedAt });
    assert.match(skipped[0]?.activityId ?? "", /^[0-9a-f-]{36}$/);
  });
});

function byBot(event: string, action: string, user: string): unknown {
  return example(event, action, { [user]: { id: 9, login: "release-please[bot]", type: "Bot" } });
}

async function skippedOf(
  event: string,
  payload: unknown,
): Promise<{ reason: string; what: string }[]> {
  const { activities, skipped } = await githubActivities({ event, payload, receivedAt });
  assert.deepEqual(activities, []);
  return skipped.map(({ reason, what }) => ({ reason, what }));
}
