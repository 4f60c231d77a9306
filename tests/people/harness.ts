import type { Activity, Actor } from "../../mod.ts";
import { createGitHubResolver } from "../../src/people/github_resolver.ts";
import type { Resolution, Resolver, ResolverProblem } from "../../src/people/resolver.ts";
import type { GitHubResolverOptions } from "../../src/people/resolver_options.ts";
import { activity } from "../support/activities.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { type Asked, githubStandIn, type StandInOptions } from "./github_stand_in.ts";

/** A token that stands for any. */
export const token = "github_pat_secret";

/** A resolver before a stand-in, and what was asked and told. */
export interface Harness {
  asked: Asked[];
  clock: VirtualClock;
  problems: ResolverProblem[];
  resolver: Resolver;
  /** Resolves while the clock runs by itself. */
  resolve(...activities: Activity[]): Promise<Resolution>;
}

/** Puts a resolver before a stand-in. */
export function start(
  world: StandInOptions = {},
  { isAnonymous = false, ...options }: GitHubResolverOptions & { isAnonymous?: boolean } = {},
): Harness {
  const clock = new VirtualClock();
  const { fetch, asked } = githubStandIn(world);
  const problems: ResolverProblem[] = [];
  const resolver = createGitHubResolver({
    ...(isAnonymous ? {} : { token }),
    onProblem: (problem) => void problems.push(problem),
    deps: { fetch, now: clock.now, sleep: clock.sleep, random: () => 0.5 },
    ...options,
  });
  const resolve = (...activities: Activity[]) => clock.drive(resolver.resolve(activities));
  return { asked, clock, problems, resolver, resolve };
}

/** Somebody did something to a pull request of `octo/hello`, and only the login is known. */
export function pullRequestBy(login: string, own: Partial<Activity> = {}): Activity {
  return by({ login }, {
    properties: { host: "github.com", repository: "octo/hello", number: 7 },
    ...own,
  });
}

/** Somebody starred `octo/hello`, and only the login is known. */
export function starBy(login: string, own: Partial<Activity> = {}): Activity {
  return by({ login }, {
    type: "github.repo.starred",
    properties: { host: "github.com", repository: "octo/hello" },
    ...own,
  });
}

/** Somebody pushed a commit with an address that leads to no contact. */
export function commitBy(login: string): Activity {
  return starBy(login, { type: "github.commit.pushed" });
}

function by(actor: Actor, own: Partial<Activity>): Activity {
  return activity({ actor, ...own });
}
