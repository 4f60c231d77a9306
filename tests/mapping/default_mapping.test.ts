import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Activity, defaultMapping, defaultProperties, parseEvent } from "../../mod.ts";
import { githubActivities } from "../../src/sources/github.ts";
import { examples, receivedAt } from "../sources/github_examples.ts";
import { activity } from "../support/activities.ts";

const mapping = defaultMapping({ eventName: "pe1_github_activity" });

describe("defaultMapping", () => {
  it("says what, about what, where and who", () => {
    assert.deepEqual(mapping(activity()), {
      eventName: "pe1_github_activity",
      properties: {
        activity: "github.pull_request.merged",
        summary: "Pull request merged: Add a timeline (o/r#7)",
        title: "Add a timeline",
        url: "https://github.com/o/r/pull/7",
        repository: "o/r",
        number: "7",
        branch: "main",
        login: "octocat",
        email_source: "payload",
      },
    });
  });

  it("sends no property that is not in the list", () => {
    const event = mapping(activity({ properties: { constructor: "x", other: 1, state: "" } }));
    const names = event !== undefined && "properties" in event ? Object.keys(event.properties) : [];
    assert.ok(names.length > 0);
    assert.deepEqual(names.filter((name) => !defaultProperties.includes(name)), []);
  });

  it("keeps to HubSpot's limits for values, and cuts no character in two", () => {
    const title = "x".repeat(254) + "😀😀";
    const url = `https://x.example/${"y".repeat(2_000)}`;
    const event = mapping(activity({ subject: { title, url } }));
    assert.partialDeepStrictEqual(event, { properties: { title: `${"x".repeat(254)}…` } });
    assert.partialDeepStrictEqual(event, { properties: { url: `${url.slice(0, 1_023)}…` } });
  });

  const summaries: [own: Partial<Activity>, summary: string][] = [
    [{}, "Pull request merged: Add a timeline (o/r#7)"],
    [
      { type: "github.commit.pushed", properties: { repository: "o/r" } },
      "Commit pushed: Add a timeline (o/r)",
    ],
    [
      {
        type: "github.repo.starred",
        subject: { title: "o/r" },
        properties: { repository: "o/r" },
      },
      "Repo starred: o/r",
    ],
    [
      { type: "segment.track.Order Completed", properties: {} },
      "Track Order Completed: Add a timeline",
    ],
    [{ type: "plain", properties: {} }, "Plain: Add a timeline"],
  ];
  for (const [own, summary] of summaries) {
    it(`sums up as ${summary}`, () => {
      assert.partialDeepStrictEqual(mapping(activity(own)), { properties: { summary } });
    });
  }

  it("keeps to HubSpot's limits for names and number of properties", () => {
    assert.ok(defaultProperties.length <= 50);
    assert.deepEqual(defaultProperties.filter((name) => !/^[a-z][a-z0-9_]{0,49}$/.test(name)), []);
  });

  it("makes an event that HubSpot takes of every activity in GitHub's examples", async () => {
    const parsed = await Promise.all(
      examples.map(({ event, payload }) => githubActivities({ event, payload, receivedAt })),
    );
    const activities = parsed.flatMap(({ activities }) => activities);
    assert.ok(activities.length > 30, `${activities.length} activities`);
    for (const one of activities) {
      const event = mapping(one);
      assert.ok(event !== undefined && "eventName" in event);
      const checked = parseEvent({ ...event, email: "octocat@example.com", occurredAt: one.time });
      assert.deepEqual(checked.ok ? [] : checked.issues, []);
      const { url = "", ...texts } = event.properties;
      assert.ok(String(url).length <= 1_024);
      for (const text of Object.values(texts)) {
        assert.ok(String(text).length >= 1 && String(text).length <= 256, `${one.type}: ${text}`);
      }
      for (const name of ["activity", "summary", "title"]) assert.ok(Object.hasOwn(texts, name));
    }
  });

  const refused: [eventName: unknown, found: string][] = [
    [undefined, "none"],
    [null, "nothing"],
    ["", '""'],
    ["github_activity", '"github_activity"'],
    ["pe1_GitHub", '"pe1_GitHub"'],
    [5, "5"],
  ];
  for (const [eventName, found] of refused) {
    it(`refuses ${JSON.stringify(eventName)}, which no custom event can have for a name`, () => {
      assert.throws(() => Reflect.apply(defaultMapping, undefined, [{ eventName }]), {
        name: "TypeError",
        message:
          "Cannot make the default mapping: eventName must be the full name of a custom event, pe{HubID}_{name} " +
          `as HubSpot's event settings show it, found ${found}`,
      });
    });
  }
});
