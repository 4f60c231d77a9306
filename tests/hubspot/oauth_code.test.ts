import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HubSpotError } from "../../src/hubspot/errors.ts";
import {
  authorizeUrl,
  type AuthorizeUrlOptions,
  exchangeCode,
  type ExchangeCodeOptions,
} from "../../src/hubspot/oauth_code.ts";
import type { FaultEffect } from "../../src/local/mod.ts";
import { once } from "../support/local_hubspot.ts";
import { account, app, granting, localApp } from "./oauth_harness.ts";

const asked: AuthorizeUrlOptions = {
  clientId: "app-id",
  redirectUri: "https://example.com/in?a=1&b=2",
  scopes: ["oauth", "crm.objects.contacts.read"],
};

describe("authorizeUrl", () => {
  it("names app, address and scopes, with spaces as %20", () => {
    assert.equal(
      authorizeUrl(asked),
      "https://app.hubspot.com/oauth/authorize?client_id=app-id" +
        "&redirect_uri=https%3A%2F%2Fexample.com%2Fin%3Fa%3D1%26b%3D2" +
        "&scope=oauth%20crm.objects.contacts.read",
    );
  });

  it("names all else that is set", () => {
    const url = authorizeUrl({
      ...asked,
      redirectUri: "https://example.com/",
      optionalScopes: ["timeline", "tickets"],
      state: "a+b c",
      codeChallenge: "abc-_",
      hubId: 123,
      baseUrl: "http://localhost:8000/",
    });
    assert.equal(
      url,
      "http://localhost:8000/oauth/123/authorize?client_id=app-id" +
        "&redirect_uri=https%3A%2F%2Fexample.com%2F&scope=oauth%20crm.objects.contacts.read" +
        "&optional_scope=timeline%20tickets&state=a%2Bb%20c" +
        "&code_challenge=abc-_&code_challenge_method=S256",
    );
  });

  const refused: [string, Partial<AuthorizeUrlOptions>, string][] = [
    ["no scope", { scopes: [] }, "scopes must be words, at least one: "],
    ["two scopes in one", { scopes: ["a b"] }, "scopes must be words, at least one: a b"],
    ["half an address", { redirectUri: "/in" }, "redirectUri must be a whole address: /in"],
    [
      "a baseUrl with a query",
      { baseUrl: "https://example.com/?x" },
      "baseUrl must be an http(s) address without user, query or fragment",
    ],
  ];
  for (const [what, options, rule] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => authorizeUrl({ ...asked, ...options }), {
        name: "TypeError",
        message: `Cannot make the address to authorize at: ${rule}`,
      });
    });
  }
});

/** Exchanges a code that is good once, at an account of which these faults strike one after the other. */
function exchange(options: Partial<ExchangeCodeOptions> = {}, ...effects: FaultEffect[]) {
  const { deps, ...rest } = account({
    hubspot: { apps: [localApp({ codes: ["the-code"] })] },
    faults: effects.map((effect) => once(effect)),
  });
  const result = rest.clock.drive(exchangeCode({
    ...app,
    code: "the-code",
    redirectUri: "https://example.com/in",
    ...options,
    deps,
  }));
  return { ...rest, result };
}

describe("exchangeCode", () => {
  it("hands in the code, and gives the tokens and whose they are", async () => {
    const { asked, clock, given, result } = exchange();
    assert.deepEqual(await result, {
      ...given[0],
      expiresAt: clock.now() + 1_800_000,
      hubId: 5,
      userId: 1,
      scopes: ["oauth"],
    });
    assert.deepEqual(asked()[0]?.body, {
      grant_type: "authorization_code",
      code: "the-code",
      redirect_uri: "https://example.com/in",
      client_id: "app-id",
      client_secret: "app-secret",
    });
  });

  it("hands in a verifier, to the version that is set", async () => {
    const { asked, result } = exchange({ codeVerifier: "verify", version: "v3" });
    await result;
    assert.equal(asked()[0]?.url, "https://api.hubapi.com/oauth/v3/token");
    assert.equal((asked()[0]?.body as Record<string, string>).code_verifier, "verify");
  });

  it("does not call a code that is no good a revoked grant", async () => {
    const { result } = exchange({ code: "another" });
    await assert.rejects(result, (error) => {
      assert.ok(error instanceof HubSpotError);
      assert.equal(error.code, "refused");
      assert.equal(
        error.message,
        "Cannot exchange the code for tokens: missing or unknown auth code",
      );
      assert.equal(error.category, "BAD_AUTH_CODE");
      return true;
    });
  });

  it("does not do without a refresh token", async () => {
    const { result } = exchange({}, granting({ refresh_token: undefined }));
    await assert.rejects(result, {
      code: "unclear_answer",
      message: "Cannot exchange the code for tokens: HubSpot's answer is not as documented: " +
        "it holds no refresh token",
    });
  });

  it("tries again in a passing fault, until the caller's signal", async () => {
    const { asked, result } = exchange({}, { kind: "answer", status: 503 });
    await result;
    assert.equal(asked().length, 2);
    const aborted = exchange({ signal: AbortSignal.abort() });
    await assert.rejects(aborted.result, { code: "aborted" });
    assert.equal(aborted.asked().length, 0);
  });
});
