import type { Activity } from "../activity/activity.ts";

/** A place where an address can be looked up; the words are those of `EmailSource`. */
export type LookupSource =
  | "mailmap"
  | "pull_request_commits"
  | "repository_commits"
  | "profile"
  | "organization_domain"
  | "saml";

/** Every place where an address can be looked up; the usual ones first, in the order in which they are asked. */
export const lookupSources: readonly LookupSource[] = [
  "mailmap",
  "pull_request_commits",
  "repository_commits",
  "profile",
  "organization_domain",
  "saml",
];

/**
 * Why a look-up came to no end:
 *
 * - `rate_limited`: GitHub wants no more requests for now;
 * - `unauthorized`: GitHub does not know the token;
 * - `forbidden`: the token may not read this, or GitHub hides that it exists;
 * - `budget_used_up`: the settings allow no more requests;
 * - `timeout`: no answer in time;
 * - `unavailable`: no connection, or an error of the server;
 * - `unexpected_answer`: an answer of another shape than GitHub's documentation shows;
 * - `unexpected_error`: anything else, a defect of Hubline or of what the host handed in.
 */
export type LookupFailure =
  | "rate_limited"
  | "unauthorized"
  | "forbidden"
  | "budget_used_up"
  | "timeout"
  | "unavailable"
  | "unexpected_answer"
  | "unexpected_error";

/**
 * What a place had to tell that was asked and gave no address to use:
 *
 * - `none`: it knows none;
 * - `private`: the person's commits carry a noreply address, which asks GitHub to keep the other one private;
 * - `not_allowed`: only addresses whose domain the settings do not allow;
 * - `excluded`: an address that the settings exclude.
 */
export type LookupMiss = "none" | "private" | "not_allowed" | "excluded";

/**
 * Why there is still no address:
 *
 * - `not_found`: every place was asked and none knows one;
 * - `private`, `not_allowed`, `excluded`: see {@linkcode LookupMiss}; `excluded` is also a login that the settings exclude;
 * - `bot`: the login is that of automation;
 * - `other_host`: it happened on another GitHub than the one that is asked, where the login is somebody else's;
 * - `invalid_login`: no login that GitHub gives out;
 * - a {@linkcode LookupFailure}: not every place could be asked, and later one may tell.
 */
export type UnresolvedReason =
  | "not_found"
  | "private"
  | "not_allowed"
  | "excluded"
  | "bot"
  | "other_host"
  | "invalid_login"
  | LookupFailure;

/** One place that was asked, or whose answer was still known. */
export interface Tried {
  /** The place. */
  source: LookupSource;
  /** What came of it. */
  outcome: LookupMiss | LookupFailure;
}

/** An activity whose actor has a login and still no address, and why. */
export interface Unresolved {
  /** Id of the activity. */
  activityId: string;
  /** The actor's login, as the activity has it: whatever its sender wrote. */
  login: string;
  /** Why, in one word. */
  reason: UnresolvedReason;
  /** The places that were tried, in order. */
  tried: readonly Tried[];
}

/** What became of the activities that went into {@linkcode Resolver.resolve}. */
export interface Resolution {
  /**
   * As many activities as were given, in the same order. `actor.emailSource` says where an address was found. Nothing else
   * is changed, but that an actor without a name gets the one that stood beside the address.
   */
  activities: Activity[];
  /** The activities whose actor has a login and still no address, in order. */
  unresolved: Unresolved[];
  /** How many requests this call made. */
  requests: number;
}

/** Finds the e-mail addresses of actors of whom only the login is known. */
export interface Resolver {
  /**
   * Looks up the actors who have a login and no address. Never rejects and never takes longer than its settings allow: who
   * cannot be found stays without an address.
   */
  resolve(activities: readonly Activity[]): Promise<Resolution>;
}

/** Told of what went wrong in a look-up. Holds no address and no token. */
export interface ResolverProblem {
  /** What went wrong; `cache_failed` is said of the host's cache, without which the look-up goes on. */
  code: LookupFailure | "cache_failed";
  /** The place that was asked, where there is one. */
  source?: LookupSource;
  /** What happened and what can be done about it. */
  message: string;
  /** When asking again may help, in milliseconds since 1970, where GitHub said so. */
  retryAt?: number;
}
