import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createGitHubResolver } from "../../src/people/github_resolver.ts";
import { createMemoryPeopleCache, type PeopleCache } from "../../src/people/people_cache.ts";
import type { GitHubResolverOptions } from "../../src/people/resolver_options.ts";
import { activity } from "../support/activities.ts";
import { idle } from "../support/virtual_clock.ts";
import { githubAnswer, notFound, type StandInRepository } from "./github_stand_in.ts";
import { commitBy, pullRequestBy, starBy, start } from "./harness.ts";

const noreply = "1+mona@users.noreply.github.com";
const users = { mona: { email: "mona@example.com" } };

function hello(repository: StandInRepository) {
  return { users, repositories: { "octo/hello": repository } };
}

describe("createGitHubResolver().resolve", () => {
  it("asks the places in order, and stops at the first address", async () => {
    const pullRequests = { 7: [{ login: "hubot", email: "hubot@example.com" }] };
    const { asked, resolve } = start(hello({ pullRequests }));
    const { activities, unresolved, requests } = await resolve(pullRequestBy("mona"));
    assert.deepEqual(asked.map(({ what }) => what), [
      "GET /repos/octo/hello/contents/.mailmap",
      "GET /repos/octo/hello/pulls/7/commits?per_page=100",
      "GET /repos/octo/hello/commits?author=mona&per_page=30",
      "GET /users/mona",
    ]);
    assert.deepEqual(activities[0]?.actor, {
      login: "mona",
      email: "mona@example.com",
      emailSource: "profile",
    });
    assert.deepEqual(unresolved, []);
    assert.equal(requests, 4);
  });

  it("leaves alone who has an address, no login, or another source", async () => {
    const { asked, resolve } = start({ users });
    const given = [
      activity(),
      activity({ actor: { name: "Mona" } }),
      starBy("mona", { type: "segment.track.Order Completed" }),
    ];
    const { activities, unresolved } = await resolve(...given);
    assert.deepEqual(activities, given);
    assert.deepEqual(unresolved, []);
    assert.equal(asked.length, 0);
  });

  it("says of everybody who was not found where it looked and why", async () => {
    const world = {
      repositories: { "octo/hello": { commits: [{ login: "mona", email: noreply }] } },
    };
    const { resolve } = start(world);
    const { activities, unresolved } = await resolve(
      starBy("mona", { id: "a" }),
      starBy("dependabot[bot]", { id: "b" }),
      starBy("../evil", { id: "c" }),
      starBy("mona", { id: "d", properties: { host: "git.example.com" } }),
    );
    assert.deepEqual(activities.map(({ actor }) => actor.email), Array(4).fill(undefined));
    assert.deepEqual(unresolved, [
      {
        activityId: "a",
        login: "mona",
        reason: "private",
        tried: [
          { source: "mailmap", outcome: "none" },
          { source: "repository_commits", outcome: "private" },
          { source: "profile", outcome: "none" },
        ],
      },
      { activityId: "b", login: "dependabot[bot]", reason: "bot", tried: [] },
      { activityId: "c", login: "../evil", reason: "invalid_login", tried: [] },
      { activityId: "d", login: "mona", reason: "other_host", tried: [] },
    ]);
  });

  it("looks through no commits of somebody who hid the address in this one, but at what they show", async () => {
    const commits = [{ login: "mona", email: "old@example.com" }];
    const { asked, resolve } = start(hello({ commits }));
    const properties = { host: "github.com", repository: "octo/other" };
    const { activities } = await resolve(starBy("mona", { properties }), commitBy("Mona"));
    assert.deepEqual(activities.map(({ actor }) => actor.emailSource), ["profile", "profile"]);
    assert.ok(asked.every(({ what }) => !what.includes("/commits")));
  });

  it("looks through no other commits once a pull request's show that they hide it", async () => {
    const pullRequests = { 7: [{ login: "mona", email: noreply }] };
    const commits = [{ login: "mona", email: "old@example.com" }];
    const { resolve } = start(hello({ pullRequests, commits }));
    const { activities } = await resolve(pullRequestBy("mona"));
    assert.equal(activities[0]?.actor.emailSource, "profile");
  });

  it("looks through their commits where the settings say so", async () => {
    const commits = [{ login: "mona", email: noreply }, {
      login: "mona",
      email: "old@example.com",
    }];
    const { resolve } = start(hello({ commits }), { includeHidden: true });
    const { activities } = await resolve(commitBy("mona"));
    assert.equal(activities[0]?.actor.email, "old@example.com");
  });

  it("looks up the people of a host that is named, such as behind a proxy of the API", async () => {
    const { asked, resolve } = start({ users }, {
      apiUrl: "http://127.0.0.1:8080",
      host: "GitHub.com",
      strategies: ["profile"],
    });
    await resolve(starBy("mona"));
    assert.deepEqual(asked.map(({ url }) => url), ["http://127.0.0.1:8080/users/mona"]);
  });

  it("forgets an address from commits once its owner hides it", async () => {
    const commits = [{ login: "mona", email: "old@example.com" }];
    const { resolve } = start(hello({ commits }));
    const [before] = (await resolve(starBy("mona"))).activities;
    const [after] = (await resolve(commitBy("mona"))).activities;
    assert.equal(before?.actor.email, "old@example.com");
    assert.equal(after?.actor.email, "mona@example.com");
  });

  it("keeps the name that is there", async () => {
    const { resolve } = start({ users: { mona: { email: "m@example.com", name: "Mona Lisa" } } });
    const named = starBy("mona", { actor: { login: "mona", name: "M." } });
    const { activities } = await resolve(named, starBy("mona"));
    assert.deepEqual(activities.map(({ actor }) => actor.name), ["M.", "Mona Lisa"]);
  });

  it("asks about nobody who is excluded by login, and uses no address that is excluded", async () => {
    const { asked, resolve } = start({ users }, {
      excludeLogins: ["Hub*"],
      excludeEmails: ["*@EXAMPLE.com"],
    });
    const { unresolved } = await resolve(starBy("hubot"), starBy("mona"));
    assert.deepEqual(unresolved.map(({ reason }) => reason), ["excluded", "excluded"]);
    assert.ok(asked.every(({ what }) => !what.includes("hubot")));
  });

  it("does not find whoever is excluded by another address", async () => {
    const commits = [{ login: "mona", email: "mona@private.example" }];
    const { resolve } = start(hello({ commits }), { excludeEmails: ["mona@private.example"] });
    const { unresolved } = await resolve(starBy("mona"));
    assert.deepEqual(unresolved[0]?.tried, [
      { source: "mailmap", outcome: "none" },
      { source: "repository_commits", outcome: "excluded" },
    ]);
  });

  it("says that an address was not at an allowed domain", async () => {
    const { resolve } = start(hello({}), { allowDomains: ["corp.com"] });
    assert.equal((await resolve(starBy("mona"))).unresolved[0]?.reason, "not_allowed");
  });

  it("takes 404 for a repository's commits as a token that may not read them", async () => {
    const { problems, resolve } = start({ override: notFound });
    const { unresolved } = await resolve(pullRequestBy("mona"));
    assert.equal(unresolved[0]?.reason, "forbidden");
    assert.deepEqual(problems.map(({ code, source }) => `${code} ${source}`), [
      "forbidden pull_request_commits",
      "forbidden repository_commits",
    ]);
    const isEmpty = () => githubAnswer(409, { message: "Git Repository is empty." });
    const empty = await start({ override: isEmpty }).resolve(pullRequestBy("mona"));
    assert.equal(empty.unresolved[0]?.reason, "not_found");
    assert.match(problems[0]?.message ?? "", /: status 404, Not Found: the token may not read it$/);
  });
});

