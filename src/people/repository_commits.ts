import { candidatesOf, commitRows } from "./commit_rows.ts";
import { repositoryScope } from "./documents.ts";
import type { Strategy } from "./strategy.ts";

/** How many commits are looked at: the newest address that is one is nearly always in the first few. */
const mostCommits = 30;

/**
 * Looks into the person's newest commits on the repository's default branch.
 *
 * @see https://docs.github.com/en/rest/commits/commits#list-commits
 */
export const repositoryCommits: Strategy = {
  source: "repository_commits",
  needsToken: false,
  scopeOf: repositoryScope,
  async ask(person, { api, documents, permits }) {
    const { login, repository } = person;
    if (repository === undefined) return [];
    const { owner, name } = repository;
    const query = new URLSearchParams({ author: login, per_page: `${mostCommits}` });
    const rows = await api.get(`/repos/${owner}/${name}/commits?${query}`, {
      permit: permits.own,
      what: `the commits of ${login} in ${owner}/${name}`,
      schema: commitRows,
      exists: true,
    });
    const candidates = candidatesOf(rows, { login, source: "repository_commits" });
    return await documents.canonical(candidates, person);
  },
};
