import type { Fetch } from "../../../src/transport/deps.ts";
import { githubAnswer, notFound } from "../../people/github_stand_in.ts";

/** A time in a day of 2026. */
export const day = (month: number, date: number): string =>
  new Date(Date.UTC(2026, month - 1, date, 12)).toISOString();

/** Everybody who does anything. */
const user = (id: number) => ({ id, login: `user-${id}`, type: "User" });

/** A repository with a past. */
export interface World {
  /** Days of February on which somebody starred it, the newest first. */
  stars?: readonly number[];
  /** How many issues were opened and closed, one each hour before the end of February. */
  issues?: number;
  /** How many pull requests were merged, likewise. */
  pullRequests?: number;
  /** Releases: the day of February on which each was published. */
  releases?: readonly number[];
  /** Forks: the day of February on which each was made, the newest first. */
  forks?: readonly number[];
  /** Answers before the stand-in does, where it answers. */
  override?: (what: string) => Response | undefined;
}

const repository = {
  id: 1,
  full_name: "octo/hello",
  html_url: "https://github.com/octo/hello",
  default_branch: "main",
};

/** A stand-in for GitHub's lists, in the order and the pages in which it gives them. */
export function githubPast(world: World = {}): { fetch: Fetch; asked: string[] } {
  const asked: string[] = [];
  const fetch: Fetch = (url, { body = "" }) => {
    const { pathname, searchParams } = new URL(url);
    const after = pathname === "/graphql" ? JSON.parse(body).variables.after ?? "" : "";
    const what = pathname === "/graphql"
      ? `stars:${after}`
      : pathname.replace("/repos/octo/hello", "").replace("/", "") +
        (searchParams.has("page") ? `:${searchParams.get("page")}` : "");
    asked.push(what);
    const own = world.override?.(what);
    if (own !== undefined) return Promise.resolve(own);
    const page = Number(searchParams.get("page"));
    const size = Number(searchParams.get("per_page"));
    const list = listOf(what.split(":")[0] ?? "", world);
    if (what === "") return Promise.resolve(githubAnswer(200, repository));
    if (pathname === "/graphql") return Promise.resolve(starsAnswer(world.stars ?? [], after));
    if (list === undefined) return Promise.resolve(notFound());
    return Promise.resolve(githubAnswer(200, list.slice((page - 1) * size, page * size)));
  };
  return { fetch, asked };
}

function listOf(name: string, world: World): unknown[] | undefined {
  const { issues = 0, pullRequests = 0, releases = [], forks = [] } = world;
  switch (name) {
    case "forks":
      return forks.map((date, id) => ({
        id,
        full_name: `user-${id}/hello`,
        html_url: `https://github.com/user-${id}/hello`,
        created_at: day(2, date),
        owner: user(id),
      }));
    case "issues":
      return [
        ...Array.from({ length: issues }, (_, id) => issueOf(id)),
        { ...issueOf(900), pull_request: {} },
      ];
    case "pulls":
      return Array.from({ length: pullRequests }, (_, id) => ({
        ...issueOf(id),
        html_url: `https://github.com/octo/hello/pull/${id}`,
        merged_at: hoursBefore(id),
        head: { ref: "door", sha: "a".repeat(40) },
        base: { ref: "main", sha: "b".repeat(40) },
      }));
    case "releases":
      return releases.map((date, id) => ({
        id,
        tag_name: `v${id}`,
        html_url: `https://github.com/octo/hello/releases/v${id}`,
        author: user(id),
        published_at: day(2, date),
      }));
  }
  return undefined;
}

function issueOf(id: number) {
  return {
    id,
    number: id,
    title: `Number ${id}`,
    html_url: `https://github.com/octo/hello/issues/${id}`,
    state: "closed",
    user: user(id),
    created_at: hoursBefore(id + 1),
    updated_at: hoursBefore(id),
    closed_at: hoursBefore(id),
  };
}

function hoursBefore(hours: number): string {
  return new Date(Date.UTC(2026, 1, 28) - hours * 3_600_000).toISOString();
}

/** Pages of two stars each; the cursor is the place of the last one. */
function starsAnswer(stars: readonly number[], after: string): Response {
  const start = after === "" ? 0 : Number(atob(after)) + 1;
  const edges = stars.slice(start, start + 2).map((date, index) => ({
    starredAt: day(2, date),
    node: {
      login: `user-${start + index}`,
      databaseId: start + index,
      url: `https://github.com/user-${start + index}`,
    },
  }));
  const end = start + edges.length - 1;
  const pageInfo = { hasNextPage: end + 1 < stars.length, endCursor: btoa(String(end)) };
  return githubAnswer(200, { data: { repository: { stargazers: { edges, pageInfo } } } });
}
