import { isBot, parseNoreply, usableEmail } from "../activity/identity.ts";
import { oneLine } from "../activity/text.ts";
import { matchesGlob } from "../validation/glob.ts";
import type { LookupMiss, LookupSource } from "./resolver.ts";

/** An address as a place told it; nothing is known yet of whether it can be used. */
export interface Candidate {
  /** The address as written. */
  email: string;
  /** The name beside it. */
  name?: string | undefined;
  /** Where it comes from. */
  source: LookupSource;
}

/** Which addresses may be used. */
export interface AddressRules {
  /** Patterns of addresses, in lower case, that are never used. */
  excludeEmails: readonly string[];
  /** Patterns of domains, in lower case, outside which nothing is used; all are allowed where there is none. */
  allowDomains: readonly string[];
  /** Whether to look past the noreply addresses in somebody's commits. */
  includeHidden: boolean;
}

/** What came of a place's candidates. */
export type Choice =
  | { outcome: "found"; email: string; name?: string; source: LookupSource }
  | { outcome: LookupMiss };

/** Longest name, in characters. */
const longestName = 250;

/**
 * Takes the first address that leads to a contact. Candidates come best first, so those of commits newest first: a person
 * who commits with a noreply address now has asked not to be found by the one they used before.
 *
 * An excluded address ends the search, because whoever is excluded must not be found by another address; one outside the allowed
 * domains does not, because the person may have one within.
 */
export function choose(candidates: readonly Candidate[], rules: AddressRules): Choice {
  let miss: LookupMiss = "none";
  for (const { email, name, source } of candidates) {
    if (isBot({ email, name })) continue;
    if (isCommitSource(source) && !rules.includeHidden && parseNoreply(email) !== undefined) {
      return { outcome: "private" };
    }
    const address = usableEmail(email);
    if (address === undefined) continue;
    if (isExcluded(address, rules)) return { outcome: "excluded" };
    if (isAllowed(address, rules)) {
      const readable = oneLine(name ?? "", longestName);
      return {
        outcome: "found",
        email: address,
        source,
        ...(readable === "" ? {} : { name: readable }),
      };
    }
    miss = "not_allowed";
  }
  return { outcome: miss };
}

/** Whether a place tells what somebody wrote into their commits, rather than what they or others say of them. */
export function isCommitSource(source: LookupSource): boolean {
  return source === "pull_request_commits" || source === "repository_commits";
}

function isExcluded(address: string, { excludeEmails }: AddressRules): boolean {
  const lower = address.toLowerCase();
  return excludeEmails.some((pattern) => matchesGlob(pattern, lower));
}

function isAllowed(address: string, { allowDomains }: AddressRules): boolean {
  if (allowDomains.length === 0) return true;
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return allowDomains.some((pattern) => matchesGlob(pattern, domain));
}
