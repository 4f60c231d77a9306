import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect } from "../../src/hubspot/connection.ts";
import { HubSpotError } from "../../src/hubspot/errors.ts";
import { answer, type Reaction, recordingFetch } from "../support/recording_fetch.ts";
import { idle } from "../support/virtual_clock.ts";
import { granted, handedIn, memoryStore, revoked, start } from "./oauth_harness.ts";

const life = 1_800_000;

/** What was thrown; fails where nothing was. */
async function thrown(promise: Promise<unknown>): Promise<HubSpotError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof HubSpotError, String(error));
    return error;
  }
  return assert.fail("Expected an error");
}

describe("oauth, where a token is rejected", () => {
  it("replaces the current token once for all who say so", async () => {
    const { clock, get, sent, token } = start({}, granted(1), granted(2));
    await get();
    const context = { rejected: "access-1" };
    const tokens = await clock.drive(Promise.all([token(context), token(context), token()]));
    assert.deepEqual(tokens, ["access-2", "access-2", "access-2"]);
    assert.equal(await clock.drive(token(context)), "access-2");
    assert.equal(sent.length, 2);
  });

  it("lets a request through that met a 401", async () => {
    const { clock, deps, token, sent } = start({}, granted(1), granted(2));
    const api = recordingFetch(answer(401, {}), answer(200, {}));
    const connection = connect({ accessToken: token, deps: { ...deps, fetch: api.fetch } });
    const request = { operation: "try", method: "GET", path: "/" } as const;
    const { outcome } = await clock.drive(connection.request(request));
    assert.equal(outcome.kind === "answer" && outcome.answer.status, 200);
    assert.equal(api.sent[1]?.init.headers.authorization, "Bearer access-2");
    assert.equal(sent.length, 2);
  });

  it("replaces none twice in a minute, since then it is not the token's fault", async () => {
    const { clock, get, sent, token } = start({}, granted(1), granted(2), granted(3));
    await get();
    assert.equal(await clock.drive(token({ rejected: "access-1" })), "access-2");
    await clock.advance(59_999);
    assert.equal(await clock.drive(token({ rejected: "access-2" })), "access-2");
    assert.equal(sent.length, 2);
    await clock.advance(1);
    assert.equal(await clock.drive(token({ rejected: "access-2" })), "access-3");
  });

  it("gives the current one to whoever comes late with an old one", async () => {
    const { clock, get, sent, token } = start({}, granted(1), granted(2), granted(3));
    await get();
    await clock.drive(token({ rejected: "access-1" }));
    await clock.advance(120_000);
    assert.equal(await clock.drive(token({ rejected: "access-1" })), "access-2");
    assert.equal(sent.length, 2);
  });

  it("does not give it again, neither where no other is to be had nor from the store", async () => {
    const store = memoryStore();
    const { clock, get, token } = start({ store }, granted(1), answer(500));
    await get();
    assert.equal((await thrown(clock.drive(token({ rejected: "access-1" })))).code, "server_error");
    assert.equal((await thrown(clock.drive(token()))).code, "server_error");
    await clock.advance(1_000);
    assert.equal((await thrown(clock.drive(token()))).code, "server_error");
  });
});

