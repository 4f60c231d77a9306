import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Activity } from "../../mod.ts";
import type { GitHubResolverOptions } from "../../src/people/resolver_options.ts";
import { graphqlError, type StandInOptions } from "./github_stand_in.ts";
import { pullRequestBy, starBy, start } from "./harness.ts";

const noreply = "1+mona@users.noreply.github.com";

/** What is found of the actor, as `address (place)`, or why nothing is. */
async function found(
  world: StandInOptions,
  options: GitHubResolverOptions,
  activity: Activity = pullRequestBy("mona"),
): Promise<string> {
  const { resolve } = start(world, options);
  const { activities, unresolved } = await resolve(activity);
  const { email, emailSource } = activities[0]?.actor ?? {};
  return email === undefined ? `${unresolved[0]?.reason}` : `${email} (${emailSource})`;
}

describe("strategy mailmap", () => {
  const strategies = ["mailmap"] as const;

  it("finds a login by its noreply address in the repository's .mailmap", async () => {
    const mailmap = `Mona Lisa <mona@example.com> <${noreply}>`;
    const world = { repositories: { "octo/hello": { mailmap } } };
    assert.equal(await found(world, { strategies }), "mona@example.com (mailmap)");
  });

  it("finds nobody where there is none", async () => {
    assert.equal(await found({ repositories: { "octo/hello": {} } }, { strategies }), "not_found");
    assert.equal(await found({}, { strategies }), "not_found");
  });

  it("says the proper address of what commits have", async () => {
    const mailmap = "<mona@new.example> <mona@old.example>";
    const commits = [{ login: "mona", email: "mona@old.example" }];
    const world = { repositories: { "octo/hello": { mailmap, commits } } };
    const after = { strategies: ["mailmap", "repository_commits"] } as const;
    assert.equal(await found(world, after), "mona@new.example (mailmap)");
    const alone = { strategies: ["repository_commits"] } as const;
    assert.equal(await found(world, alone), "mona@old.example (repository_commits)");
  });
});

describe("strategy pull_request_commits", () => {
  const strategies = ["pull_request_commits"] as const;

  it("takes the newest commit that GitHub ties to the login, whatever others wrote into theirs", async () => {
    const pullRequests = {
      7: [
        { login: "mona", email: "first@example.com" },
        { login: "Mona", email: "last@example.com" },
        { login: "hubot", email: "hubot@example.com" },
        { login: null, email: "ceo@customer.example", name: "mona" },
      ],
    };
    const world = { repositories: { "octo/hello": { pullRequests } } };
    assert.equal(await found(world, { strategies }), "last@example.com (pull_request_commits)");
  });

  it("does not look behind a noreply address", async () => {
    const pullRequests = {
      7: [{ login: "mona", email: "mona@example.com" }, { login: "mona", email: noreply }],
    };
    const world = { repositories: { "octo/hello": { pullRequests } } };
    assert.equal(await found(world, { strategies }), "private");
    assert.equal(
      await found(world, { strategies, includeHidden: true }),
      "mona@example.com (pull_request_commits)",
    );
  });

  it("is not asked about what is no pull request", async () => {
    const { asked, resolve } = start({}, { strategies });
    const { unresolved } = await resolve(starBy("mona"));
    assert.equal(asked.length, 0);
    assert.deepEqual(unresolved[0]?.tried, []);
  });
});

describe("strategy repository_commits", () => {
  const strategies = ["repository_commits"] as const;

  it("takes the newest usable address of the author", async () => {
    const commits = [
      { login: "mona", email: "mona@laptop.local" },
      { login: "mona", email: "mona@example.com" },
      { login: "mona", email: noreply },
    ];
    const { asked, resolve } = start({ repositories: { "octo/hello": { commits } } }, {
      strategies,
    });
    const { activities } = await resolve(starBy("mona"));
    assert.deepEqual(activities[0]?.actor, {
      login: "mona",
      email: "mona@example.com",
      emailSource: "repository_commits",
      name: "Mona Lisa",
    });
    assert.deepEqual(asked.map(({ what }) => what), [
      "GET /repos/octo/hello/commits?author=mona&per_page=30",
    ]);
  });

  it("does not look behind a noreply address", async () => {
    const commits = [{ login: "mona", email: noreply }, { login: "mona", email: "m@example.com" }];
    const world = { repositories: { "octo/hello": { commits } } };
    assert.equal(await found(world, { strategies }), "private");
    const includeHidden = true;
    assert.equal(
      await found(world, { strategies, includeHidden }),
      "m@example.com (repository_commits)",
    );
  });
});

