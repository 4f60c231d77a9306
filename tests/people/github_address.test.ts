import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { githubAddress } from "../../src/people/github_address.ts";

describe("githubAddress()", () => {
  const cases: readonly [apiUrl: string, rest: string, graphql: string, host: string][] = [
    [
      "https://api.github.com",
      "https://api.github.com",
      "https://api.github.com/graphql",
      "github.com",
    ],
    [
      "https://API.GitHub.com/",
      "https://api.github.com",
      "https://api.github.com/graphql",
      "github.com",
    ],
    [
      "https://git.example.com/api/v3",
      "https://git.example.com/api/v3",
      "https://git.example.com/api/graphql",
      "git.example.com",
    ],
    [
      "https://git.example.com:8443/api/v3/",
      "https://git.example.com:8443/api/v3",
      "https://git.example.com:8443/api/graphql",
      "git.example.com:8443",
    ],
    [
      "https://api.octocorp.ghe.com",
      "https://api.octocorp.ghe.com",
      "https://api.octocorp.ghe.com/graphql",
      "octocorp.ghe.com",
    ],
    [
      "http://127.0.0.1:8080",
      "http://127.0.0.1:8080",
      "http://127.0.0.1:8080/graphql",
      "127.0.0.1:8080",
    ],
  ];
  for (const [apiUrl, rest, graphql, host] of cases) {
    it(`finds all of ${apiUrl}`, () => {
      assert.deepEqual(githubAddress(apiUrl), { rest, graphql, host });
    });
  }

  for (
    const apiUrl of [
      "",
      "api.github.com",
      "ftp://api.github.com",
      "https://u:p@api.github.com",
      "https://api.github.com?x",
      "https://api.github.com#x",
    ]
  ) {
    it(`refuses ${JSON.stringify(apiUrl)}`, () => {
      assert.throws(() => githubAddress(apiUrl), {
        name: "TypeError",
        message:
          "Cannot make the resolver: apiUrl must be an http(s) address without user, query or fragment",
      });
    });
  }
});
