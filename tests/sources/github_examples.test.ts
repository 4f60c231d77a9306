import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import type { Activity } from "../../src/activity/activity.ts";
import { githubActivities } from "../../src/sources/github.ts";
import { everything, examples, olderExamples, only } from "./github_examples.ts";
import { examplesTable, tableFile } from "./github_table.ts";

const receivedAt = new Date("2026-03-01T12:00:00Z");
const uuidV5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What happens to an account rather than in a repository. */
const withoutRepository: ReadonlySet<string> = new Set([
  "installation",
  "marketplace_purchase",
  "membership",
  "organization",
  "sponsorship",
]);

describe("githubActivities() with every example payload of GitHub's", () => {
  it("has the 329 of them", () => assert.equal(examples.length, 329));

  it("makes of each what the table says, which is made anew with tests/sources/github_table.ts", async () => {
    const kept = (await readFile(tableFile, "utf8")).split("\n");
    const made = (await examplesTable()).split("\n");
    // Line by line: the difference is what is to be seen.
    assert.deepEqual(made.filter((line, at) => line !== kept[at]), []);
    assert.equal(made.length, kept.length);
  });

  it("maps each or says why not, whatever is asked for", async () => {
    for (const options of [{}, everything]) {
      for (const { event, payload } of examples) {
        const { activities, skipped } = await githubActivities(
          { event, payload, receivedAt },
          options,
        );
        assert.ok(activities.length + skipped.length > 0, event);
      }
    }
  });

  it("takes what older servers send", async () => {
    for (const { event, payload } of olderExamples) {
      await githubActivities({ event, payload, receivedAt }, everything);
    }
    const deployment = olderExamples.find(({ event }) => event === "deployment")?.payload;
    assert.equal(Reflect.has(Object(deployment), "action"), false);
    assert.equal((await only("deployment", deployment)).type, "github.deployment.created");
  });

  it("makes activities that are whole", async () => {
    for (const { event, activity } of await mapped()) {
      assert.match(activity.id, uuidV5);
      assert.match(activity.type, /^github\.[a-z_]+\.[a-z_]+$/);
      assert.match(activity.time, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
      assert.ok(activity.actor.login, activity.type);
      assert.ok(activity.subject.title, activity.type);
      assert.equal(activity.properties["host"], "github.com");
      assert.equal(activity.properties["event"], event);
      for (const [name, value] of Object.entries(activity.properties)) {
        assert.match(name, /^[a-z][a-z_]*$/);
        assert.match(typeof value, /^(string|number|boolean)$/);
      }
      if (withoutRepository.has(event)) continue;
      assert.match(activity.subject.url ?? "", /^https:\/\/github\.com\//);
      assert.equal(typeof activity.properties["repository"], "string");
      assert.match(String(activity.properties["repository_url"]), /^https:\/\/github\.com\//);
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
    for (const { activity } of await mapped()) {
      const { id, type, subject, actor, properties, time } = activity;
      // A star has a time where `star` tells of it, and none where `watch` does.
      const at = type === "github.repo.starred" ? "" : time;
      const { sha, label, unit_count } = properties;
      const happening = [type, subject.title, subject.url, actor.login, at, sha, label, unit_count]
        .join(" ");
      byHappening.set(happening, (byHappening.get(happening) ?? new Set()).add(id));
      byId.set(id, (byId.get(id) ?? new Set()).add(happening));
    }
    for (const [happening, ids] of byHappening) assert.equal(ids.size, 1, happening);
    for (const [id, happenings] of byId) assert.equal(happenings.size, 1, id);
    assert.ok(byId.size >= 40);
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
