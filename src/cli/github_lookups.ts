import type { Config } from "../mapping/config.ts";
import { createGitHubResolver } from "../people/github_resolver.ts";
import type { LookupSource, Resolver, ResolverProblem } from "../people/resolver.ts";
import { defaultStrategies } from "../people/resolver_options.ts";
import { excludedPeople } from "./excluded_people.ts";
import type { Settings } from "./settings.ts";

/** Where addresses are looked up: nowhere unless somebody gave a token for it, or named places. */
export function lookupPlaces(
  { githubToken, githubLookups }: Pick<Settings, "githubToken" | "githubLookups">,
): readonly LookupSource[] {
  return githubLookups ?? (githubToken === undefined ? [] : defaultStrategies);
}

/** Makes what looks up GitHub's people, where anybody is looked up. */
export function gitHubLookups(
  settings: Pick<Settings, "githubToken" | "githubLookups">,
  { config, onProblem }: {
    config: Config;
    onProblem: ((problem: ResolverProblem) => void) | undefined;
  },
): Resolver | undefined {
  const strategies = lookupPlaces(settings);
  if (strategies.length === 0) return undefined;
  const { githubToken } = settings;
  // Whoever is left out by login is not looked up, and an address that is left out is not found by a look-up either.
  const excluded = excludedPeople(config);
  return createGitHubResolver({
    ...(githubToken === undefined ? {} : { token: githubToken }),
    ...(onProblem === undefined ? {} : { onProblem }),
    strategies,
    excludeLogins: excluded,
    excludeEmails: excluded,
  });
}
