import { candidatesOf, type CommitRow, commitRows } from "./commit_rows.ts";
import { repositoryScope } from "./documents.ts";
import type { Person } from "./person.ts";
import type { LookupTools, Strategy } from "./strategy.ts";

/** Looks into the commits of the pull request that the activity is about, the first hundred of them. */
export const pullRequestCommits: Strategy = {
  source: "pull_request_commits",
  needsToken: false,
  scopeOf,
  async ask(person, tools) {
    const rows = await tools.documents.commits(
      scopeOf(person) ?? "",
      () => readCommits(person, tools),
    );
    const candidates = candidatesOf(rows, { login: person.login, source: "pull_request_commits" });
    return await tools.documents.canonical(candidates, person);
  },
};

function scopeOf(person: Person): string | undefined {
  const repository = repositoryScope(person);
  if (repository === undefined || person.pullRequest === undefined) return undefined;
  return `${repository}#${person.pullRequest}`;
}

/**
 * @see https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request
 */
async function readCommits(
  { repository, pullRequest }: Person,
  { api, permits }: LookupTools,
): Promise<CommitRow[]> {
  if (repository === undefined || pullRequest === undefined) return [];
  const { owner, name } = repository;
  const path = `/repos/${owner}/${name}/pulls/${pullRequest}/commits?per_page=100`;
  const rows = await api.get(path, {
    permit: permits.shared,
    what: `the commits of pull request ${owner}/${name}#${pullRequest}`,
    schema: commitRows,
    exists: true,
  });
  // GitHub lists the oldest first.
  return rows.toReversed();
}
