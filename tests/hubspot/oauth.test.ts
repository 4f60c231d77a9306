import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect } from "../../src/hubspot/connection.ts";
import { oauth } from "../../src/hubspot/oauth.ts";
import { once } from "../support/local_hubspot.ts";
import { idle } from "../support/virtual_clock.ts";
import { errorOf } from "./management_harness.ts";
import { account, app, granting, handedIn, localApp, start } from "./oauth_harness.ts";

/** The life of a token in milliseconds, where nothing else is said. */
const life = 1_800_000;

/** An account whose tokens live for so long, in seconds. */
const livingFor = (expiresIn: number) => account({ hubspot: { apps: [localApp({ expiresIn })] } });

const onTokens = { path: "/oauth/*" };
const onCalls = { path: "/integrators/*" };

/** Something that can be asked for with any good token. */
const request = {
  operation: "try",
  method: "GET",
  path: "/integrators/timeline/v3/1/event-templates",
} as const;

describe("oauth", () => {
  it("asks the token endpoint with a form and nothing in the address", async () => {
    const { get, asked, given } = start();
    assert.equal(await get(), given[0]?.accessToken);
    const [request] = asked();
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
      const { get, asked, given } = start({ version, baseUrl: "http://localhost:1/" });
      assert.equal(await get(), given[0]?.accessToken);
      assert.equal(asked()[0]?.url, `http://localhost:1/oauth/${version}/token`);
    });
  }

  it("asks below the path that is set", async () => {
    const { clock, token, calls } = start({ baseUrl: "http://localhost:1/hub/" });
    assert.equal((await errorOf(clock.drive(token()))).status, 404);
    assert.equal(calls()[0]?.url, "http://localhost:1/hub/oauth/2026-03/token");
  });

  it("encodes what the form holds", async () => {
    const own = { clientSecret: "a+b&c=d", refreshTokens: ["r%"] };
    const at = account({ hubspot: { apps: [localApp(own)] } });
    const { get, asked, given } = start({ clientSecret: "a+b&c=d", refreshToken: "r%" }, at);
    assert.equal(await get(), given[0]?.accessToken);
    assert.equal(
      asked()[0]?.init.body,
      "grant_type=refresh_token&refresh_token=r%25&client_id=app-id&client_secret=a%2Bb%26c%3Dd",
    );
  });

  it("gives the same token until a minute before its expiry", async () => {
    const { get, asked, clock, given } = start();
    await get();
    await clock.advance(life - 60_001);
    assert.equal(await get(), given[0]?.accessToken);
    assert.equal(asked().length, 1);
  });

  it("renews it early, giving it on until the new one is there", async () => {
    const { get, asked, clock, given, token } = start();
    const first = await get();
    await clock.advance(life - 60_000);
    assert.deepEqual(await Promise.all([token(), token(), token()]), Array(3).fill(first));
    await clock.advance(0);
    assert.equal(given.length, 2);
    assert.equal(await get(), given[1]?.accessToken);
    assert.equal(asked().length, 2);
  });

  it("renews as long ahead as it is told, but not in the first half of a token's life", async () => {
    const early = start({ refreshAheadMs: 600_000 });
    await early.get();
    await early.clock.advance(life - 600_001);
    await early.get();
    assert.equal(early.asked().length, 1);
    await early.clock.advance(1);
    await early.get();
    assert.equal(early.asked().length, 2);

    const short = start({}, livingFor(60));
    await short.get();
    await short.clock.advance(29_999);
    await short.get();
    assert.equal(short.asked().length, 1);
    await short.clock.advance(1);
    await short.get();
    assert.equal(short.asked().length, 2);
  });

  it("waits for a new one where the last has expired", async () => {
    const { get, clock, given } = start();
    await get();
    await clock.advance(life);
    assert.equal(await get(), given[1]?.accessToken);
  });

  it("asks once, however many wait", async () => {
    const at = account({ faults: [once({ kind: "answer", status: 503 })] });
    const { clock, asked, given, token } = start({}, at);
    const tokens = await clock.drive(Promise.all(Array.from({ length: 100 }, () => token())));
    assert.deepEqual([...new Set(tokens)], given.map(({ accessToken }) => accessToken));
    assert.equal(asked().length, 2);
  });

  it("leaves the others their token where one of those who wait gives up", async () => {
    const at = account({ faults: [once({ kind: "answer", status: 503 }, onTokens)] });
    const { clock, deps, asked, calls, given, token } = start({}, at);
    const connection = connect({ accessToken: token, deps });
    const leaver = new AbortController();
    const left = connection.request(request, leaver.signal);
    const stayed = connection.request(request);
    await idle();
    leaver.abort();
    const [gone, there] = await clock.drive(Promise.all([left, stayed]));
    assert.equal(gone.outcome.kind === "error" && gone.outcome.error.code, "aborted");
    assert.equal(there.outcome.kind === "answer" && there.outcome.answer.status, 200);
    assert.equal(asked().length, 2);
    assert.equal(calls()[0]?.init.headers.authorization, `Bearer ${given[0]?.accessToken}`);
  });

  it("goes on with the refresh token that comes back, or else with the one it has", async () => {
    const without = granting({ refresh_token: undefined });
    const at = account({ faults: [once(without, { from: 2 })] });
    const { get, asked, clock, given } = start({}, at);
    for (let turn = 0; turn < 3; turn++) {
      assert.equal(await get(), given[turn]?.accessToken);
      await clock.advance(life);
    }
    const kept = given[0]?.refreshToken;
    assert.deepEqual(handedIn(asked()), ["refresh-0", kept, kept]);
  });

  it("gets a request through whose token expires between two attempts", async () => {
    const at = account({
      hubspot: { apps: [localApp({ expiresIn: 1 })] },
      faults: [once({ kind: "answer", status: 503, retryAfter: { seconds: 2 } }, onCalls)],
    });
    const { clock, deps, calls, given, token } = start({}, at);
    const connection = connect({ accessToken: token, deps });
    const { outcome } = await clock.drive(connection.request(request));
    assert.equal(outcome.kind === "answer" && outcome.answer.status, 200);
    assert.deepEqual(
      calls().map(({ init }) => init.headers.authorization),
      given.map(({ accessToken }) => `Bearer ${accessToken}`),
    );
    assert.equal(given.length, 2);
  });

  it("begins another refresh where one died with its host and never ended", async () => {
    const { deps, given } = account({ faults: [once({ kind: "hang" })] });
    let now = 0;
    const sleep = () => new Promise<never>(() => {});
    const token = oauth({
      ...app,
      refreshToken: "refresh-0",
      deps: { ...deps, now: () => now, sleep },
    });
    const waiting = token();
    await idle();
    now = 180_000;
    const joined = token();
    now = 180_001;
    assert.equal(await token(), given[0]?.accessToken);
    assert.equal(given.length, 1);
    const rest = Promise.race([waiting, joined, idle().then(() => "waiting for ever")]);
    assert.equal(await rest, "waiting for ever");
  });

  it("joins that other refresh, though the one that was given up ends after all", async () => {
    const { deps } = account();
    const answers: ((answer: Response) => void)[] = [];
    const fetch = () => new Promise<Response>((resolve) => answers.push(resolve));
    let now = 0;
    const sleep = () => new Promise<never>(() => {});
    const token = oauth({
      ...app,
      refreshToken: "refresh-0",
      deps: { ...deps, fetch, now: () => now, sleep },
    });
    const late = token();
    await idle();
    now = 180_001;
    token();
    await idle();
    answers[0]?.(Response.json({ access_token: "late", expires_in: 1, token_type: "bearer" }));
    assert.equal(await late, "late");
    now += 2_000;
    token();
    await idle();
    assert.equal(answers.length, 2);
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
