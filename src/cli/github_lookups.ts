import type { Config } from "../mapping/config.ts";
import { createGitHubResolver } from "../people/github_resolver.ts";
import type { LookupSource, Resolver, ResolverProblem } from "../people/resolver.ts";
import { defaultStrategies } from "../people/resolver_options.ts";
import { excludedPeople } from "./excluded_people.ts";
import { type Settings, SettingsError } from "./settings.ts";

/** Where addresses are looked up: nowhere unless somebody gave a token for it, or named places. */
export function lookupPlaces(
  { githubToken, githubLookups }: Pick<Settings, "githubToken" | "githubLookups">,
): readonly LookupSource[] {
  return githubLookups ?? (githubToken === undefined ? [] : defaultStrategies);
}

/** Places that answer a token alone. */
const closedPlaces: readonly LookupSource[] = ["organization_domain", "saml"];

/**
 * Makes what looks up GitHub's people, where anybody is looked up.
 *
 * @throws {SettingsError} If a place is named that answers a token alone, and there is none: it would never be asked.
 */
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
  const closed = strategies.find((place) => closedPlaces.includes(place));
  if (githubToken === undefined && closed !== undefined) {
    throw new SettingsError(
      `GITHUB_LOOKUPS: Expected places that need no token, found ${closed}: set GITHUB_TOKEN, too`,
    );
  }
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