describe("the resolver's budget", () => {
  it("is three requests for one person alone", async () => {
    const verified = { octo: [] };
    const { asked, resolve } = start({
      users: { mona: { verified } },
      repositories: { "octo/hello": {} },
    }, {
      strategies: ["repository_commits", "profile", "organization_domain", "saml"],
    });
    const { unresolved } = await resolve(starBy("mona"));
    assert.equal(asked.length, 3);
    assert.equal(unresolved[0]?.reason, "budget_used_up");
    assert.deepEqual(unresolved[0]?.tried.at(-1), { source: "saml", outcome: "budget_used_up" });
  });

  it("is thirty requests for one call, and is told once", async () => {
    const many = Array.from({ length: 40 }, (_, index) => starBy(`user${index}`));
    const { asked, problems, resolve } = start({ override: notFound }, { strategies: ["profile"] });
    const { unresolved, requests } = await resolve(...many);
    assert.equal(asked.length, 30);
    assert.equal(requests, 30);
    assert.deepEqual(
      unresolved.map(({ reason }) => reason),
      [...Array(30).fill("not_found"), ...Array(10).fill("budget_used_up")],
    );
    assert.deepEqual(problems.map(({ message }) => message), [
      "Cannot ask GitHub: the requests that the settings allow are used up, 30 for one call",
    ]);
  });

  it("is new for the next call, which goes on where the last one ended", async () => {
    const { asked, resolve } = start({ override: notFound }, {
      strategies: ["profile"],
      maxRequests: 1,
    });
    await resolve(starBy("mona"), starBy("hubot"));
    const { unresolved } = await resolve(starBy("mona"), starBy("hubot"));
    assert.deepEqual(unresolved.map(({ reason }) => reason), ["not_found", "not_found"]);
    assert.deepEqual(asked.map(({ what }) => what), ["GET /users/mona", "GET /users/hubot"]);
  });

  it("ends a request after three seconds and a call after five", async () => {
    const override = () => new Promise<Response>(() => {});
    const { asked, clock, problems, resolve } = start({ override });
    const startedAt = clock.now();
    const { unresolved } = await resolve(pullRequestBy("mona"), starBy("hubot"));
    assert.equal(clock.now() - startedAt, 5_000);
    assert.equal(asked.length, 2);
    assert.deepEqual(unresolved.map(({ reason }) => reason), ["timeout", "timeout"]);
    assert.deepEqual(problems[0], {
      code: "timeout",
      source: "mailmap",
      message: "Cannot ask GitHub for the .mailmap of octo/hello: no answer in time",
    });
  });

  it("ends the wait before a second try", async () => {
    const { clock, resolve } = start({ override: () => githubAnswer(500, {}) }, { timeoutMs: 50 });
    const startedAt = clock.now();
    await resolve(starBy("mona"));
    assert.equal(clock.now() - startedAt, 50);
  });

  it("counts the token's time as well", async () => {
    const { clock, resolve } = start({}, {
      strategies: ["profile"],
      timeoutMs: 1_000,
      token: () => new Promise(() => {}),
    });
    const startedAt = clock.now();
    await resolve(starBy("mona"));
    assert.equal(clock.now() - startedAt, 1_000);
  });
});

