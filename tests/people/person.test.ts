import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Activity } from "../../mod.ts";
import { wantedOf } from "../../src/people/person.ts";
import { commitBy, pullRequestBy, starBy } from "./harness.ts";

const repository = { owner: "octo", name: "hello" };

describe("wantedOf()", () => {
  it("wants somebody with a login and no address, with repository and pull request", () => {
    assert.deepEqual(wantedOf(pullRequestBy("mona"), "github.com"), {
      kind: "person",
      person: { login: "mona", repository, pullRequest: 7, hidesEmail: false },
    });
  });

  it("takes the number of an issue for none of a pull request", () => {
    const issue = pullRequestBy("mona", { type: "github.issue.opened" });
    const wanted = wantedOf(issue, "github.com");
    assert.equal(wanted?.kind === "person" && wanted.person.pullRequest, undefined);
  });

  it("knows by a commit without a usable address that the author hides it", () => {
    const wanted = wantedOf(commitBy("mona"), "github.com");
    assert.equal(wanted?.kind === "person" && wanted.person.hidesEmail, true);
  });

  const nobody: readonly [criterion: string, activity: Activity][] = [
    [
      "whose address is known",
      starBy("mona", { actor: { login: "mona", email: "m@example.com" } }),
    ],
    ["without a login", starBy("mona", { actor: { name: "Mona" } })],
    ["of another source", starBy("mona", { type: "segment.track.Order Completed" })],
  ];
  for (const [criterion, activity] of nobody) {
    it(`leaves alone somebody ${criterion}`, () => {
      assert.equal(wantedOf(activity, "github.com"), undefined);
    });
  }

  const refused: readonly [login: string, reason: string][] = [
    ["dependabot[bot]", "bot"],
    ["Copilot", "bot"],
    ["", "invalid_login"],
    ["..", "invalid_login"],
    [".", "invalid_login"],
    ["../../user", "invalid_login"],
    ["mona/repos", "invalid_login"],
    ["mona?per_page=1", "invalid_login"],
    ["mona#", "invalid_login"],
    ["mona%2f..", "invalid_login"],
    ["@evil.example", "invalid_login"],
    ["mona\r\nhost: evil.example", "invalid_login"],
    ["mona\\evil", "invalid_login"],
    ["-mona", "invalid_login"],
    ["möna", "invalid_login"],
    ["m".repeat(101), "invalid_login"],
  ];
  for (const [login, reason] of refused) {
    it(`refuses login ${JSON.stringify(login.slice(0, 30))}: ${reason}`, () => {
      assert.deepEqual(wantedOf(starBy(login), "github.com"), { kind: "nobody", reason });
    });
  }

  for (const login of ["m", "mona-lisa", "mona_acme", "old-name-", "a1", "MONA"]) {
    it(`takes login ${login}`, () => {
      assert.equal(wantedOf(starBy(login), "github.com")?.kind, "person");
    });
  }

  it("refuses what happened on another host, or nobody knows where", () => {
    const elsewhere = { kind: "nobody", reason: "other_host" };
    assert.deepEqual(wantedOf(starBy("mona"), "git.example.com"), elsewhere);
    assert.deepEqual(wantedOf(starBy("mona", { properties: {} }), "github.com"), elsewhere);
    const host = { properties: { host: "GitHub.com" } };
    assert.equal(wantedOf(starBy("mona", host), "github.com")?.kind, "person");
  });

  const names: readonly string[] = [
    "octo",
    "octo/hello/contents",
    "octo/..",
    "octo/.",
    "../hello",
    "octo/hel lo",
    "octo/hello?x",
    "octo/hello%2e",
    "/hello",
    "octo/",
    "",
  ];
  for (const fullName of names) {
    it(`takes ${JSON.stringify(fullName)} for no repository`, () => {
      const star = starBy("mona", { properties: { host: "github.com", repository: fullName } });
      const wanted = wantedOf(star, "github.com");
      assert.equal(wanted?.kind, "person");
      assert.equal(wanted.person.repository, undefined);
    });
  }

  for (const number of [0, -1, 1.5, "7", "7/../8"]) {
    it(`takes ${JSON.stringify(number)} for no pull request`, () => {
      const properties = { host: "github.com", repository: "octo/hello", number };
      const wanted = wantedOf(pullRequestBy("mona", { properties }), "github.com");
      assert.equal(wanted?.kind, "person");
      assert.equal(wanted.person.pullRequest, undefined);
    });
  }
});
