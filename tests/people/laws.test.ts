import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { usableEmail } from "../../src/activity/identity.ts";
import type { Activity } from "../../mod.ts";
import { lookupSources } from "../../src/people/resolver.ts";
import { activity } from "../support/activities.ts";
import { start } from "./harness.ts";

const texts = fc.oneof(
  fc.constantFrom(
    "mona",
    "Mona",
    "hubot",
    "dependabot[bot]",
    "..",
    "a/b",
    "github.com",
    "octo/hello",
  ),
  fc.string(),
);

const activities: fc.Arbitrary<Activity[]> = fc.array(
  fc.record({
    type: fc.oneof(
      fc.constantFrom("github.commit.pushed", "github.pull_request.opened", "github.repo.starred"),
      fc.string(),
    ),
    actor: fc.record({
      login: texts,
      name: texts,
      email: fc.constant("known@example.com"),
      objectId: fc.string(),
    }, { requiredKeys: [], noNullPrototype: true }),
    properties: fc.record({
      host: fc.oneof(fc.constant("github.com"), texts),
      repository: fc.oneof(fc.constant("octo/hello"), texts),
      number: fc.oneof(fc.constant(7), fc.double()),
    }, { requiredKeys: [], noNullPrototype: true }),
  }).map(activity),
  { maxLength: 6 },
);

const email = fc.oneof(
  fc.emailAddress(),
  fc.constantFrom("mona@example.com", "1+mona@users.noreply.github.com", "root@localhost", ""),
  fc.string(),
);
const person = fc.record({ login: fc.constantFrom("mona", "hubot") }, {
  requiredKeys: [],
  noNullPrototype: true,
});
const row = fc.record({
  author: person,
  commit: fc.record({ author: fc.record({ email, name: texts }) }),
});
const body = fc.oneof(
  fc.array(row).map((rows) => JSON.stringify(rows)),
  fc.record({ login: texts, email, name: texts }).map((user) => JSON.stringify(user)),
  fc.tuple(email, email).map(([one, other]) => `<${one}> <${other}>`),
  fc.json(),
  fc.string(),
);
const answer = fc.record({
  status: fc.constantFrom(200, 200, 200, 301, 401, 403, 404, 409, 422, 429, 500, 503),
  body,
  headers: fc.dictionary(
    fc.constantFrom("location", "retry-after", "x-ratelimit-remaining", "x-ratelimit-reset"),
    fc.constantFrom("0", "1", "soon", "https://evil.example/", "/users/mona", "99999999999"),
  ),
});
const answers = fc.array(fc.oneof(answer, fc.constant("reset"), fc.constant("hang")), {
  maxLength: 20,
});

describe("resolve()", () => {
  it("never rejects, keeps order and number, and changes but address, place and name", async () => {
    await fc.assert(
      fc.asyncProperty(activities, answers, async (given, reactions) => {
        let index = 0;
        const { asked, clock, problems, resolve } = start({
          override: () => {
            const reaction = reactions[index++ % Math.max(1, reactions.length)];
            if (reaction === "hang") return new Promise<Response>(() => {});
            if (reaction === undefined || typeof reaction === "string") {
              throw new TypeError("reset");
            }
            return new Response(reaction.body, {
              status: reaction.status,
              headers: reaction.headers,
            });
          },
        }, {
          strategies: lookupSources,
        });
        const before = structuredClone(given);
        const startedAt = clock.now();
        const resolution = await resolve(...given);
        assert.deepEqual(given, before);
        assert.ok(clock.now() - startedAt <= 5_000);
        assert.ok(asked.length <= 30);
        assert.ok(asked.every(({ url }) => new URL(url).host === "api.github.com"));
        assert.ok(problems.every(({ code }) => code !== "unexpected_error"));
        assert.equal(resolution.activities.length, given.length);
        resolution.activities.forEach((after, at) => {
          const original = given[at];
          assert.ok(original !== undefined);
          const { email, emailSource, name, ...rest } = after.actor;
          const { email: known, emailSource: place, name: called, ...others } = original.actor;
          assert.deepEqual({ ...after, actor: rest }, { ...original, actor: others });
          if (email === known) return assert.deepEqual(after, original);
          assert.equal(known, undefined);
          assert.equal(place, undefined);
          assert.equal(email, usableEmail(email ?? ""));
          assert.notEqual(emailSource, undefined);
          if (called !== undefined) assert.equal(name, called);
        });
        const open = resolution.activities.filter(({ type, actor }) =>
          type.startsWith("github.") && actor.login !== undefined && actor.email === undefined
        );
        assert.deepEqual(
          resolution.unresolved.map(({ login }) => login),
          open.map(({ actor }) => actor.login),
        );
      }),
      { numRuns: 200 },
    );
  });
});
