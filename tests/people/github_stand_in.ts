import type { Fetch, FetchInit } from "../../mod.ts";

/** A user as the stand-in knows them. */
export interface StandInUser {
  type?: string;
  name?: string | null;
  email?: string | null;
  /** Addresses at verified domains, by organization. */
  verified?: Record<string, string[]>;
  /** What single sign-on says, by organization. */
  saml?: Record<string, { nameId: string; givenName?: string; emails?: { value: string }[] }>;
}

/** A commit: who wrote it, and the account that GitHub ties it to. */
export interface StandInCommit {
  login?: string | null;
  email: string;
  name?: string;
}

/** A repository. */
export interface StandInRepository {
  mailmap?: string;
  /** Newest first, as GitHub lists them. */
  commits?: StandInCommit[];
  /** By number; oldest first, as GitHub lists them. */
  pullRequests?: Record<number, StandInCommit[]>;
}

/** One request as it came. */
export interface Asked {
  /** Method and path with query, as in `GET /users/mona`; for GraphQL the field that was asked for. */
  what: string;
  url: string;
  init: FetchInit;
}

/** Answers in place of the stand-in, where it answers. */
export type Override = (asked: Asked) => Response | Promise<Response> | undefined;

/** What the stand-in knows. */
export interface StandInOptions {
  /** By login in lower case; GitHub compares logins without case. */
  users?: Record<string, StandInUser>;
  repositories?: Record<string, StandInRepository>;
  override?: Override;
}

/** A stand-in for GitHub's REST and GraphQL APIs, with answers of the shapes that its documentation shows. */
export function githubStandIn(options: StandInOptions = {}): { fetch: Fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  const fetch: Fetch = async (url, init) => {
    const request: Asked = { what: whatOf(url, init), url, init };
    asked.push(request);
    return await options.override?.(request) ?? answerTo(request, options);
  };
  return { fetch, asked };
}

/** An answer as GitHub sends it. */
export function githubAnswer(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Response {
  return Response.json(body, {
    status,
    headers: { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4999", ...headers },
  });
}

/** The answer to what is not there, or must not be seen. */
export function notFound(): Response {
  return githubAnswer(404, {
    message: "Not Found",
    documentation_url: "https://docs.github.com/rest",
    status: "404",
  });
}

/** GraphQL's refusal of one field; the answer's status is 200 all the same. */
export function graphqlError(type: string | undefined, message: string): Response {
  const error = { path: ["user"], locations: [{ line: 2, column: 3 }], message };
  return githubAnswer(200, {
    data: { user: null, organization: null },
    errors: [type === undefined ? error : { type, ...error }],
  });
}

function whatOf(url: string, { method, body }: FetchInit): string {
  const { pathname, search } = new URL(url);
  if (!pathname.endsWith("/graphql")) return `${method} ${pathname}${search}`;
  const field = /organizationVerifiedDomainEmails|samlIdentityProvider/.exec(body ?? "")?.[0];
  return `GRAPHQL ${field}`;
}

function answerTo({ what, init }: Asked, options: StandInOptions): Response {
  if (what.startsWith("GRAPHQL")) return graphql(init, options);
  const [, path = "", query = ""] = /^GET (?:\/api\/v3)?([^?]*)\??(.*)$/.exec(what) ?? [];
  const [, kind, first = "", second = "", ...rest] = path.split("/");
  if (kind === "users") return userAnswer(first, { ...options, isAnonymous: !hasToken(init) });
  const repository = own(options.repositories, `${first}/${second}`);
  if (kind !== "repos" || repository === undefined) return notFound();
  const [part, number, more] = rest;
  if (part === "contents" && number === ".mailmap" && repository.mailmap !== undefined) {
    return new Response(repository.mailmap);
  }
  if (part === "commits") {
    const author = new URLSearchParams(query).get("author")?.toLowerCase();
    const commits = repository.commits ?? [];
    return rows(commits.filter(({ login }) => login?.toLowerCase() === author));
  }
  const commits = repository.pullRequests?.[Number(number)];
  return part === "pulls" && more === "commits" && commits !== undefined
    ? rows(commits)
    : notFound();
}

function userAnswer(
  login: string,
  { users, isAnonymous }: StandInOptions & { isAnonymous: boolean },
): Response {
  const user = own(users, login.toLowerCase());
  if (user === undefined) return notFound();
  return githubAnswer(200, {
    login,
    id: 583231,
    node_id: "MDQ6VXNlcjU4MzIzMQ==",
    type: user.type ?? "User",
    site_admin: false,
    name: user.name ?? null,
    company: null,
    email: isAnonymous ? null : user.email ?? null,
    public_repos: 8,
  });
}

function rows(commits: readonly StandInCommit[]): Response {
  return githubAnswer(
    200,
    commits.map(({ login, email, name = "Mona Lisa" }, index) => ({
      sha: `${index}`.padStart(40, "0"),
      commit: {
        author: { name, email, date: "2026-11-20T10:00:00Z" },
        committer: { name: "GitHub", email: "noreply@github.com", date: "2026-11-20T10:00:00Z" },
        message: "Fix all the bugs",
      },
      author: login ? { login, id: 1, type: "User" } : null,
      committer: { login: "web-flow", id: 19864447, type: "User" },
      parents: [],
    })),
  );
}

function graphql(init: FetchInit, { users }: StandInOptions): Response {
  const { query, variables } = JSON.parse(init.body ?? "");
  const user = own(users, variables.login);
  if (query.includes("organizationVerifiedDomainEmails")) {
    if (user === undefined) return graphqlError("NOT_FOUND", "Could not resolve to a User");
    const emails = user.verified?.[variables.organization] ?? [];
    const found = { name: user.name ?? null, organizationVerifiedDomainEmails: emails };
    return githubAnswer(200, { data: { user: found } });
  }
  const identity = user?.saml?.[variables.organization];
  const nodes = identity === undefined ? [] : [{
    user: { login: variables.login },
    samlIdentity: { username: null, givenName: null, familyName: null, emails: [], ...identity },
  }];
  return githubAnswer(200, {
    data: { organization: { samlIdentityProvider: { externalIdentities: { nodes } } } },
  });
}

function hasToken({ headers }: FetchInit): boolean {
  return headers.authorization !== undefined;
}

function own<T>(from: Record<string, T> | undefined, key: string): T | undefined {
  return from !== undefined && Object.hasOwn(from, key) ? from[key] : undefined;
}
