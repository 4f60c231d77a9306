import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AddressRules, type Candidate, choose } from "../../src/people/choose.ts";

const open: AddressRules = { excludeEmails: [], allowDomains: [], includeHidden: false };

function fromCommits(...emails: string[]): Candidate[] {
  return emails.map((email) => ({ email, source: "repository_commits" }));
}

function chosen(candidates: Candidate[], rules: Partial<AddressRules> = {}): string {
  const choice = choose(candidates, { ...open, ...rules });
  return choice.outcome === "found" ? choice.email : choice.outcome;
}

const noreply = "1+mona@users.noreply.github.com";

describe("choose()", () => {
  const cases: readonly [
    criterion: string,
    candidates: Candidate[],
    rules: Partial<AddressRules>,
    expected: string,
  ][] = [
    ["nothing", [], {}, "none"],
    [
      "the first usable one",
      fromCommits("root@localhost", "a@example.com", "b@example.com"),
      {},
      "a@example.com",
    ],
    [
      "none that leads to no contact",
      fromCommits("", "me@laptop.local", "noreply@corp.com"),
      {},
      "none",
    ],
    ["none of automation", fromCommits("noreply@anthropic.com", "support@github.com"), {}, "none"],
    [
      "the newest before hiding began to end",
      fromCommits("a@example.com", noreply),
      {},
      "a@example.com",
    ],
    ["none behind a noreply address", fromCommits(noreply, "a@example.com"), {}, "private"],
    [
      "none behind an old noreply address",
      fromCommits("mona@users.noreply.github.com", "a@example.com"),
      {},
      "private",
    ],
    ["one behind a noreply address where asked for", fromCommits(noreply, "a@example.com"), {
      includeHidden: true,
    }, "a@example.com"],
    ["none for a noreply address where there is no other", fromCommits(noreply), {
      includeHidden: true,
    }, "none"],
    ["no noreply address of a profile", [{ email: noreply, source: "profile" }], {}, "none"],
    ["nobody who is excluded, by no other address", fromCommits("a@example.com", "b@example.com"), {
      excludeEmails: ["a@*"],
    }, "excluded"],
    ["nobody who is excluded, without case", fromCommits("A@Example.com"), {
      excludeEmails: ["a@example.com"],
    }, "excluded"],
    ["one at an allowed domain past others", fromCommits("a@private.example", "b@corp.com"), {
      allowDomains: ["corp.com"],
    }, "b@corp.com"],
    ["none outside the allowed domains", fromCommits("a@notcorp.com", "b@eu.corp.com"), {
      allowDomains: ["corp.com"],
    }, "not_allowed"],
    ["one at a domain that a pattern allows", fromCommits("b@eu.corp.com"), {
      allowDomains: ["corp.com", "*.corp.com"],
    }, "b@eu.corp.com"],
  ];
  for (const [criterion, candidates, rules, expected] of cases) {
    it(`takes ${criterion}`, () => assert.equal(chosen(candidates, rules), expected));
  }

  it("gives the name beside the address in one line, and the place", () => {
    const candidate: Candidate = {
      email: "a@EXAMPLE.com",
      name: " Mona\nLisa\u202e ",
      source: "profile",
    };
    assert.deepEqual(choose([candidate], open), {
      outcome: "found",
      email: "a@example.com",
      name: "Mona Lisa",
      source: "profile",
    });
    assert.deepEqual(choose([{ ...candidate, name: " " }], open), {
      outcome: "found",
      email: "a@example.com",
      source: "profile",
    });
  });
});