describe("oauth, where the grant was revoked", () => {
  const bodies: [string, Response][] = [
    ["invalid_grant with BAD_REFRESH_TOKEN", revoked()],
    ["invalid_grant alone", answer(400, { error: "invalid_grant" })],
    [
      "BAD_REFRESH_TOKEN alone, as v1",
      answer(400, { status: "BAD_REFRESH_TOKEN", message: "missing or invalid refresh token" }),
    ],
    [
      "BAD_HUB",
      answer(400, {
        status: "BAD_HUB",
        message: "missing or unknown hub id",
        error: "access_denied",
      }),
    ],
    ["invalid_grant with 401", answer(401, { error: "invalid_grant" })],
  ];
  for (const [what, body] of bodies) {
    it(`says so at ${what}`, async () => {
      const { get, sent } = start({}, body);
      const error = await thrown(get());
      assert.equal(error.code, "grant_revoked");
      assert.equal(error.retryable, false);
      assert.equal(sent.length, 1);
    });
  }

  it("says it in HubSpot's words", async () => {
    const error = await thrown(start({}, revoked()).get());
    assert.equal(
      error.message,
      "Cannot refresh the access token: refresh token is invalid, expired or revoked",
    );
    assert.equal(error.category, "BAD_REFRESH_TOKEN");
    assert.equal(error.status, 400);
  });

  it("asks again after a minute, not before", async () => {
    const { clock, get, sent, token } = start({}, revoked(), granted(1));
    await thrown(get());
    for (let call = 0; call < 1_000; call++) {
      assert.equal((await thrown(token())).code, "grant_revoked");
    }
    await clock.advance(59_999);
    await thrown(token());
    assert.equal(sent.length, 1);
    await clock.advance(1);
    assert.equal(await get(), "access-1");
  });

  it("gives a token until its expiry, and asks once a minute meanwhile", async () => {
    const first = granted(1, { refresh_token: "refresh-0" });
    const { clock, get, sent } = start({}, first, revoked());
    await get();
    await clock.advance(life - 60_000);
    assert.equal(await get(), "access-1");
    await idle();
    await clock.advance(59_999);
    assert.equal(await get(), "access-1");
    assert.equal(sent.length, 2);
    await clock.advance(1);
    assert.equal((await thrown(get())).code, "grant_revoked");
    assert.equal(sent.length, 3);
  });

  for (const word of ["invalid_client", "BAD_CLIENT_ID", "BAD_CLIENT_SECRET"]) {
    it(`takes ${word} for the app's fault, and asks again after a minute`, async () => {
      const { clock, get, sent, token } = start({}, answer(401, { error: "x", status: word }));
      const error = await thrown(get());
      assert.equal(error.code, "refused");
      assert.equal(error.category, word);
      await thrown(token());
      assert.equal(sent.length, 1);
      await clock.advance(60_000);
      await thrown(get());
      assert.equal(sent.length, 2);
    });
  }

  it("asks with the refresh token that another process has stored meanwhile", async () => {
    const store = memoryStore({
      refreshToken: "refresh-7",
      accessToken: "access-7",
      expiresAt: 0,
    });
    const theirs = { refreshToken: "refresh-8", accessToken: "access-8", expiresAt: 0 };
    const { get, sent } = start(
      { store },
      () => (store.saved.push(theirs), revoked()),
      granted(9),
    );
    assert.equal(await get(), "access-9");
    assert.deepEqual(handedIn(sent), ["refresh-7", "refresh-8"]);
    assert.equal(store.saved.at(-1)?.refreshToken, "refresh-9");
  });

  it("asks with the configured refresh token where the stored one is no good", async () => {
    const store = memoryStore({
      refreshToken: "refresh-7",
      accessToken: "access-7",
      expiresAt: 0,
    });
    const { get, sent } = start({ store, refreshToken: "reinstalled" }, revoked(), granted(9));
    assert.equal(await get(), "access-9");
    assert.deepEqual(handedIn(sent), ["refresh-7", "reinstalled"]);
  });

  it("hands no refresh token in twice", async () => {
    const store = memoryStore({
      refreshToken: "refresh-0",
      accessToken: "access-0",
      expiresAt: 0,
    });
    const { get, sent } = start({ store }, revoked());
    assert.equal((await thrown(get())).code, "grant_revoked");
    assert.equal(sent.length, 1);
  });
});

