import type { GitHubDelivery } from "../../src/sources/github.ts";

/** What GitHub would have sent when something happened. */
export type Past = Pick<GitHubDelivery, "event"> & { payload: Record<string, unknown> };

/** Somebody who starred a repository, as GraphQL tells it. */
export interface Star {
  /** When. */
  starredAt: string;
  /** Who. */
  node: { login: string; databaseId: number; url: string };
}

/** An object of GitHub's REST API; what is read of it is checked where it becomes an activity. */
export type Item = Readonly<Record<string, unknown>>;

/** What GitHub sent about a star. */
export function pastOfStar({ starredAt, node }: Star, repository: Item): Past[] {
  const { login, databaseId: id, url: html_url } = node;
  const sender = { id, login, html_url, type: "User" };
  return [past("star", "created", { repository, sender, starred_at: starredAt })];
}

/** What GitHub sent about a fork; of an organization's, nobody can tell any more who made it. */
export function pastOfFork(forkee: Item, repository: Item): Past[] {
  const { owner } = forkee;
  const isPersonal = typeof owner === "object" && owner !== null &&
    Reflect.get(owner, "type") === "User";
  if (!isPersonal) return [];
  return [{ event: "fork", payload: { forkee, repository, sender: owner } }];
}

/** What GitHub sent about an issue, when it was opened and when it was closed last. */
export function pastOfIssue(issue: Item, repository: Item): Past[] {
  const opened = past("issues", "opened", { issue, repository, sender: issue.user });
  if (!isText(issue.closed_at)) return [opened];
  // Missing in some lists: then nobody is said to have closed it.
  return [opened, past("issues", "closed", { issue, repository, sender: issue.closed_by })];
}

/** What GitHub sent about a pull request, when it was opened and when it was merged or closed last. */
export function pastOfPullRequest(pull_request: Item, repository: Item): Past[] {
  const about = { pull_request, repository };
  const opened = past("pull_request", "opened", { ...about, sender: pull_request.user });
  if (!isText(pull_request.closed_at)) return [opened];
  // A list does not say who merged or closed one.
  return [opened, past("pull_request", "closed", about)];
}

/** What GitHub sent about a release; a draft is published yet to be. */
export function pastOfRelease(release: Item, repository: Item): Past[] {
  if (!isText(release.published_at)) return [];
  return [past("release", "published", { release, repository, sender: release.author })];
}

function past(event: string, action: string, payload: Record<string, unknown>): Past {
  return { event, payload: { action, ...payload } };
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
