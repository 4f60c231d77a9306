import { LookupError } from "./lookup_error.ts";
import { repositoryScope } from "./documents.ts";
import type { Person } from "./person.ts";
import type { LookupTools, Strategy } from "./strategy.ts";

/**
 * Looks into the `.mailmap` of the repository's default branch, which its maintainers wrote, for the lines about the noreply
 * addresses of the login. Once read, it also says the proper address for what is found in commits.
 */
export const mailmapStrategy: Strategy = {
  source: "mailmap",
  needsToken: false,
  scopeOf: repositoryScope,
  async ask(person, tools) {
    const scope = repositoryScope(person) ?? "";
    const mailmap = await tools.documents.mailmap(scope, () => readMailmap(person, tools));
    const author = mailmap.authorOf(person.login, tools.host);
    return author === undefined ? [] : [{ ...author, source: "mailmap" }];
  },
};

async function readMailmap(
  { repository }: Person,
  { api, permits }: LookupTools,
): Promise<string> {
  if (repository === undefined) return "";
  const { owner, name } = repository;
  try {
    // Without a branch in it, GitHub takes the default branch: never what a pull request brings along.
    return await api.getText(`/repos/${owner}/${name}/contents/.mailmap`, {
      permit: permits.shared,
      what: `the .mailmap of ${owner}/${name}`,
    });
  } catch (error) {
    if (error instanceof LookupError && error.code === "not_found") return "";
    throw error;
  }
}
