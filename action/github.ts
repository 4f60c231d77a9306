import type { Environment } from "./event.ts";

/** The GitHub that a workflow runs on, and the repository that it belongs to. */
export interface GitHubPlace {
  /** Address of the REST API. */
  apiUrl: string;
  /** Host of the web site, with its port. */
  host: string;
  /** The repository, as in `octo/hello`; empty where the runner does not say. */
  repository: string;
}

/** Thrown where GitHub does not give what a step cannot do without. Messages hold no token. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
}

/** Finds the GitHub that a workflow runs on; an Enterprise Server's has addresses of its own. */
export function githubPlace(environment: Environment): GitHubPlace {
  const server = environment.GITHUB_SERVER_URL || "https://github.com";
  return {
    apiUrl: environment.GITHUB_API_URL || "https://api.github.com",
    host: new URL(server).host,
    repository: environment.GITHUB_REPOSITORY ?? "",
  };
}
