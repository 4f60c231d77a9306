import type { Activity } from "../src/activity/activity.ts";
import { matchesGlob } from "../src/validation/glob.ts";
import type { People } from "../src/mapping/mapping.ts";
import { identifyBy } from "../src/mapping/people.ts";
import { createGitHubResolver } from "../src/people/github_resolver.ts";
import { createMemoryPeopleCache } from "../src/people/people_cache.ts";
import type { GitHubResolverOptions } from "../src/people/resolver_options.ts";
import type { Resolver, ResolverProblem, Unresolved } from "../src/people/resolver.ts";
import type { Deps } from "../src/transport/deps.ts";
import type { Deadline } from "./deadline.ts";
import type { GitHubPlace } from "./github.ts";
import type { Inputs } from "./inputs.ts";
import type { Unsent } from "./report.ts";

/** Activities, with the addresses that could be found of those who did them. */
export interface Identified {
  /** Those that may go on. */
  activities: readonly Activity[];
  /** Those that the inputs leave out for the person or the address. */
  skipped: readonly Unsent[];
  /** Those whose actor has a login and still no address. */
  unresolved: readonly Unresolved[];
  /** What went wrong in looking up. */
  problems: readonly ResolverProblem[];
  /** How many requests were made to GitHub. */
  requests: number;
}

/** Finds the addresses of those who did things. */
export type Identification = (activities: readonly Activity[]) => Promise<Identified>;

/** What looking people up may cost. */
export interface LookupLimits {
  /** Most requests. */
  maxRequests: number;
  /** Longest time, in milliseconds; it is never more than half of what the step has left. */
  timeoutMs: number;
}

/** What {@linkcode createIdentification} needs to know. */
export interface IdentifyOptions
  extends Pick<Inputs, "allowDomains" | "excludePeople" | "gitHubToken" | "strategies"> {
  /** Addresses by login. */
  people: People;
  /** The GitHub to ask. */
  place: GitHubPlace;
  /** What looking up may cost, each time. */
  lookupLimits: LookupLimits;
  /** When the step has to be done. */
  deadline: Deadline;
  /** Network, clock and chance. */
  deps: Deps;
}

/**
 * Makes ready to find the addresses of those who did things: first those that are configured, then the payload's own,
 * then what GitHub knows. Without a token for GitHub nobody is looked up. Who was found once is remembered.
 */
export function createIdentification(options: IdentifyOptions): Identification {
  const identifyKnown = identifyBy(options.people);
  const cache = createMemoryPeopleCache({ now: options.deps.now });
  return async (activities) => {
    const problems: ResolverProblem[] = [];
    const onProblem = (problem: ResolverProblem) => void problems.push(problem);
    // One for each time, because each time less is left of the step's.
    const resolver = resolverOf(options, { cache, onProblem });
    const known = activities.map(identifyKnown);
    const { activities: found, unresolved, requests } = await resolver?.resolve(known) ??
      { activities: known, unresolved: [], requests: 0 };
    const excluded = new Set(
      unresolved.filter(({ reason }) => reason === "excluded").map((one) => one.activityId),
    );
    const kept: Activity[] = [];
    const skipped: Unsent[] = [];
    for (const activity of found) {
      const reason = reasonToSkip(activity, { ...options, excluded });
      if (reason === undefined) kept.push(activity);
      else skipped.push({ reason, what: activity.type, activity });
    }
    return { activities: kept, skipped, unresolved, problems, requests };
  };
}

function resolverOf(
  options: IdentifyOptions,
  { cache, onProblem }: Required<Pick<GitHubResolverOptions, "cache" | "onProblem">>,
): Resolver | undefined {
  const { gitHubToken, strategies, excludePeople, allowDomains, place, deadline, deps } = options;
  const { maxRequests, timeoutMs } = options.lookupLimits;
  if (gitHubToken === undefined || strategies.length === 0) return undefined;
  return createGitHubResolver({
    token: gitHubToken,
    apiUrl: place.apiUrl,
    host: place.host,
    strategies,
    excludeLogins: excludePeople,
    excludeEmails: excludePeople,
    allowDomains,
    timeoutMs: Math.max(1, Math.min(timeoutMs, Math.floor(deadline.leftMs() / 2))),
    maxRequests,
    cache,
    onProblem,
    deps,
  });
}

function reasonToSkip(
  { id, actor: { login, email, emailSource } }: Activity,
  { allowDomains, excludePeople, excluded }: IdentifyOptions & { excluded: ReadonlySet<string> },
): "excluded" | "not_allowed" | undefined {
  const isMeant = [login, email].some((name) => fits(excludePeople, name));
  if (isMeant || excluded.has(id)) return "excluded";
  if (emailSource !== "payload" || allowDomains.length === 0) return undefined;
  return fits(allowDomains, email?.slice(email.lastIndexOf("@") + 1)) ? undefined : "not_allowed";
}

function fits(patterns: readonly string[], text: string | undefined): boolean {
  const lower = text?.trim().toLowerCase();
  return lower !== undefined &&
    patterns.some((pattern) => matchesGlob(pattern.toLowerCase(), lower));
}
