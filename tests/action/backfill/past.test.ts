import index from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Item,
  type Past,
  pastOfFork,
  pastOfIssue,
  pastOfPullRequest,
  pastOfRelease,
  pastOfStar,
} from "../../../action/backfill/past.ts";
import { type Activity, githubActivities } from "../../../src/sources/github.ts";

const receivedAt = new Date("2026-03-01T12:00:00Z");

/** GitHub's own examples of an event and an action. */
function examples(event: string, action?: string): Item[] {
  const all: readonly { name: string; examples: readonly Item[] }[] = index;
  const found = all.find(({ name }) => name === event)?.examples ?? [];
  return found.filter((payload) => action === undefined || payload.action === action);
}

/** The examples have only forks into organizations and no issue that is closed. */
function liveOf(event: string, action: string | undefined): Item[] {
  if (event === "fork") {
    return examples(event).map((payload) => {
      const forkee = part(payload, "forkee");
      return {
        ...payload,
        forkee: { ...forkee, owner: { ...part(forkee, "owner"), type: "User" } },
      };
    });
  }
  if (event !== "issues" || action !== "closed") return examples(event, action);
  return examples(event, "opened").map((payload) => ({
    ...payload,
    action,
    issue: { ...part(payload, "issue"), state: "closed", closed_at: "2021-10-12T10:00:00Z" },
  }));
}

function part(payload: Item, name: string): Item {
  return Object(payload[name]);
}

async function tell({ event, payload }: Past): Promise<Activity[]> {
  return (await githubActivities({ event, payload, receivedAt })).activities;
}

/** Type, id and time of what was told live, and of what the past of the same object tells. */
async function both(event: string, payload: Item, pasts: Past[]) {
  const signature = ({ type, id, time }: Activity) => `${type} ${id} ${time}`;
  const live = (await tell({ event, payload })).map(signature);
  const past = (await Promise.all(pasts.map(tell))).flat().map(signature);
  return { live, past };
}

/** What a list says of a pull request or an issue is less than what an event does. */
function asListed({ merged_by: _, closed_by: __, ...item }: Item): Item {
  return item;
}

const lists: readonly [
  event: string,
  action: string | undefined,
  pastOf: (payload: Item) => Past[],
][] = [
  [
    "fork",
    undefined,
    (payload) => pastOfFork(part(payload, "forkee"), part(payload, "repository")),
  ],
  [
    "issues",
    "opened",
    (payload) => pastOfIssue(asListed(part(payload, "issue")), part(payload, "repository")),
  ],
  [
    "issues",
    "closed",
    (payload) => pastOfIssue(asListed(part(payload, "issue")), part(payload, "repository")),
  ],
  [
    "pull_request",
    "opened",
    (payload) =>
      pastOfPullRequest(asListed(part(payload, "pull_request")), part(payload, "repository")),
  ],
  [
    "pull_request",
    "closed",
    (payload) =>
      pastOfPullRequest(asListed(part(payload, "pull_request")), part(payload, "repository")),
  ],
  [
    "release",
    "published",
    (payload) => pastOfRelease(part(payload, "release"), part(payload, "repository")),
  ],
  ["star", "created", (payload) => {
    const { login, id, html_url } = part(payload, "sender");
    return pastOfStar({
      starredAt: String(payload.starred_at),
      node: { login: String(login), databaseId: Number(id), url: String(html_url) },
    }, part(payload, "repository"));
  }],
];

describe("the past", () => {
  for (const [event, action, pastOf] of lists) {
    it(`tells of ${event} ${action ?? ""} with type, id and time that it was told with live`, async () => {
      const payloads = liveOf(event, action);
      assert.ok(payloads.length > 0);
      let told = 0;
      for (const payload of payloads) {
        const { live, past } = await both(event, payload, pastOf(payload));
        // A list does not name whoever merged.
        const known = live.filter((one) => !one.startsWith("github.pull_request.merged_by"));
        for (const one of known) assert.ok(past.includes(one), `${one} is among ${past}`);
        told += known.length;
      }
      assert.ok(told > 0);
    });
  }

  it("tells of a watch, which has no time, with its id", async () => {
    const [payload = {}] = examples("watch");
    const { login, id, html_url } = part(payload, "sender");
    const node = { login: String(login), databaseId: Number(id), url: String(html_url) };
    const pasts = pastOfStar(
      { starredAt: "2020-01-01T00:00:00Z", node },
      part(payload, "repository"),
    );
    const [live] = await tell({ event: "watch", payload: { ...payload } });
    const [past] = await Promise.all(pasts.map(tell)).then((all) => all.flat());
    assert.equal(past?.id, live?.id);
  });

  it("tells nothing of drafts of releases, and of forks that nobody is known to have made", () => {
    assert.deepEqual(pastOfRelease({ id: 1, published_at: null }, {}), []);
    assert.deepEqual(pastOfFork({ id: 1, owner: { id: 2, type: "Organization" } }, {}), []);
    assert.deepEqual(pastOfFork({ id: 1, owner: null }, {}), []);
  });

  it("tells of an open issue only that it was opened", () => {
    const pasts = pastOfIssue({ id: 1, closed_at: null }, {});
    assert.deepEqual(pasts.map(({ payload }) => payload.action), ["opened"]);
  });
});
