import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  activityTypes,
  githubActivities,
  highlightTypes,
  noisyTypes,
} from "../../src/sources/github.ts";
import { accountCases } from "./github_account_cases.ts";
import { check } from "./github_case.ts";
import { everything, example, examples, mergedByAnother, receivedAt } from "./github_examples.ts";
import { repositoryCases } from "./github_repository_cases.ts";

const cases = [...repositoryCases, ...accountCases];

describe("githubActivities() of each further kind of event", () => {
  for (const one of cases) {
    const [event, , { type, login }] = one;
    it(`makes ${type} of ${event}, of ${login}`, () => check(one));
  }

  it("makes every type that it says it makes, and no other", async () => {
    const rest: readonly [event: string, payload: unknown][] = [
      ["pull_request", example("pull_request", "closed", mergedByAnother)],
      ["issues", example("issues", "reopened", { action: "closed" })],
      ["issue_comment", example("issue_comment", "created", { "issue.pull_request": {} })],
    ];
    const all = [
      ...examples,
      ...cases.map(([event, payload]) => ({ event, payload })),
      ...rest.map(([event, payload]) => ({ event, payload })),
    ];
    const types = new Set<string>();
    for (const { event, payload } of all) {
      const delivery = { event, payload, receivedAt };
      for (const { type } of (await githubActivities(delivery, everything)).activities) {
        types.add(type);
      }
    }
    assert.deepEqual([...types].sort(), activityTypes);
  });

  it("lists as noisy and as highlights only what it makes", () => {
    for (const type of [...noisyTypes, ...highlightTypes]) assert.ok(activityTypes.includes(type));
    assert.deepEqual(highlightTypes.filter((type) => noisyTypes.includes(type)), []);
  });
});
