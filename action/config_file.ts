import type { Config } from "../src/mapping/config.ts";
import { githubAddress } from "../src/people/github_address.ts";
import { GitHubApi } from "../src/people/github_api.ts";
import { LookupError } from "../src/people/lookup_error.ts";
import { activityTypes } from "../src/sources/github.ts";
import type { Deps } from "../src/transport/deps.ts";
import type { Deadline } from "./deadline.ts";
import { GitHubError, type GitHubPlace } from "./github.ts";
import { InputError } from "./input_error.ts";
import { readConfig } from "./input_texts.ts";

/** What {@linkcode readConfigFile} needs to know. */
export interface ConfigFileOptions {
  /** Where the repository is. */
  place: GitHubPlace;
  /** Token to ask GitHub with, where there is one. */
  token: string | undefined;
  /** When the step has to be done. */
  deadline: Deadline;
  /** Network, clock and chance. */
  deps: Deps;
}

/** Longest time for one request, in milliseconds. */
const longestRequestMs = 10_000;

/** Requests for one file: it is asked for twice, each time with one redirect. */
const mostRequests = 4;

/**
 * Reads the configuration from a file on the default branch of the repository, through GitHub's API: a checkout could
 * be that of a pull request, whose author would then decide whose timeline is written.
 *
 * @param path The file's path in the repository.
 * @throws {InputError} If there is no such file, the token may not read it, or it cannot be used.
 * @throws {GitHubError} If GitHub cannot be asked.
 */
export async function readConfigFile(path: string, options: ConfigFileOptions): Promise<Config> {
  const name = `${path} of ${options.place.repository}`;
  const text = await fetchFile(path, { ...options, name });
  const config = readConfig(text, { input: "config-file", name: path, activityTypes });
  if (!config.ok) throw new InputError(config.issues);
  return config.value;
}

async function fetchFile(
  path: string,
  { place, token, deadline, deps, name }: ConfigFileOptions & { name: string },
): Promise<string> {
  if (token === undefined) throw wrong("Expected input github-token beside it, found nothing");
  const timeoutMs = Math.max(1, Math.min(longestRequestMs, deadline.leftMs()));
  const api = new GitHubApi({ address: githubAddress(place.apiUrl), token, timeoutMs, deps });
  let left = mostRequests;
  const permit = {
    get left() {
      return left;
    },
    take() {
      left--;
      return timeoutMs;
    },
  };
  const encoded = `${place.repository}/contents/${path}`.split("/").map(encodeURIComponent);
  try {
    return await api.getText(`/repos/${encoded.join("/")}`, { permit, what: name });
  } catch (error) {
    if (!(error instanceof LookupError)) throw error;
    const { code, message } = error;
    if (code === "not_found" || code === "forbidden") {
      throw wrong(
        "Expected a file on the default branch, found none that github-token may read; " +
          `commit it, and give the job \`permissions: contents: read\` (${message})`,
      );
    }
    if (code === "unauthorized") {
      throw wrong(`Expected a GitHub token that is valid in input github-token (${message})`);
    }
    throw new GitHubError(`Cannot read input config-file: ${message}; run the job again later`, {
      cause: error,
    });
  }
}

function wrong(message: string): InputError {
  return new InputError([{ path: "config-file", message }]);
}