describe("strategy profile", () => {
  const strategies = ["profile"] as const;

  it("takes the public address", async () => {
    const world = { users: { mona: { name: "Mona", email: "mona@example.com" } } };
    assert.equal(await found(world, { strategies }), "mona@example.com (profile)");
  });

  it("finds nobody without a public address, with another login, or who is no person", async () => {
    const email = "mona@example.com";
    assert.equal(await found({ users: { mona: {} } }, { strategies }), "not_found");
    assert.equal(
      await found({ users: { mona: { type: "Bot", email } } }, { strategies }),
      "not_found",
    );
    const organization = { users: { mona: { type: "Organization", email } } };
    assert.equal(await found(organization, { strategies }), "not_found");
    const override = () => Response.json({ login: "hubot", email });
    assert.equal(await found({ override }, { strategies }), "not_found");
  });

  it("is not asked without a token, because GitHub would hide the address", async () => {
    const { asked, resolve } = start({}, { strategies, isAnonymous: true });
    await resolve(starBy("mona"));
    assert.equal(asked.length, 0);
  });
});

describe("strategy organization_domain", () => {
  const strategies = ["organization_domain", "profile"] as const;

  it("takes an address that the repository's owner has verified", async () => {
    const users = {
      mona: { verified: { octo: ["mona@octo.example"], acme: ["mona@acme.example"] } },
    };
    const domain = "(organization_domain)";
    assert.equal(await found({ users }, { strategies }), `mona@octo.example ${domain}`);
    const organization = "acme";
    assert.equal(
      await found({ users }, { strategies, organization }),
      `mona@acme.example ${domain}`,
    );
  });

  it("goes on elsewhere where the token may not read it, and asks no more", async () => {
    const override = ({ what }: { what: string }) =>
      what.startsWith("GRAPHQL")
        ? graphqlError("FORBIDDEN", "Resource not accessible by integration")
        : undefined;
    const users = { mona: { email: "mona@example.com" }, hubot: {} };
    const { asked, problems, resolve } = start({ users, override }, { strategies });
    const { activities, unresolved } = await resolve(starBy("mona"), starBy("hubot"));
    assert.equal(activities[0]?.actor.emailSource, "profile");
    assert.equal(unresolved[0]?.reason, "forbidden");
    assert.equal(asked.filter(({ what }) => what.startsWith("GRAPHQL")).length, 1);
    assert.deepEqual(problems, [{
      code: "forbidden",
      source: "organization_domain",
      message:
        "Cannot ask GitHub for the address of mona at a domain of octo: Resource not accessible by integration",
    }]);
  });
});

describe("strategy saml", () => {
  const strategies = ["saml"] as const;

  it("takes the name identifier where it is an address, or another address", async () => {
    const nameId = { users: { mona: { saml: { octo: { nameId: "mona@octo.example" } } } } };
    assert.equal(await found(nameId, { strategies }), "mona@octo.example (saml)");
    const emails = [{ value: "mona@octo.example" }];
    const other = { users: { mona: { saml: { octo: { nameId: "C66135153", emails } } } } };
    assert.equal(await found(other, { strategies }), "mona@octo.example (saml)");
  });

  it("asks for one login and takes nobody else's identity", async () => {
    const identity = { user: { login: "hubot" }, samlIdentity: { nameId: "hubot@octo.example" } };
    const externalIdentities = { nodes: [null, identity, { user: null, samlIdentity: null }] };
    const override = () =>
      Response.json({ data: { organization: { samlIdentityProvider: { externalIdentities } } } });
    const { asked, resolve } = start({ override }, { strategies });
    const { unresolved } = await resolve(starBy("mona"));
    assert.equal(unresolved[0]?.reason, "not_found");
    const { variables } = JSON.parse(asked[0]?.init.body ?? "");
    assert.deepEqual(variables, { login: "mona", organization: "octo" });
  });

  it("finds nobody where the organization has no single sign-on", async () => {
    for (const organization of [null, { samlIdentityProvider: null }]) {
      const override = () => Response.json({ data: { organization } });
      assert.equal(await found({ override }, { strategies }), "not_found");
    }
  });
});
