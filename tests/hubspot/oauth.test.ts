import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect } from "../../src/hubspot/connection.ts";
import { oauth } from "../../src/hubspot/oauth.ts";
import { answer, recordingFetch } from "../support/recording_fetch.ts";
import { idle } from "../support/virtual_clock.ts";
import { app, granted, handedIn, start } from "./oauth_harness.ts";

/** The life of a token that `granted` gives, in milliseconds. */
const life = 1_800_000;

describe("oauth", () => {
  it("asks the token endpoint with a form and nothing in the address", async () => {
    const { get, sent } = start({}, granted(1));
    assert.equal(await get(), "access-1");
    const [request] = sent;
    assert.equal(request?.url, "https://api.hubapi.com/oauth/2026-03/token");
    assert.equal(request.init.method, "POST");
    assert.equal(request.init.redirect, "manual");
    assert.deepEqual(request.init.headers, { "content-type": "application/x-www-form-urlencoded" });
    assert.deepEqual(request.body, {
      grant_type: "refresh_token",
      refresh_token: "refresh-0",
      client_id: "app-id",
      client_secret: "app-secret",
    });
  });

  for (const version of ["v1", "v3", "2026-09"] as const) {
    it(`asks version ${version} where that is set`, async () => {
      const { get, sent } = start({ version, baseUrl: "http://localhost:1/hub/" }, granted(1));
      await get();
      assert.equal(sent[0]?.url, `http://localhost:1/hub/oauth/${version}/token`);
    });
  }

  it("encodes what the form holds", async () => {
    const { fetch, sent } = recordingFetch(() => granted(1));
    let body: string | undefined = "";
    const deps = {
      fetch: (url: string, init: Parameters<typeof fetch>[1]) => {
        body = init.body;
        return fetch(url, { ...init, body: "{}" });
      },
    };
    await oauth({ ...app, clientSecret: "a+b&c=d", refreshToken: "r%", deps })();
    assert.equal(sent.length, 1);
    assert.equal(
      body,
      "grant_type=refresh_token&refresh_token=r%25&client_id=app-id&client_secret=a%2Bb%26c%3Dd",
    );
  });

  it("gives the same token until a minute before its expiry", async () => {
    const { get, sent, clock } = start({}, granted(1), granted(2));
    await get();
    await clock.advance(life - 60_001);
    assert.equal(await get(), "access-1");
    assert.equal(sent.length, 1);
  });

  it("renews it early, giving it on until the new one is there", async () => {
    const { get, sent, clock, token } = start({}, granted(1), granted(2));
    await get();
    await clock.advance(life - 60_000);
    assert.deepEqual(await Promise.all([token(), token(), token()]), Array(3).fill("access-1"));
    await idle();
    assert.equal(await get(), "access-2");
    assert.equal(sent.length, 2);
  });

  it("renews as long ahead as it is told, but not in the first half of a token's life", async () => {
    const early = start({ refreshAheadMs: 600_000 }, granted(1), granted(2));
    await early.get();
    await early.clock.advance(life - 600_001);
    await early.get();
    assert.equal(early.sent.length, 1);
    await early.clock.advance(1);
    await early.get();
    assert.equal(early.sent.length, 2);

    const short = start({}, granted(1, { expires_in: 60 }), granted(2));
    await short.get();
    await short.clock.advance(29_999);
    await short.get();
    assert.equal(short.sent.length, 1);
    await short.clock.advance(1);
    await short.get();
    assert.equal(short.sent.length, 2);
  });

  it("waits for a new one where the last has expired", async () => {
    const { get, clock } = start({}, granted(1), granted(2));
    await get();
    await clock.advance(life);
    assert.equal(await get(), "access-2");
  });

  it("asks once, however many wait", async () => {
    const { clock, sent, token } = start({}, answer(503), granted(1));
    const tokens = await clock.drive(Promise.all(Array.from({ length: 100 }, () => token())));
    assert.deepEqual(new Set(tokens), new Set(["access-1"]));
    assert.equal(sent.length, 2);
  });

  it("leaves the others their token where one of those who wait gives up", async () => {
    const { clock, deps, sent, token } = start({}, answer(503), granted(1));
    const api = recordingFetch(answer(200, {}));
    const connection = connect({ accessToken: token, deps: { ...deps, fetch: api.fetch } });
    const request = { operation: "try", method: "GET", path: "/" } as const;
    const leaver = new AbortController();
    const left = connection.request(request, leaver.signal);
    const stayed = connection.request(request);
    await idle();
    leaver.abort();
    const [gone, there] = await clock.drive(Promise.all([left, stayed]));
    assert.equal(gone.outcome.kind === "error" && gone.outcome.error.code, "aborted");
    assert.equal(there.outcome.kind === "answer" && there.outcome.answer.status, 200);
    assert.equal(sent.length, 2);
    assert.equal(api.sent[0]?.init.headers.authorization, "Bearer access-1");
  });

  it("goes on with the refresh token that comes back, or else with the one it has", async () => {
    const without = granted(2, { refresh_token: undefined });
    const { get, sent, clock } = start({}, granted(1), without, granted(3));
    for (const expected of ["access-1", "access-2", "access-3"]) {
      assert.equal(await get(), expected);
      await clock.advance(life);
    }
    assert.deepEqual(handedIn(sent), ["refresh-0", "refresh-1", "refresh-1"]);
  });

  it("gets a request through whose token expires between two attempts", async () => {
    const { clock, deps, token } = start({}, granted(1, { expires_in: 1 }), granted(2));
    const api = recordingFetch(answer(503, {}, { "retry-after": "2" }), answer(200, {}));
    const connection = connect({ accessToken: token, deps: { ...deps, fetch: api.fetch } });
    await clock.drive(connection.request({ operation: "try", method: "GET", path: "/" }));
    const used = api.sent.map(({ init }) => init.headers.authorization);
    assert.deepEqual(used, ["Bearer access-1", "Bearer access-2"]);
  });

  it("begins another refresh where one died with its host and never ended", async () => {
    const { fetch, sent } = recordingFetch(() => granted(1));
    let now = 0;
    let isDead = true;
    const token = oauth({
      ...app,
      refreshToken: "refresh-0",
      deps: {
        now: () => now,
        sleep: () => new Promise(() => {}),
        fetch: (url, init) => isDead ? new Promise(() => {}) : fetch(url, { ...init, body: "{}" }),
      },
    });
    const waiting = token();
    await idle();
    isDead = false;
    now = 180_000;
    const joined = token();
    now = 180_001;
    assert.equal(await token(), "access-1");
    assert.equal(sent.length, 1);
    const rest = Promise.race([waiting, joined, idle().then(() => "waiting for ever")]);
    assert.equal(await rest, "waiting for ever");
  });

  const refused: [string, Partial<Parameters<typeof oauth>[0]>, string, string][] = [
    ["an empty clientId", { clientId: "" }, "TypeError", "clientId must be one word in ASCII"],
    [
      "a clientSecret with a line break",
      { clientSecret: "s\n" },
      "TypeError",
      "clientSecret must be one word in ASCII",
    ],
    [
      "a refreshToken in two words",
      { refreshToken: "a b" },
      "TypeError",
      "refreshToken must be one word in ASCII",
    ],
    [
      "a baseUrl with a password",
      { baseUrl: "https://u:p@example.com" },
      "TypeError",
      "baseUrl must be an http(s) address without user, query or fragment",
    ],
    [
      "a version that is a path",
      { version: "../1-2" as "1-2" },
      "TypeError",
      "version must be as in 2026-03 or v3: ../1-2",
    ],
    ["a timeout of 0", { timeoutMs: 0 }, "RangeError", "timeoutMs must be a number from 1: 0"],
    [
      "a refresh ahead of NaN",
      { refreshAheadMs: NaN },
      "RangeError",
      "refreshAheadMs must be a number from 1: NaN",
    ],
  ];
  for (const [what, options, name, rule] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => oauth({ ...app, refreshToken: "r", ...options }), {
        name,
        message: `Cannot use OAuth: ${rule}`,
      });
    });
  }

  it("refuses to have neither a refresh token nor a store", () => {
    assert.throws(() => oauth(app), {
      name: "TypeError",
      message: "Cannot use OAuth: either refreshToken or store must be given",
    });
  });
});
