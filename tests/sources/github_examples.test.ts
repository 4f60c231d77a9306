import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Activity, Skipped } from "../../src/activity/activity.ts";
import { activityTypes, githubActivities } from "../../src/sources/github.ts";
import { example, examples, merged, only } from "./github_examples.ts";

const receivedAt = new Date("2026-03-01T12:00:00Z");
const uuidV5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("githubActivities() with every example payload of GitHub's", () => {
  it("has the 329 of them", () => assert.equal(examples.length, 329));

  it("maps each or says why not", async () => {
    const outcomes = new Map<string, number>();
    for (const { event, payload } of examples) {
      const { activities, skipped } = await githubActivities({ event, payload, receivedAt });
      assert.ok(activities.length + skipped.length > 0, event);
      for (const outcome of [...activities.map(({ type }) => type), ...skipped.map(reasonOf)]) {
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    assert.deepEqual(Object.fromEntries(outcomes), {
      "github.commit.pushed": 2,
      "github.issue.commented": 5,
      "github.issue.opened": 3,
      "github.issue.reopened": 1,
      "github.pull_request.closed": 2,
      "github.pull_request.opened": 4,
      "github.pull_request.ready_for_review": 3,
      "github.pull_request.reopened": 2,
      "github.pull_request.review": 3,
      "github.release.published": 3,
      "github.repo.forked": 3,
      "github.repo.starred": 5,
      "github.repo.unstarred": 1,
      // Pushes that only delete, and an issue that came from another repository.
      nothing_to_tell: 6,
      ping: 4,
      unsupported_action: 57,
      unsupported_event: 225,
    });
  });

  it("makes every type that it says it makes, and no other", async () => {
    const types = new Set((await mapped()).map(({ activity }) => activity.type));
    // Of these three, GitHub's examples hold none.
    const others = [
      await only("pull_request", example("pull_request", "closed", merged)),
      await only("issues", example("issues", "reopened", { action: "closed" })),
      await only(
        "issue_comment",
        example("issue_comment", "created", { "issue.pull_request": {} }),
      ),
    ];
    for (const { type } of others) types.add(type);
    assert.deepEqual([...types].sort(), activityTypes);
  });

  it("makes activities that are whole", async () => {
    for (const { activity } of await mapped()) {
      assert.match(activity.id, uuidV5);
      assert.match(activity.type, /^github\.[a-z_]+\.[a-z_]+$/);
      assert.match(activity.time, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
      assert.ok(activity.actor.login, activity.type);
      assert.ok(activity.subject.title, activity.type);
      assert.match(activity.subject.url ?? "", /^https:\/\/github\.com\//);
      const { repository, repository_url, host } = activity.properties;
      assert.equal(repository, "Codertocat/Hello-World");
      assert.equal(repository_url, "https://github.com/Codertocat/Hello-World");
      assert.equal(host, "github.com");
      for (const [name, value] of Object.entries(activity.properties)) {
        assert.match(name, /^[a-z][a-z_]*$/);
        assert.match(typeof value, /^(string|number|boolean)$/);
      }
    }
  });

  it("gives the same activities at a second reading, and the same ids at any time", async () => {
    const first = await mapped();
    assert.deepEqual(await mapped(), first);
    const later = await mapped(new Date("2027-01-01T00:00:00Z"));
    assert.deepEqual(later.map(idOf), first.map(idOf));
  });

  it("gives one id to a happening and another to each other", async () => {
    const byHappening = new Map<string, Set<string>>();
    const byId = new Map<string, Set<string>>();
    for (const { activity: { id, type, subject, actor, properties } } of await mapped()) {
      // No two examples tell of the same thing done twice, so type, page and person tell them apart.
      const happening = [type, subject.url, actor.login, properties["sha"]].join(" ");
      byHappening.set(happening, (byHappening.get(happening) ?? new Set()).add(id));
      byId.set(id, (byId.get(id) ?? new Set()).add(happening));
    }
    for (const [happening, ids] of byHappening) assert.equal(ids.size, 1, happening);
    for (const [id, happenings] of byId) assert.equal(happenings.size, 1, id);
    assert.ok(byId.size >= 12);
  });
});

async function mapped(at: Date = receivedAt): Promise<{ event: string; activity: Activity }[]> {
  const all: { event: string; activity: Activity }[] = [];
  for (const { event, payload } of examples) {
    const { activities } = await githubActivities({ event, payload, receivedAt: at });
    for (const activity of activities) all.push({ event, activity });
  }
  return all;
}

function idOf({ activity }: { activity: Activity }): string {
  return activity.id;
}

function reasonOf({ reason }: Skipped): string {
  return reason;
}
