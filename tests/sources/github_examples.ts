import index from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import older from "@octokit/webhooks-examples/ghes-31/index.json" with { type: "json" };
import assert from "node:assert/strict";
import {
  type Activity,
  githubActivities,
  type GitHubActivityOptions,
} from "../../src/sources/github.ts";

/** One event of `@octokit/webhooks-examples`, with payloads as GitHub sent them. */
interface EventExamples {
  name: string;
  examples: readonly unknown[];
}

/** A payload with the name of its event. */
interface Example {
  event: string;
  payload: unknown;
}

/** All example payloads of github.com. */
export const examples: readonly Example[] = listed(index);

/** All example payloads of GitHub Enterprise Server 3.1, which said less and some things otherwise. */
export const olderExamples: readonly Example[] = listed(older);

/**
 * A copy of the last example of an event (and action) with some of its members replaced, by their dotted paths. The
 * last, because an event's first example is sometimes a variant.
 */
export function example(
  event: string,
  action?: string,
  changes: Readonly<Record<string, unknown>> = {},
): unknown {
  const found = examples.findLast(({ event: name, payload }) =>
    name === event && (action === undefined || member(payload, "action") === action) &&
    // Most example pushes delete a tag, which is no example of a push.
    member(member(payload, "commits"), "length") !== 0 &&
    // Nor is an issue that was transferred one of an issue that was opened.
    member(member(payload, "changes"), "old_repository") === undefined
  );
  if (found === undefined) throw new Error(`No example of ${event} ${action}`);
  const payload = structuredClone(found.payload);
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    const parent = names.reduce(member, payload);
    if (!Reflect.set(Object(parent), last, value)) throw new Error(`No ${path} in ${event}`);
  }
  return payload;
}

/** Options that ask for all that there is. */
export const everything: GitHubActivityOptions = {
  types: ["*"],
  bodies: true,
  signOffs: true,
  confidential: true,
};

/** When the tests receive everything. */
export const receivedAt: Date = new Date("2026-03-01T12:00:00Z");

/** The activity of a delivery that makes just one and skips nothing. */
export async function only(
  event: string,
  payload: unknown,
  options: GitHubActivityOptions = {},
): Promise<Activity> {
  const delivery = { event, payload, receivedAt };
  const { activities, skipped } = await githubActivities(delivery, options);
  assert.deepEqual(skipped, []);
  const [activity, ...others] = activities;
  assert.ok(activity !== undefined && others.length === 0);
  return activity;
}

/** The example of a push, to a branch that is not the default one, with some members replaced. */
export function pushExample(changes: Readonly<Record<string, unknown>>): unknown {
  return example("push", undefined, { ref: "refs/heads/feature/x", ...changes });
}

const maintainer = { id: 5, login: "maintainer", type: "User" };

/** What turns the example of a closed pull request into one that was merged, by nobody who is still known. */
export const merged: Readonly<Record<string, unknown>> = {
  "pull_request.merged": true,
  "pull_request.merged_at": "2019-05-15T15:21:17Z",
  "pull_request.merged_by": null,
  "sender": maintainer,
};

/** What turns it into one that somebody other than its author merged. */
export const mergedByAnother: Readonly<Record<string, unknown>> = {
  ...merged,
  "pull_request.merged_by": maintainer,
};

/** An account that is in no example. */
export const stranger = { id: 77, login: "stranger", type: "User" };

/** The example of a workflow run, failed, with some members replaced. */
export function failedRun(changes: Record<string, unknown>): unknown {
  return example("workflow_run", "completed", {
    "workflow_run.conclusion": "failure",
    "workflow_run.name": "",
    ...changes,
  });
}

function listed(events: readonly EventExamples[]): Example[] {
  return events.flatMap(({ name, examples }) =>
    examples.map((payload) => ({ event: name, payload }))
  );
}

function member(parent: unknown, name: string): unknown {
  return Reflect.get(Object(parent), name);
}
