import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { githubAnswer, graphqlError, notFound, type Override } from "./github_stand_in.ts";
import { pullRequestBy, starBy, start, token } from "./harness.ts";

const mona = { users: { mona: { email: "mona@example.com" } } };
const profile = { strategies: ["profile"] } as const;

/** Resolves one star with only the profile to ask, before these answers. */
async function ask(...answers: (Response | Error)[]) {
  let index = 0;
  const override: Override = () => {
    const answer = answers[index++];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const harness = start({ ...mona, override }, profile);
  const { activities, unresolved } = await harness.resolve(starBy("mona"));
  const outcome = activities[0]?.actor.email ?? unresolved[0]?.reason;
  return { ...harness, outcome, requests: harness.asked.length };
}

describe("GitHubApi", () => {
  it("says who asks, by which version, and follows no redirect by itself", async () => {
    const { asked, resolve } = start(mona, profile);
    await resolve(starBy("mona"));
    assert.equal(asked[0]?.url, "https://api.github.com/users/mona");
    assert.deepEqual(asked[0]?.init.headers, {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "user-agent": "hubline",
      "x-github-api-version": "2022-11-28",
    });
    assert.equal(asked[0]?.init.redirect, "manual");
  });

  it("asks an Enterprise Server at its own addresses", async () => {
    const properties = { host: "git.example.com", repository: "octo/hello" };
    const users = { mona: {} };
    const { asked, resolve } = start({ users }, {
      apiUrl: "https://git.example.com/api/v3",
      strategies: ["profile", "saml"],
    });
    await resolve(starBy("mona", { properties }));
    assert.deepEqual(asked.map(({ url }) => url), [
      "https://git.example.com/api/v3/users/mona",
      "https://git.example.com/api/graphql",
    ]);
  });

  it("asks without a token for what is public", async () => {
    const commits = [{ login: "mona", email: "mona@example.com" }];
    const world = { repositories: { "octo/hello": { commits } } };
    const { asked, resolve } = start(world, { isAnonymous: true });
    const { activities } = await resolve(starBy("mona"));
    assert.equal(activities[0]?.actor.emailSource, "repository_commits");
    assert.ok(asked.every(({ init }) => !Object.hasOwn(init.headers, "authorization")));
  });

  it("asks the token's function for each request", async () => {
    let given = 0;
    const { asked, resolve } = start(mona, { ...profile, token: () => `t${++given}` });
    await resolve(starBy("mona"));
    assert.equal(asked[0]?.init.headers.authorization, "Bearer t1");
  });

  const tokens: readonly [what: string, token: () => string | Promise<string>][] = [
    ["throws", () => {
      throw new Error("secret of the host");
    }],
    ["rejects", () => Promise.reject(new Error("secret of the host"))],
    ["gives nothing", () => ""],
    ["gives two lines", () => "a\nb"],
    ["never comes back", () => new Promise(() => {})],
  ];
  for (const [what, broken] of tokens) {
    it(`asks nothing where the token's function ${what}`, async () => {
      const { asked, problems, resolve } = start(mona, { ...profile, token: broken });
      const { unresolved } = await resolve(starBy("mona"));
      assert.equal(unresolved[0]?.reason, "unauthorized");
      assert.equal(asked.length, 0);
      assert.deepEqual(problems.map(({ message }) => message), [
        "The function that gives the GitHub token gave none: check what it throws or returns",
      ]);
    });
  }

  it("tries once more after an error of the server or of the connection", async () => {
    for (
      const failure of [githubAnswer(502, { message: "Server Error" }), new TypeError("reset")]
    ) {
      const { outcome, requests } = await ask(failure);
      assert.equal(outcome, "mona@example.com");
      assert.equal(requests, 2);
    }
  });

  it("does not pass its token on where whoever answers quotes it", async () => {
    const said = { message: `Nothing here for Bearer ${token}` };
    for (const status of [403, 404, 418]) {
      const { problems } = await ask(githubAnswer(status, said));
      assert.ok(problems.length > 0 || status === 404);
      assert.ok(!JSON.stringify(problems).includes(token), JSON.stringify(problems));
    }
    const { problems } = await ask(githubAnswer(403, said));
    assert.match(problems[0]?.message ?? "", /Nothing here for Bearer \*\*\*$/);
  });

  it("gives up after the second", async () => {
    const { outcome, requests, problems } = await ask(
      githubAnswer(503, {}),
      new TypeError("reset"),
    );
    assert.equal(outcome, "unavailable");
    assert.equal(requests, 2);
    assert.equal(
      problems[0]?.message,
      "Cannot ask GitHub for the profile of mona: no connection",
    );
  });

  it("does not try again where no request is left for it", async () => {
    const override = () => githubAnswer(500, {});
    const { resolve } = start({ override }, { ...profile, maxRequestsPerActor: 1 });
    const { requests, unresolved } = await resolve(starBy("mona"));
    assert.equal(requests, 1);
    assert.equal(unresolved[0]?.reason, "unavailable");
  });

  const garbage: readonly [what: string, body: string][] = [
    ["no JSON", "<html>"],
    ["nothing", ""],
    ["cut off", '{"login": "mona", "email": "mona@exam'],
    ["null", "null"],
    ["a list", "[]"],
    ["of other types", '{"login": 1, "email": {}}'],
  ];
  for (const [what, body] of garbage) {
    it(`takes an answer that is ${what} for unexpected`, async () => {
      const { outcome } = await ask(new Response(body));
      assert.equal(outcome, "unexpected_answer");
    });
  }

  it("reads past commits that are of another shape", async () => {
    const commit = { author: { login: "mona" }, commit: { author: { email: "mona@example.com" } } };
    const rows = [null, 1, {}, { author: {}, commit: { author: null } }, commit];
    const options = { strategies: ["repository_commits"] } as const;
    const { resolve } = start({ override: () => Response.json(rows) }, options);
    const { activities } = await resolve(starBy("mona"));
    assert.equal(activities[0]?.actor.email, "mona@example.com");
  });

  it("follows a renamed repository within the same API, once", async () => {
    const commits = [{ author: { login: "mona" }, commit: { author: { email: "m@example.com" } } }];
    const to = "https://api.github.com/repositories/1296269/commits?author=mona";
    const override: Override = ({ url }) =>
      url === to ? Response.json(commits) : githubAnswer(301, {}, { location: to });
    const { asked, resolve } = start({ override }, { strategies: ["repository_commits"] });
    const { activities, requests } = await resolve(starBy("mona"));
    assert.equal(activities[0]?.actor.email, "m@example.com");
    assert.equal(asked[1]?.url, to);
    assert.equal(requests, 2);
  });

  const elsewhere: readonly string[] = [
    "https://evil.example/users/mona",
    "//evil.example/users/mona",
    "http://api.github.com/users/mona",
    "https://api.github.com:8443/users/mona",
    "https://api.github.com@evil.example/",
    "https://api.github.com.evil.example/",
    "https://user:pass@api.github.com/users/mona",
    "https://[",
  ];
  for (const location of elsewhere) {
    it(`takes no token to ${location}`, async () => {
      const { outcome, requests } = await ask(githubAnswer(302, {}, { location }), notFound());
      assert.equal(outcome, "unexpected_answer");
      assert.equal(requests, 1);
    });
  }

  it("does not follow one redirect after another", async () => {
    const again = () => githubAnswer(307, {}, { location: "/users/mona" });
    const { outcome, requests } = await ask(again(), again(), again());
    assert.equal(outcome, "unexpected_answer");
    assert.equal(requests, 2);
  });

  it("leaves an Enterprise Server's other paths alone", async () => {
    const properties = { host: "git.example.com", repository: "octo/hello" };
    const location = "https://git.example.com/login";
    const { asked, resolve } = start({ override: () => githubAnswer(302, {}, { location }) }, {
      ...profile,
      apiUrl: "https://git.example.com/api/v3",
    });
    const { unresolved } = await resolve(starBy("mona", { properties }));
    assert.equal(unresolved[0]?.reason, "unexpected_answer");
    assert.equal(asked.length, 1);
  });

  it("asks no more with a token that was refused, until a minute is over", async () => {
    const refused = () => githubAnswer(401, { message: "Bad credentials", status: "401" });
    const { asked, clock, problems, resolve } = start({ override: refused });
    const { unresolved } = await resolve(starBy("mona"), starBy("hubot"));
    assert.deepEqual(unresolved.map(({ reason }) => reason), ["unauthorized", "unauthorized"]);
    assert.equal(asked.length, 1);
    assert.deepEqual(problems, [{
      code: "unauthorized",
      source: "mailmap",
      message: "Cannot ask GitHub for the .mailmap of octo/hello: status 401, Bad credentials",
      retryAt: clock.now() + 60_000,
    }]);
    await clock.advance(60_000);
    await resolve(starBy("mona"));
    assert.equal(asked.length, 2);
  });

  it("stops at a rate limit until the time that GitHub names, across calls", async () => {
    let isLimited = true;
    const override: Override = () =>
      isLimited
        ? githubAnswer(403, { message: "API rate limit exceeded for user ID 1." }, {
          "x-ratelimit-remaining": "0",
          "x-ratelimit-reset": `${resetAt / 1000}`,
        })
        : undefined;
    const { asked, clock, problems, resolve } = start({ ...mona, override });
    const resetAt = clock.now() + 600_000;
    const first = await resolve(pullRequestBy("mona"));
    assert.equal(first.unresolved[0]?.reason, "rate_limited");
    assert.equal(asked.length, 1);
    assert.deepEqual(problems.map(({ code, retryAt }) => [code, retryAt]), [[
      "rate_limited",
      resetAt,
    ]]);
    isLimited = false;
    await clock.advance(599_999);
    assert.equal((await resolve(starBy("mona"))).unresolved[0]?.reason, "rate_limited");
    assert.equal(asked.length, 1);
    await clock.advance(1);
    assert.equal((await resolve(starBy("mona"))).activities[0]?.actor.emailSource, "profile");
  });

  it("stops after the last request that GitHub allows, and takes its answer", async () => {
    const body = { login: "mona", email: "mona@example.com" };
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795348860" };
    const { asked, resolve } = start({ override: () => githubAnswer(200, body, headers) }, profile);
    const { activities, unresolved } = await resolve(starBy("mona"), starBy("hubot"));
    assert.equal(activities[0]?.actor.email, "mona@example.com");
    assert.equal(unresolved[0]?.reason, "rate_limited");
    assert.equal(asked.length, 1);
  });

  it("keeps the limits of REST and GraphQL apart, but not GitHub's secondary one", async () => {
    const strategies = ["profile", "saml"] as const;
    const primary = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795348860" };
    for (const [headers, requests] of [[primary, 2], [{ "retry-after": "60" }, 1]] as const) {
      const override: Override = ({ what }) =>
        what.startsWith("GET") ? githubAnswer(403, {}, headers) : undefined;
      const { asked, resolve } = start({ override }, { strategies });
      await resolve(starBy("mona"));
      assert.equal(asked.length, requests);
    }
  });

  const errors: readonly [type: string | undefined, reason: string][] = [
    ["FORBIDDEN", "forbidden"],
    ["INSUFFICIENT_SCOPES", "forbidden"],
    ["RATE_LIMITED", "rate_limited"],
    ["NOT_FOUND", "not_found"],
    [undefined, "unexpected_answer"],
    ["SOMETHING_NEW", "unexpected_answer"],
  ];
  for (const [type, reason] of errors) {
    it(`takes GraphQL's ${type} for ${reason}, although the status is 200`, async () => {
      const override = () => graphqlError(type, "No");
      const { resolve } = start({ override }, { strategies: ["organization_domain"] });
      assert.equal((await resolve(starBy("mona"))).unresolved[0]?.reason, reason);
    });
  }

  for (const body of ["<html>", "[]", '{"data": null}', '{"data": {"user": 1}}', '{"errors": 1}']) {
    it(`takes ${body} from GraphQL for unexpected`, async () => {
      const override = () => new Response(body);
      const { resolve } = start({ override }, { strategies: ["organization_domain"] });
      assert.equal((await resolve(starBy("mona"))).unresolved[0]?.reason, "unexpected_answer");
    });
  }
});
