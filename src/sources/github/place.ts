import type { Place, Repository } from "./schemas.ts";

/** Longest address that is made up here, in characters; the same as is taken from a payload. */
const longestUrl = 2_000;

/** Protocol and host of the GitHub that sent a payload. github.com where it does not say: servers of one's own do. */
export function originOf({ repository, sender }: Place): string {
  return new URL(repository?.html_url ?? sender?.html_url ?? "https://github.com").origin;
}

/** Host of the GitHub that sent a payload, with its port. */
export function hostOf(place: Place): string {
  return new URL(originOf(place)).host;
}

/** The organization that a payload is about, or that its repository belongs to. */
export function organizationOf({ organization, repository }: Place): string | undefined {
  const owner = repository?.owner;
  const ownerLogin = owner?.type === "Organization" ? owner.login : undefined;
  return organization?.login ?? ownerLogin ?? undefined;
}

/** Who may see a repository. */
export function visibilityOf({ visibility, private: isPrivate }: Repository): string | undefined {
  if (visibility) return visibility;
  if (typeof isPrivate !== "boolean") return undefined;
  return isPrivate ? "private" : "public";
}

/** A page below a repository's; the repository's own where the path is too long to be one. */
export function pageIn({ html_url }: Repository, path: readonly string[]): string {
  const segments = path.flatMap((part) => part.split("/"));
  const url = [html_url, ...segments.map((part) => encodeURIComponent(part.toWellFormed()))]
    .join("/");
  return url.length > longestUrl ? html_url : url;
}
