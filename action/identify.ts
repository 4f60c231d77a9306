import type { Activity } from "../src/activity/activity.ts";
import { matchesGlob } from "../src/mapping/glob.ts";
import type { People } from "../src/mapping/mapping.ts";
import { identifyBy } from "../src/mapping/people.ts";
import { createGitHubResolver } from "../src/people/github_resolver.ts";
import type { ResolverProblem, Unresolved } from "../src/people/resolver.ts";
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

/** What {@linkcode identify} needs to know. */
export interface IdentifyOptions
  extends Pick<Inputs, "allowDomains" | "excludePeople" | "gitHubToken" | "strategies"> {
  /** Addresses by login. */
  people: People;
  /** The GitHub to ask. */
  place: GitHubPlace;
  /** When the step has to be done. */
  deadline: Deadline;
  /** Network, clock and chance. */
  deps: Deps;
}

/** Longest time for looking up, in milliseconds. */
const longestMs = 60_000;

/** Most requests for looking up: a tenth of what GitHub allows a workflow's token in an hour. */
const mostRequests = 100;

/**
 * Finds the addresses of those who did things: first those that are configured, then the payload's own, then what GitHub knows. Without
 * a token for GitHub nobody is looked up.
 */
export async function identify(
  activities: readonly Activity[],
  options: IdentifyOptions,
): Promise<Identified> {
  const { gitHubToken, strategies, people } = options;
  const known = activities.map(identifyBy(people));
  const problems: ResolverProblem[] = [];
  const found = gitHubToken === undefined || strategies.length === 0
    ? { activities: known, unresolved: [], requests: 0 }
    : await resolve(known, { ...options, problems });
  const result = { unresolved: found.unresolved, problems, requests: found.requests };
  const excluded = new Set(
    found.unresolved.filter(({ reason }) => reason === "excluded").map((one) => one.activityId),
  );
  const kept: Activity[] = [];
  const skipped: Unsent[] = [];
  for (const activity of found.activities) {
    const reason = reasonToSkip(activity, { ...options, excluded });
    if (reason === undefined) kept.push(activity);
    else skipped.push({ reason, what: activity.type, activity });
  }
  return { ...result, activities: kept, skipped };
}

async function resolve(
  known: readonly Activity[],
  options: IdentifyOptions & { problems: ResolverProblem[] },
) {
  const { gitHubToken = "", strategies, excludePeople, allowDomains, place, deps } = options;
  const resolver = createGitHubResolver({
    token: gitHubToken,
    apiUrl: place.apiUrl,
    host: place.host,
    strategies,
    excludeLogins: excludePeople,
    excludeEmails: excludePeople,
    allowDomains,
    timeoutMs: Math.max(1, Math.min(longestMs, options.deadline.leftMs())),
    maxRequests: mostRequests,
    onProblem: (problem) => void options.problems.push(problem),
    deps,
  });
  return await resolver.resolve(known);
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
