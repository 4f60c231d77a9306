import * as v from "valibot";
import type { GitHubApi } from "../../src/people/github_api.ts";
import type { Permit } from "../../src/people/budget.ts";
import {
  type Item,
  type Past,
  pastOfFork,
  pastOfIssue,
  pastOfPullRequest,
  pastOfRelease,
  pastOfStar,
  type Star,
} from "./past.ts";

/** A repository whose past is read. */
export interface PastRepository {
  /** Login of the owner. */
  owner: string;
  /** Name within the owner's repositories. */
  name: string;
  /** The repository as GitHub describes it. */
  facts: Item;
}

/** What reading a page needs. */
export interface PageReader {
  /** GitHub. */
  api: GitHubApi;
  /** Leave to make requests. */
  permit: Permit;
  /** Whose past. */
  repository: PastRepository;
  /** From when on, in milliseconds since 1970. */
  since: number;
}

/** One page of the past. */
export interface PastPage {
  /** What GitHub would have sent, newest first. */
  pasts: Past[];
  /** Where the next page is; missing where there is none, or nothing new enough on it. */
  next?: string;
}

/** One kind of things in a repository's past. */
export interface Kind {
  /** Name of the kind, in the plural. */
  name: string;
  /** Types of the activities that it tells of. */
  types: readonly string[];
  /** What a token needs to read it, as a workflow names it. Default: no more than the repository. */
  permission?: string;
  /** Reads a page; the first where `position` is empty. */
  read(position: string, reader: PageReader): Promise<PastPage>;
}

/** All kinds, in the order in which they are read. */
export const kinds: readonly Kind[] = [
  { name: "stars", types: ["github.repo.starred"], read: readStars },
  listed({
    name: "forks",
    types: ["github.repo.forked"],
    path: "forks?sort=newest",
    perPage: 100,
    newest: (item) => item.created_at,
    pastOf: pastOfFork,
  }),
  listed({
    name: "issues",
    types: ["github.issue.opened", "github.issue.closed"],
    permission: "issues",
    path: "issues?state=all&sort=updated&direction=desc",
    perPage: 100,
    newest: (item) => item.updated_at,
    // Pull requests are issues, too, but without their branches.
    pastOf: (item, repository) =>
      item.pull_request === undefined ? pastOfIssue(item, repository) : [],
  }),
  listed({
    name: "pull_requests",
    types: [
      "github.pull_request.opened",
      "github.pull_request.merged",
      "github.pull_request.closed",
    ],
    permission: "pull-requests",
    path: "pulls?state=all&sort=updated&direction=desc",
    perPage: 50,
    newest: (item) => item.updated_at,
    pastOf: pastOfPullRequest,
  }),
  listed({
    name: "releases",
    types: ["github.release.published"],
    permission: "contents",
    path: "releases?",
    perPage: 100,
    // In the order of their commits, which says nothing of when they were published.
    newest: () => undefined,
    pastOf: pastOfRelease,
  }),
];

const items: v.GenericSchema<unknown, Item[]> = v.array(v.record(v.string(), v.unknown()));

/**
 * Makes a kind that the REST API lists. What changes while it is read moves to the front and pushes others onto the next
 * page: what stands on two pages becomes the same activities, and what moved off a page yet to be read is found when the
 * backfill is run again.
 */
function listed(
  { path, perPage, newest, pastOf, ...kind }: Omit<Kind, "read"> & {
    path: string;
    perPage: number;
    /** The time that the list is sorted by, the newest first. */
    newest: (item: Item) => unknown;
    pastOf: (item: Item, repository: Item) => Past[];
  },
): Kind {
  return {
    ...kind,
    async read(position, { api, permit, repository: { owner, name: repo, facts }, since }) {
      const page = position === "" ? 1 : Number(position);
      const found = await api.get(
        `/repos/${owner}/${repo}/${path}&per_page=${perPage}&page=${page}`,
        {
          permit,
          what: `the ${kind.name} of ${owner}/${repo}, page ${page}`,
          schema: items,
          exists: true,
        },
      );
      const last = found.at(-1);
      const time = last === undefined ? NaN : Date.parse(String(newest(last)));
      const isLast = found.length < perPage || time < since;
      return {
        pasts: found.flatMap((item) => pastOf(item, facts)),
        ...(isLast ? {} : { next: String(page + 1) }),
      };
    },
  };
}

const starsQuery = `query ($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    stargazers(first: 100, after: $after, orderBy: { field: STARRED_AT, direction: DESC }) {
      edges { starredAt node { login databaseId url } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const starsAnswer = v.object({
  repository: v.object({
    stargazers: v.object({
      edges: v.array(v.object({
        starredAt: v.string(),
        node: v.object({ login: v.string(), databaseId: v.number(), url: v.string() }),
      })),
      pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) }),
    }),
  }),
}) satisfies v.GenericSchema<unknown, { repository: { stargazers: { edges: Star[] } } }>;

/** By GraphQL, because the REST API has no order for stars but the oldest first. */
async function readStars(
  position: string,
  { api, permit, repository: { owner, name, facts }, since }: PageReader,
): Promise<PastPage> {
  const answer = await api.query(starsQuery, {
    permit,
    what: `the stars of ${owner}/${name}`,
    schema: starsAnswer,
    variables: { owner, name, ...(position === "" ? {} : { after: position }) },
  });
  const { edges, pageInfo: { hasNextPage, endCursor } } = answer.repository.stargazers;
  const isOld = Date.parse(edges.at(-1)?.starredAt ?? "") < since;
  return {
    pasts: edges.flatMap((edge) => pastOfStar(edge, facts)),
    ...(hasNextPage && !isOld && endCursor ? { next: endCursor } : {}),
  };
}