describe("the resolver's memory", () => {
  it("asks about a person once a day, in whatever repository", async () => {
    const { asked, clock, resolve } = start({ users });
    await resolve(starBy("mona"));
    const before = asked.length;
    await clock.advance(86_399_000);
    const properties = { host: "github.com", repository: "octo/other" };
    const { activities, requests } = await resolve(starBy("MONA", { properties }));
    assert.equal(activities[0]?.actor.email, "mona@example.com");
    assert.equal(requests, 0);
    await clock.advance(1_000);
    await resolve(starBy("mona"));
    assert.ok(asked.length > before);
  });

  it("asks again after an hour where nobody was found", async () => {
    const { asked, clock, resolve } = start({ repositories: { "octo/hello": {} } });
    await resolve(starBy("mona"));
    assert.equal(asked.length, 3);
    await clock.advance(3_599_000);
    assert.equal((await resolve(starBy("mona"))).unresolved[0]?.reason, "not_found");
    assert.equal(asked.length, 3);
    await clock.advance(1_000);
    await resolve(starBy("mona"));
    assert.equal(asked.length, 6);
  });

  it("asks once for what tells about several people", async () => {
    const mailmap = [
      "<mona@example.com> <1+mona@users.noreply.github.com>",
      "<hubot@example.com> <2+hubot@users.noreply.github.com>",
    ].join("\n");
    const { asked, resolve } = start({ repositories: { "octo/hello": { mailmap } } });
    const { activities } = await resolve(commitBy("mona"), commitBy("hubot"));
    assert.deepEqual(activities.map(({ actor }) => actor.email), [
      "mona@example.com",
      "hubot@example.com",
    ]);
    assert.equal(asked.length, 1);
  });

  it("does not remember what failed", async () => {
    let isDown = true;
    const override = () => isDown ? githubAnswer(500, {}) : undefined;
    const { resolve } = start({ users, override });
    assert.equal((await resolve(starBy("mona"))).unresolved[0]?.reason, "unavailable");
    isDown = false;
    assert.equal((await resolve(starBy("mona"))).activities[0]?.actor.email, "mona@example.com");
  });

  it("does not remember a .mailmap that could not be read", async () => {
    let isDown = true;
    const override = () => isDown ? githubAnswer(500, {}) : undefined;
    const { resolve } = start({ override }, { strategies: ["mailmap"] });
    assert.equal((await resolve(starBy("mona"))).unresolved[0]?.reason, "unavailable");
    isDown = false;
    assert.equal((await resolve(starBy("mona"))).unresolved[0]?.reason, "not_found");
  });

  it("asks once for somebody who is asked for twice at the same time", async () => {
    const { asked, clock, resolver } = start({ users }, { strategies: ["profile"] });
    const twice = [resolver.resolve([starBy("mona")]), resolver.resolve([starBy("Mona")])];
    const found = await clock.drive(Promise.all(twice));
    assert.deepEqual(found.map(({ activities }) => activities[0]?.actor.email), [
      "mona@example.com",
      "mona@example.com",
    ]);
    assert.equal(asked.length, 1);
  });

  it("is the host's where there is one, and is checked", async () => {
    const stored = new Map<string, unknown>();
    const cache: PeopleCache = {
      get: (key) => stored.get(key),
      put: (key, value, ttlMs) =>
        void stored.set(key, JSON.parse(JSON.stringify({ ...value, ttlMs }))),
    };
    const { asked, resolve } = start({ users }, { cache, strategies: ["profile"] });
    await resolve(starBy("mona"));
    assert.deepEqual([...stored], [[
      '["github.com","mona",""]',
      { outcome: "found", email: "mona@example.com", source: "profile", ttlMs: 86_400_000 },
    ]]);
    await resolve(starBy("mona"));
    assert.equal(asked.length, 1);
    for (
      const old of [null, 7, {}, { outcome: "found" }, {
        outcome: "found",
        email: "x",
        source: "dns",
      }]
    ) {
      stored.set('["github.com","mona",""]', old);
      const { activities } = await resolve(starBy("mona"));
      assert.equal(activities[0]?.actor.email, "mona@example.com");
    }
  });

  it("is held to the settings of today", async () => {
    const now = () => 0;
    const cache = createMemoryPeopleCache({ now });
    await start({ users }, { cache, strategies: ["profile"] }).resolve(starBy("mona"));
    const reasonWith = async (options: GitHubResolverOptions) => {
      const { resolve } = start({}, { cache, ...options });
      return (await resolve(starBy("mona"))).unresolved[0]?.reason;
    };
    assert.equal(await reasonWith({ excludeEmails: ["mona@*"] }), "excluded");
    assert.equal(
      await reasonWith({ allowDomains: ["corp.com"], strategies: ["saml"] }),
      "not_found",
    );
    assert.equal(await reasonWith({ strategies: ["mailmap"] }), "not_found");
  });

  it("may fail or hang, and the look-up goes on", async () => {
    const broken: PeopleCache[] = [
      {
        get: () => Promise.reject(new Error("a@example.com")),
        put: () => Promise.reject(new Error()),
      },
      {
        get: () => {
          throw new Error("a@example.com");
        },
        put: () => {
          throw new Error();
        },
      },
    ];
    for (const cache of broken) {
      const { problems, resolve } = start({ users }, { cache, strategies: ["profile"] });
      const { activities } = await resolve(starBy("mona"));
      assert.equal(activities[0]?.actor.email, "mona@example.com");
      assert.deepEqual(problems, [{
        code: "cache_failed",
        message: "Cannot use the cache of people: it failed",
      }]);
    }
    let reads = 0;
    const hanging = { get: () => new Promise(() => void reads++), put: () => {} };
    const { clock, resolve } = start({ users }, { cache: hanging });
    const startedAt = clock.now();
    const { unresolved } = await resolve(starBy("mona"));
    assert.equal(unresolved[0]?.reason, "timeout");
    assert.equal(clock.now() - startedAt, 5_000);
    assert.equal(reads, 1);
  });
});

