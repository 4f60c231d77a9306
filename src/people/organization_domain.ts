import * as v from "valibot";
import { organizationOf, type Strategy } from "./strategy.ts";

const query = `query ($login: String!, $organization: String!) {
  user(login: $login) { name organizationVerifiedDomainEmails(login: $organization) }
}`;

const domainAnswer = v.object({
  user: v.nullable(v.object({
    name: v.nullish(v.string()),
    organizationVerifiedDomainEmails: v.array(v.string()),
  })),
});

/**
 * Makes the strategy that asks an organization for its members' addresses at the domains that it has verified. Takes a token of an
 * administrator or a GitHub App that may read the organization's members; a workflow's own token may not.
 *
 * @param organization Login of the organization to ask; where it is left out, the owner of the repository.
 * @see https://docs.github.com/en/graphql/reference/objects#user
 */
export function organizationDomain(organization: string | undefined): Strategy {
  return {
    source: "organization_domain",
    needsToken: true,
    scopeOf: (person) => organizationOf(person, organization)?.toLowerCase(),
    async ask(person, { api, permits }) {
      const { login } = person;
      const asked = organizationOf(person, organization) ?? "";
      const { user } = await api.query(query, {
        permit: permits.own,
        what: `the address of ${login} at a domain of ${asked}`,
        schema: domainAnswer,
        variables: { login, organization: asked },
      });
      if (user === null) return [];
      return user.organizationVerifiedDomainEmails.map((email) => ({
        email,
        name: user.name ?? undefined,
        source: "organization_domain",
      }));
    },
  };
}
