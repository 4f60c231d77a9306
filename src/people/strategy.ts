import type { PersonPermits } from "./budget.ts";
import type { Candidate } from "./choose.ts";
import type { Documents } from "./documents.ts";
import type { GitHubApi } from "./github_api.ts";
import type { Person } from "./person.ts";
import type { LookupSource } from "./resolver.ts";

/** What a place is asked with. */
export interface LookupTools {
  /** GitHub. */
  api: GitHubApi;
  /** What was read lately and tells about several people. */
  documents: Documents;
  /** Host of the web site, in lower case. */
  host: string;
  /** Leave to make requests. */
  permits: PersonPermits;
}

/** One place where an address can be looked up. */
export interface Strategy {
  /** Its name. */
  source: LookupSource;
  /** Whether GitHub answers only whoever has a token. */
  needsToken: boolean;
  /** What its answer about a person holds for, such as a repository; `undefined` where it cannot be asked about them. */
  scopeOf(person: Person): string | undefined;
  /** Asks. Gives addresses as they are written, best first; throws a `LookupError`. */
  ask(person: Person, tools: LookupTools): Promise<readonly Candidate[]>;
}

/** Whether two logins are of the same account: GitHub compares them without case. */
export function isSameLogin(one: string | null | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

/** The organization to ask about a person: a certain one, or the owner of the repository. */
export function organizationOf(
  { repository }: Person,
  organization: string | undefined,
): string | undefined {
  return organization ?? repository?.owner;
}
