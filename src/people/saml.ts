import * as v from "valibot";
import { isSameLogin, organizationOf, type Strategy } from "./strategy.ts";

// The filter by login keeps everybody else's identities at GitHub, and takes one request however many there are.
const query = `query ($login: String!, $organization: String!) {
  organization(login: $organization) {
    samlIdentityProvider {
      externalIdentities(login: $login, first: 5) {
        nodes {
          user { login }
          samlIdentity { nameId username givenName familyName emails { value } }
        }
      }
    }
  }
}`;

const text = v.nullish(v.string());

const samlAnswer = v.object({
  organization: v.nullable(v.object({
    // null where the organization has no single sign-on of its own, or the token may not read it.
    samlIdentityProvider: v.nullable(v.object({
      externalIdentities: v.object({
        nodes: v.nullish(v.array(v.nullable(v.object({
          user: v.nullable(v.object({ login: v.string() })),
          samlIdentity: v.nullable(v.object({
            nameId: text,
            username: text,
            givenName: text,
            familyName: text,
            emails: v.nullish(v.array(v.object({ value: v.string() }))),
          })),
        })))),
      }),
    })),
  })),
});

type Nodes = NonNullable<
  NonNullable<
    NonNullable<v.InferOutput<typeof samlAnswer>["organization"]>["samlIdentityProvider"]
  >["externalIdentities"]["nodes"]
>;

type Identity = NonNullable<NonNullable<Nodes[number]>["samlIdentity"]>;

/**
 * Makes the strategy that asks an organization's single sign-on (SAML) who a login is. Takes a token of an owner, or of a GitHub App
 * that may read the organization's members. What it tells is often an address, and nothing is made of what is none.
 *
 * @param organization Login of the organization to ask; where it is left out, the owner of the repository.
 * @see https://docs.github.com/en/graphql/reference/objects#externalidentity
 */
export function saml(organization: string | undefined): Strategy {
  return {
    source: "saml",
    needsToken: true,
    scopeOf: (person) => organizationOf(person, organization)?.toLowerCase(),
    async ask(person, { api, permits }) {
      const { login } = person;
      const asked = organizationOf(person, organization) ?? "";
      const answer = await api.query(query, {
        permit: permits.own,
        what: `the single sign-on of ${asked} about ${login}`,
        schema: samlAnswer,
        variables: { login, organization: asked },
      });
      const nodes = answer.organization?.samlIdentityProvider?.externalIdentities.nodes ?? [];
      return nodes.flatMap((node) => {
        if (!node?.samlIdentity || !isSameLogin(node.user?.login, login)) return [];
        const name = nameOf(node.samlIdentity);
        return addressesOf(node.samlIdentity).map((email) => ({ email, name, source: "saml" }));
      });
    },
  };
}

function addressesOf({ nameId, emails, username }: Identity): string[] {
  const values = emails?.map(({ value }) => value) ?? [];
  return [nameId, ...values, username].filter((one) => typeof one === "string");
}

function nameOf({ givenName, familyName }: Identity): string {
  return [givenName, familyName].filter((one) => typeof one === "string").join(" ");
}