describe("createGitHubResolver()", () => {
  it("drops what onProblem throws", async () => {
    const { resolve } = start({ override: () => githubAnswer(401, {}) }, {
      onProblem: () => {
        throw new Error("no");
      },
    });
    assert.equal((await resolve(starBy("mona"))).unresolved[0]?.reason, "unauthorized");
  });

  it("asks nobody before it is used", async () => {
    const { asked } = start();
    await idle();
    assert.equal(asked.length, 0);
  });

  const wrong: readonly [options: Record<string, unknown>, name: string, message: RegExp][] = [
    [{ token: "" }, "TypeError", /token must be visible characters and nothing else; leave it out/],
    [{ token: "a\nb" }, "TypeError", /token must be visible characters/],
    [{ apiUrl: "github" }, "TypeError", /apiUrl must be an http\(s\) address/],
    [{ strategies: ["dns"] }, "TypeError", /strategies must be of mailmap, .*, saml, are "dns"$/],
    [{ organization: "a/b" }, "TypeError", /organization must be a GitHub login, is "a\/b"$/],
    [{ maxRequests: 0 }, "RangeError", /maxRequests must be a whole number from 1, is 0$/],
    [{ maxRequestsPerActor: 1.5 }, "RangeError", /maxRequestsPerActor must be .*, is 1\.5$/],
    [{ timeoutMs: NaN }, "RangeError", /timeoutMs must be .*, is NaN$/],
    [{ requestTimeoutMs: -1 }, "RangeError", /requestTimeoutMs must be .*, is -1$/],
    [{ foundTtlMs: Infinity }, "RangeError", /foundTtlMs must be .*, is Infinity$/],
    [{ missTtlMs: 0 }, "RangeError", /missTtlMs must be .*, is 0$/],
  ];
  for (const [options, name, message] of wrong) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => createGitHubResolver(options), (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.name, name);
        assert.match(error.message, message);
        assert.match(error.message, /^Cannot make the resolver: /);
        return true;
      });
    });
  }
});
