import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Activity } from "../../mod.ts";
import { createGitHubResolver, type Resolver, type SourceRoute } from "../../src/edge/mod.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";
import { route, start } from "./harness.ts";

/** A resolver that finds one address for everybody who has none, and writes down what it was asked. */
function resolving(found = "found@example.com") {
  const asked: Activity[][] = [];
  const resolver: Resolver = {
    resolve(activities) {
      asked.push([...activities]);
      return Promise.resolve({
        activities: activities.map((activity) =>
          activity.actor.email === undefined
            ? { ...activity, actor: { ...activity.actor, email: found, emailSource: "profile" } }
            : activity
        ),
        unresolved: [],
        requests: 1,
      });
    },
  };
  return { asked, resolver };
}

const github = (own: Partial<SourceRoute>) => start({ sources: [{ ...route("/github"), ...own }] });

describe("createForwarder, of a route with a resolver", () => {
  it("sends to the address that was looked up, and says where it was found", async () => {
    const { kept, postGitHub } = github(resolving());
    const { status } = await postGitHub("pull_request", mergedPullRequest());
    assert.equal(status, 202);
    assert.partialDeepStrictEqual(kept, [{
      email: "found@example.com",
      properties: { email_source: "profile" },
    }]);
  });

  it("asks the configured people first", async () => {
    const { asked, resolver } = resolving();
    const people = { Octocat: "octocat@example.com" };
    const { kept, postGitHub } = github({ people, resolver });
    await postGitHub("pull_request", mergedPullRequest());
    assert.deepEqual(asked.flat().map(({ actor }) => [actor.email, actor.emailSource]), [
      ["octocat@example.com", "people"],
    ]);
    assert.equal(kept[0]?.email, "octocat@example.com");
  });

  it("looks nobody up for a request that is not GitHub's, or tells of nobody", async () => {
    const { asked, resolver } = resolving();
    const { postGitHub } = github({ resolver });
    assert.equal((await postGitHub("pull_request", mergedPullRequest(), "wrong")).status, 401);
    assert.equal((await postGitHub("ping", { zen: "x" })).status, 200);
    assert.deepEqual(asked, []);
  });

  it("takes the delivery all the same where a resolver breaks its promise, and tells the host", async () => {
    const fault = new Error("a fault of the resolver's");
    const people = { octocat: "octocat@example.com" };
    const resolver: Resolver = { resolve: () => Promise.reject(fault) };
    const { errors, kept, postGitHub } = github({ people, resolver });
    assert.equal((await postGitHub("pull_request", mergedPullRequest())).status, 202);
    assert.equal(kept[0]?.email, "octocat@example.com");
    assert.deepEqual(errors, [fault]);
  });

  it("asks GitHub for a profile with createGitHubResolver", async () => {
    const asked: string[] = [];
    const resolver = createGitHubResolver({
      token: "a-token-of-github",
      strategies: ["profile"],
      deps: {
        fetch: (url) => {
          asked.push(url);
          return Promise.resolve(
            Response.json({ login: "octocat", type: "User", email: "mona@example.com" }),
          );
        },
      },
    });
    const { kept, postGitHub } = github({ resolver });
    await postGitHub("pull_request", mergedPullRequest());
    await postGitHub("pull_request", mergedPullRequest());
    assert.deepEqual(asked, ["https://api.github.com/users/octocat"]);
    assert.deepEqual(kept.map(({ email }) => email), ["mona@example.com", "mona@example.com"]);
  });
});
