import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gitHubLookups, lookupPlaces } from "../../src/cli/github_lookups.ts";
import { activity } from "../support/activities.ts";

const onProblem = undefined;

describe("lookupPlaces", () => {
  const usual = ["mailmap", "pull_request_commits", "repository_commits", "profile"] as const;
  const table: [settings: Parameters<typeof lookupPlaces>[0], places: readonly string[]][] = [
    [{}, []],
    [{ githubToken: "x" }, usual],
    [{ githubToken: "x", githubLookups: [] }, []],
    [{ githubToken: "x", githubLookups: ["saml"] }, ["saml"]],
    [{ githubLookups: ["mailmap"] }, ["mailmap"]],
  ];
  for (const [settings, places] of table) {
    it(`are ${places.join(", ") || "none"} with ${JSON.stringify(settings)}`, () => {
      assert.deepEqual(lookupPlaces(settings), places);
    });
  }
});

describe("gitHubLookups", () => {
  it("is nothing where nobody is looked up", () => {
    assert.equal(gitHubLookups({}, { config: {}, onProblem }), undefined);
  });

  it("refuses places that answer a token alone, where there is none", () => {
    for (const place of ["saml", "organization_domain"] as const) {
      const settings = { githubLookups: ["mailmap", place] as const };
      assert.throws(() => gitHubLookups(settings, { config: {}, onProblem }), {
        name: "SettingsError",
        message:
          `GITHUB_LOOKUPS: Expected places that need no token, found ${place}: set GITHUB_TOKEN, too`,
      });
    }
    assert.notEqual(
      gitHubLookups({ githubLookups: ["mailmap"] }, { config: {}, onProblem }),
      undefined,
    );
  });

  it("asks nobody about people whom the configuration leaves out", async () => {
    const config = { github: { excludePeople: ["OCTO*"] } };
    const resolver = gitHubLookups({ githubToken: "x" }, { config, onProblem });
    const told = activity({ actor: { login: "octocat" }, properties: { host: "github.com" } });
    const resolution = await resolver?.resolve([told]);
    assert.deepEqual([resolution?.requests, resolution?.unresolved[0]?.reason], [0, "excluded"]);
  });
});
