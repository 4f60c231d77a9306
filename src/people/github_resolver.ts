import type { Activity } from "../activity/activity.ts";
import { guarded } from "../transport/guarded.ts";
import { CallBudget } from "./budget.ts";
import { Lookup, type LookupCall, type LookupOutcome } from "./lookup.ts";
import { withFound } from "./outcome.ts";
import { type Person, type Wanted, wantedOf } from "./person.ts";
import type { Resolution, Resolver, ResolverProblem, Tried, UnresolvedReason } from "./resolver.ts";
import {
  type GitHubResolverOptions,
  type ResolverSettings,
  resolverSettings,
} from "./resolver_options.ts";

/**
 * Makes the resolver that asks GitHub. What a delivery and the configured people tell comes before it: it looks up only who has
 * a login and no address.
 *
 * Throws a `TypeError` or `RangeError` for settings that break their rule.
 *
 * @example
 * ```ts
 * import { createGitHubResolver } from "@hubline/timeline";
 * import assert from "node:assert/strict";
 *
 * const resolver = createGitHubResolver({
 *   token: "github_pat_your_token",
 *   deps: { // stands in for GitHub here
 *     fetch: (url) =>
 *       Promise.resolve(
 *         url.endsWith("/users/mona")
 *           ? Response.json({ login: "mona", type: "User", email: "mona@example.com" })
 *           : new Response("{}", { status: 404 }),
 *       ),
 *   },
 * });
 * const { activities } = await resolver.resolve([{
 *   id: "0d1b2a3c-5d6e-5f70-8192-a3b4c5d6e7f8",
 *   type: "github.repo.starred",
 *   time: "2026-11-20T10:00:00.000Z",
 *   actor: { login: "mona" },
 *   subject: { title: "octo/hello", url: "https://github.com/octo/hello" },
 *   properties: { host: "github.com" },
 * }]);
 * assert.equal(activities[0]?.actor.email, "mona@example.com");
 * assert.equal(activities[0]?.actor.emailSource, "profile");
 * ```
 */
export function createGitHubResolver(options: GitHubResolverOptions = {}): Resolver {
  const settings = resolverSettings(options);
  const lookup = new Lookup(settings);
  return { resolve: (activities) => resolve(activities, { settings, lookup }) };
}

async function resolve(
  activities: readonly Activity[],
  { settings, lookup }: { settings: ResolverSettings; lookup: Lookup },
): Promise<Resolution> {
  const budget = new CallBudget({ ...settings, now: settings.deps.now });
  const call: LookupCall = { budget, report: once(settings.onProblem) };
  const wanted = activities.map((activity) => wantedOf(activity, settings.address.host));
  const people = peopleOf(wanted);
  const outcomes = new Map<string, LookupOutcome>();
  // One after the other, as GitHub asks for, and so that what is found of one serves the next.
  for (const [key, person] of people) outcomes.set(key, await lookup.find(person, call));
  const resolution: Resolution = { activities: [], unresolved: [], requests: budget.used };
  activities.forEach((activity, index) => {
    const outcome = outcomeOf(wanted[index], outcomes);
    if (outcome?.kind === "found") {
      resolution.activities.push(withFound(activity, outcome.found));
      return;
    }
    resolution.activities.push(activity);
    if (outcome === undefined) return;
    const { reason, tried } = outcome;
    const { id: activityId, actor: { login = "" } } = activity;
    resolution.unresolved.push({ activityId, login, reason, tried });
  });
  return resolution;
}

/** Each person at each place once. Whoever hides the address in one activity hides it in all. */
function peopleOf(wanted: readonly (Wanted | undefined)[]): Map<string, Person> {
  const persons = wanted.flatMap((one) => one?.kind === "person" ? [one.person] : []);
  const hiding = new Set(
    persons.filter(({ hidesEmail }) => hidesEmail).map(({ login }) => login.toLowerCase()),
  );
  return new Map(persons.map((person) => {
    const hidesEmail = hiding.has(person.login.toLowerCase());
    return [placeKey(person), { ...person, hidesEmail }];
  }));
}

function outcomeOf(
  wanted: Wanted | undefined,
  outcomes: ReadonlyMap<string, LookupOutcome>,
):
  | LookupOutcome
  | { kind: "nobody"; reason: UnresolvedReason; tried: readonly Tried[] }
  | undefined {
  if (wanted === undefined) return undefined;
  if (wanted.kind === "person") return outcomes.get(placeKey(wanted.person));
  return { kind: "nobody", reason: wanted.reason, tried: [] };
}

function placeKey({ login, repository, pullRequest }: Person): string {
  return JSON.stringify([login.toLowerCase(), repository, pullRequest]);
}

/** What holds for every place alike. */
const callWide: ReadonlySet<string> = new Set(["budget_used_up", "rate_limited", "unauthorized"]);

/** Tells of each kind of problem at each place once, however many people it is about. */
function once(
  onProblem: ((problem: ResolverProblem) => void) | undefined,
): (problem: ResolverProblem) => void {
  const tell = guarded(onProblem);
  const told = new Set<string>();
  return (problem) => {
    const { code, source } = problem;
    const key = callWide.has(code) ? code : `${code} ${source}`;
    if (told.has(key)) return;
    told.add(key);
    tell(problem);
  };
}