describe("oauth, in a passing fault", () => {
  it("waits as a 429 says, and asks again", async () => {
    const { clock, get, sent } = start({}, answer(429, {}, { "retry-after": "7" }), granted(1));
    const startedAt = clock.now();
    assert.equal(await get(), "access-1");
    assert.equal(clock.now() - startedAt, 7_000);
    assert.equal(sent.length, 2);
  });

  const faults: [string, Reaction, string][] = [
    ["a 500", answer(500), "server_error"],
    ["a 503 that speaks of invalid_grant", answer(503, { error: "invalid_grant" }), "server_error"],
    ["a 429 that speaks of invalid_grant", answer(429, { error: "invalid_grant" }), "rate_limited"],
    ["a network that is down", new TypeError("fetch failed"), "network_error"],
    ["a network that is silent", "hang", "timeout"],
  ];
  for (const [what, fault, code] of faults) {
    it(`tries ${what} four times, then says ${code}`, async () => {
      const { get, sent } = start({}, fault);
      const error = await thrown(get());
      assert.equal(error.code, code);
      assert.equal(error.retryable, true);
      assert.match(error.message, /^Cannot refresh the access token: /);
      assert.equal(sent.length, 4);
    });
  }

  it("does as another policy says", async () => {
    const retryPolicy = () => ({ action: "take" } as const);
    const { get, sent } = start({ retryPolicy }, answer(500));
    await thrown(get());
    assert.equal(sent.length, 1);
  });

  it("asks nobody before the time that HubSpot said, and says it", async () => {
    const busy = answer(429, {}, { "retry-after": "60" });
    const { clock, get, sent, token } = start({}, busy, granted(1));
    const error = await thrown(get());
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryAt, clock.now() + 60_000);
    await clock.advance(59_999);
    assert.equal(await thrown(token()), error);
    assert.equal(sent.length, 1);
    await clock.advance(1);
    assert.equal(await get(), "access-1");
  });

  it("gives the token that has not expired, at once and without asking at every call", async () => {
    const { clock, get, sent, token } = start({}, granted(1), answer(500));
    await get();
    await clock.advance(life - 30_000);
    const askedAt = clock.now();
    assert.equal(await token(), "access-1");
    assert.equal(clock.now(), askedAt);
    await clock.advance(10_000);
    assert.equal(sent.length, 5);
    const later = await Promise.all([token(), token(), token()]);
    assert.deepEqual(later, Array(3).fill("access-1"));
    await clock.advance(20_000);
    assert.equal((await thrown(get())).code, "server_error");
  });

  const unclear: [string, Response, string][] = [
    ["a page in HTML", new Response("<h1>Hello</h1>"), "Invalid type: Expected Object"],
    ["no token", granted(1, { access_token: undefined }), "access_token: Expected this field"],
    ["a token of two words", granted(1, { access_token: "a b" }), "access_token: Expected a token"],
    [
      "a life of no time",
      granted(1, { expires_in: 0 }),
      "expires_in: Expected at least one second",
    ],
    ["no life", granted(1, { expires_in: undefined }), "expires_in: Expected this field"],
    ["a refresh token that is none", granted(1, { refresh_token: 5 }), "refresh_token: Expected a"],
  ];
  for (const [what, response, words] of unclear) {
    it(`does not take ${what} for an answer`, async () => {
      const error = await thrown(start({}, response).get());
      assert.equal(error.code, "unclear_answer");
      const expected = `Cannot refresh the access token: HubSpot's answer is not as documented: `;
      assert.ok(error.message.startsWith(expected + words), error.message);
    });
  }

  it("takes an answer whose other fields are not as documented", async () => {
    const odd = granted(1, { hub_id: "x", user_id: null, scopes: "all", refresh_token: null });
    assert.equal(await start({}, odd).get(), "access-1");
  });
});

describe("oauth, with a clock that is set back", () => {
  const hour = 3_600_000;

  it("gives the token on, and replaces it when HubSpot does not take it", async () => {
    const { clock, skew, get, sent, token } = start({}, granted(1), granted(2), granted(3));
    await get();
    await clock.drive(token({ rejected: "access-1" }));
    skew.ms = -hour;
    assert.equal(await get(), "access-2");
    assert.equal(await clock.drive(token({ rejected: "access-2" })), "access-3");
    assert.equal(sent.length, 3);
    await clock.advance(life);
    await get();
    assert.equal(sent.length, 4);
  });

  it("does not hold on to a failure for that long", async () => {
    const { skew, get } = start({}, revoked(), granted(1));
    await thrown(get());
    skew.ms = -hour;
    assert.equal(await get(), "access-1");
  });
});
