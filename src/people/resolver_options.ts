import { createDeps, type Deps } from "../transport/deps.ts";
import type { AddressRules } from "./choose.ts";
import { type GitHubAddress, githubAddress } from "./github_address.ts";
import { type GitHubToken, isGitHubToken } from "./github_api.ts";
import { mailmapStrategy } from "./mailmap_strategy.ts";
import { organizationDomain } from "./organization_domain.ts";
import { createMemoryPeopleCache, type PeopleCache } from "./people_cache.ts";
import { isLogin } from "./person.ts";
import { profile } from "./profile.ts";
import { pullRequestCommits } from "./pull_request_commits.ts";
import { repositoryCommits } from "./repository_commits.ts";
import type { LookupSource, ResolverProblem } from "./resolver.ts";
import { saml } from "./saml.ts";
import type { Strategy } from "./strategy.ts";

/** Settings of {@linkcode createGitHubResolver}. */
export interface GitHubResolverOptions {
  /**
   * Token of GitHub's, or a function that gives the current one. Default: none. What is public is found without, but GitHub
   * then hides the addresses in profiles and allows sixty requests an hour.
   */
  token?: GitHubToken;
  /** Address of the REST API; an Enterprise Server's is `https://HOST/api/v3`. Default: `https://api.github.com`. */
  apiUrl?: string;
  /**
   * Host of the web site whose people are looked up; activities of other hosts are left as they are. Default: the one that belongs
   * to `apiUrl`.
   */
  host?: string;
  /**
   * The places to ask, in order. Default: `mailmap`, `pull_request_commits`, `repository_commits`, `profile`; the other two are
   * asked only where they are named.
   */
  strategies?: readonly LookupSource[];
  /** Login of the organization that `organization_domain` and `saml` ask. Default: the owner of the repository. */
  organization?: string;
  /**
   * Whether to look past the noreply address of somebody who commits with one, for an address that they used before. They have asked
   * GitHub to keep theirs private. Default: false.
   */
  includeHidden?: boolean;
  /** Patterns of logins that are not looked up, `*` for any characters, without case. Default: none. */
  excludeLogins?: readonly string[];
  /** Patterns of addresses that are never used; whoever has one is not found by another. Default: none. */
  excludeEmails?: readonly string[];
  /** Patterns of domains outside which no address is used, such as `example.com` and `*.example.com`. Default: all. */
  allowDomains?: readonly string[];
  /**
   * Most requests for one person alone. What tells about several, a `.mailmap` and the commits of a pull request, counts for the
   * call only. Default: 3.
   */
  maxRequestsPerActor?: number;
  /** Most requests of one call. Default: 30. */
  maxRequests?: number;
  /** Longest time for one call, in milliseconds. Default: 5,000: GitHub waits ten seconds for a webhook's answer. */
  timeoutMs?: number;
  /** Longest time for one request, in milliseconds. Default: 3,000. */
  requestTimeoutMs?: number;
  /** How long an address is remembered, in milliseconds. Default: 86,400,000, a day. */
  foundTtlMs?: number;
  /** How long it is remembered that a place knows none, in milliseconds. Default: 3,600,000, an hour. */
  missTtlMs?: number;
  /** Remembers look-ups. Default: memory, 10,000 entries. */
  cache?: PeopleCache;
  /** Told of each thing that went wrong, once for each call. What it throws is dropped. Default: nobody is told. */
  onProblem?: (problem: ResolverProblem) => void;
  /** Network, clock and randomness to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

/** The settings, checked and complete. */
export interface ResolverSettings {
  /** Where GitHub is; `host` is the one whose people are looked up. */
  address: GitHubAddress;
  /** Who asks. */
  token: GitHubToken | undefined;
  /** The places to ask. */
  strategies: readonly Strategy[];
  /** Which addresses may be used. */
  rules: AddressRules;
  /** Patterns of logins, in lower case. */
  excludeLogins: readonly string[];
  /** See {@linkcode GitHubResolverOptions}. */
  maxRequestsPerActor: number;
  /** See {@linkcode GitHubResolverOptions}. */
  maxRequests: number;
  /** See {@linkcode GitHubResolverOptions}. */
  timeoutMs: number;
  /** See {@linkcode GitHubResolverOptions}. */
  requestTimeoutMs: number;
  /** See {@linkcode GitHubResolverOptions}. */
  foundTtlMs: number;
  /** See {@linkcode GitHubResolverOptions}. */
  missTtlMs: number;
  /** Remembers look-ups. */
  cache: PeopleCache;
  /** Told of what goes wrong. */
  onProblem: ((problem: ResolverProblem) => void) | undefined;
  /** Network, clock and randomness. */
  deps: Deps;
}

/** The places that are asked unless others are named, in order. */
export const defaultStrategies: readonly LookupSource[] = [
  "mailmap",
  "pull_request_commits",
  "repository_commits",
  "profile",
];

/** Checks the settings and fills in what was left out. Throws a `TypeError` or `RangeError` with the rule and the value. */
export function resolverSettings(options: GitHubResolverOptions): ResolverSettings {
  const deps = createDeps(options.deps);
  const address = githubAddress(options.apiUrl ?? "https://api.github.com");
  const { token, organization, host = address.host } = options;
  // Said without the value, which may be most of a real token.
  if (typeof token !== "function" && token !== undefined && !isGitHubToken(token)) {
    throw new TypeError(
      "Cannot make the resolver: token must be visible characters and nothing else; leave it out to ask without one",
    );
  }
  if (organization !== undefined && !isLogin(organization)) {
    throw new TypeError(
      `Cannot make the resolver: organization must be a GitHub login, is "${organization}"`,
    );
  }
  return {
    address: { ...address, host: host.toLowerCase() },
    token,
    strategies: strategiesOf(options.strategies ?? defaultStrategies, organization),
    rules: {
      excludeEmails: lowerCase(options.excludeEmails),
      allowDomains: lowerCase(options.allowDomains),
      includeHidden: options.includeHidden ?? false,
    },
    excludeLogins: lowerCase(options.excludeLogins),
    maxRequestsPerActor: whole("maxRequestsPerActor", options.maxRequestsPerActor ?? 3),
    maxRequests: whole("maxRequests", options.maxRequests ?? 30),
    timeoutMs: whole("timeoutMs", options.timeoutMs ?? 5_000),
    requestTimeoutMs: whole("requestTimeoutMs", options.requestTimeoutMs ?? 3_000),
    foundTtlMs: whole("foundTtlMs", options.foundTtlMs ?? 86_400_000),
    missTtlMs: whole("missTtlMs", options.missTtlMs ?? 3_600_000),
    cache: options.cache ?? createMemoryPeopleCache({ now: deps.now }),
    onProblem: options.onProblem,
    deps,
  };
}

function strategiesOf(
  names: readonly LookupSource[],
  organization: string | undefined,
): readonly Strategy[] {
  const known = new Map([
    mailmapStrategy,
    pullRequestCommits,
    repositoryCommits,
    profile,
    organizationDomain(organization),
    saml(organization),
  ].map((strategy) => [strategy.source, strategy]));
  return [...new Set(names)].map((name) => {
    const strategy = known.get(name);
    if (strategy !== undefined) return strategy;
    throw new TypeError(
      `Cannot make the resolver: strategies must be of ${
        [...known.keys()].join(", ")
      }, are "${name}"`,
    );
  });
}

function lowerCase(patterns: readonly string[] = []): readonly string[] {
  return patterns.map((pattern) => pattern.trim().toLowerCase());
}

function whole(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(
    `Cannot make the resolver: ${name} must be a whole number from 1, is ${value}`,
  );
}
