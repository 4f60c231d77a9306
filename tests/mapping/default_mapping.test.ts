import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultMapping, defaultProperties } from "../../mod.ts";
import { activity } from "../support/activities.ts";

const mapping = defaultMapping({ eventName: "pe1_github_activity" });

describe("defaultMapping", () => {
  it("says what, about what, where and who", () => {
    assert.deepEqual(mapping(activity()), {
      eventName: "pe1_github_activity",
      properties: {
        activity: "github.pull_request.merged",
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

  it("refuses an empty name", () => {
    assert.throws(() => defaultMapping({ eventName: "" }), {
      name: "TypeError",
      message: "Cannot make the default mapping: eventName is empty",
    });
  });
});
