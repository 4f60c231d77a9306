import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient, HubSpotError } from "../../mod.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { answer, type Reaction, recordingFetch } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { start } from "./harness.ts";

describe("createClient", () => {
  it("sends each family to its path, with the token", async () => {
    const { client, sent } = start(answer(201, {}));
    for (const event of [timelineEvent(), appEvent(), customEvent()]) await client.send(event);
    assert.deepEqual(sent.map(({ url }) => url), [
      "https://api.hubapi.com/integrators/timeline/v3/events",
      "https://api.hubapi.com/integrators/timeline/2026-03/events",
      "https://api.hubapi.com/events/2026-03/send",
    ]);
    assert.equal(sent[0]?.init.headers.authorization, "Bearer secret-token");
  });

  it("sends to the version and the address that are set", async () => {
    const { fetch, sent } = recordingFetch(answer(200));
    const client = createClient({
      accessToken: () => Promise.resolve("t"),
      baseUrl: "http://127.0.0.1:8788/",
      versions: { app: "v4", custom: "v3" },
      deps: { fetch },
    });
    await client.send(appEvent());
    await client.send(customEvent());
    assert.deepEqual(sent.map(({ url }) => url), [
      "http://127.0.0.1:8788/integrators/timeline/v4/events",
      "http://127.0.0.1:8788/events/v3/send",
    ]);
  });

  const misuse: [string, Partial<Parameters<typeof createClient>[0]>, string, string][] = [
    [
      "an empty token",
      { accessToken: "" },
      "TypeError",
      "Cannot reach HubSpot: accessToken must be one word in ASCII",
    ],
    [
      "a token with a line break",
      { accessToken: "pat\n" },
      "TypeError",
      "Cannot reach HubSpot: accessToken must be one word in ASCII",
    ],
    [
      "no address",
      { baseUrl: "ftp://x" },
      "TypeError",
      "Cannot reach HubSpot: baseUrl must be an http(s) address without user, query or fragment",
    ],
    [
      "no timeout",
      { timeoutMs: 0 },
      "RangeError",
      "Cannot reach HubSpot: timeoutMs must be a number from 1: 0",
    ],
    [
      "no events in a batch",
      { batchSizes: { app: 0 } },
      "RangeError",
      "Cannot make a client: batchSizes.app must be a whole number from 1: 0",
    ],
    [
      "a part of a batch in flight",
      { concurrency: 1.5 },
      "RangeError",
      "Cannot make a client: concurrency must be a whole number from 1: 1.5",
    ],
    [
      "a time that has passed to linger",
      { lingerMs: -1 },
      "RangeError",
      "Cannot make a client: lingerMs must be a number from 0: -1",
    ],
  ];
  for (const [what, options, name, message] of misuse) {
    it(`refuses ${what}`, () => {
      assert.throws(() => createClient({ accessToken: "t", ...options }), { name, message });
    });
  }
});

describe("createClient without a token", () => {
  for (const accessToken of [undefined, null, 5, {}]) {
    it(`refuses ${JSON.stringify(accessToken)}, such as a variable that is not set`, () => {
      assert.throws(() => Reflect.apply(createClient, undefined, [{ accessToken }]), {
        name: "TypeError",
        message: "Cannot reach HubSpot: accessToken must be one word in ASCII",
      });
    });
  }
});

describe("Client.send", () => {
  it("carries the same id and time on every attempt", async () => {
    const { client, clock, sent } = start(new TypeError("reset"), answer(500), answer(201));
    const receipt = await clock.drive(client.send(appEvent()));
    assert.equal(receipt.outcome, "delivered");
    assert.equal(sent.length, 3);
    assert.equal(new Set(sent.map(({ init }) => init.body)).size, 1);
  });

  it("takes 409 as delivered before, also after an attempt that seemed to fail", async () => {
    const { client, clock } = start("hang", answer(409, { category: "CONFLICT" }));
    assert.equal((await clock.drive(client.send(appEvent()))).outcome, "duplicate");
  });

  it("throws for an event that HubSpot refuses: status, fields, correlation id, and no token", async () => {
    const { client } = start(answer(400, {
      message: "Property plan does not exist",
      correlationId: "c-1",
      errors: [{ message: "unknown", in: "plan" }],
    }));
    await assert.rejects(client.send(appEvent()), (error) => {
      assert.ok(error instanceof HubSpotError);
      assert.equal(error.code, "refused");
      assert.equal(error.retryable, false);
      assert.equal(error.status, 400);
      assert.equal(error.correlationId, "c-1");
      assert.deepEqual(error.issues, [{ path: "plan", message: "unknown" }]);
      assert.equal(
        error.message,
        "Cannot deliver the event: Property plan does not exist: plan: unknown",
      );
      assert.doesNotMatch(JSON.stringify(error) + error.stack, /secret-token/);
      return true;
    });
  });

  it("throws for an event that breaks a rule, without a request", async () => {
    const { client, sent } = start(answer(201));
    await assert.rejects(client.send(customEvent({ email: "nobody" })), {
      name: "HubSpotError",
      code: "invalid_event",
    });
    assert.equal(sent.length, 0);
  });

  const deferrals: [string, Reaction, string][] = [
    ["401", answer(401, { category: "INVALID_AUTHENTICATION" }), "unauthorized"],
    ["403", answer(403, { category: "MISSING_SCOPES" }), "forbidden"],
    ["429", answer(429), "rate_limited"],
    ["a daily limit", answer(429, { policyName: "DAILY" }), "daily_limit"],
    ["408", answer(408), "server_error"],
    ["a lock (423)", answer(423), "server_error"],
    ["a migration (477)", answer(477, undefined, { "retry-after": "86400" }), "server_error"],
    ["500 without content type", answer(500), "server_error"],
    ["501", answer(501), "server_error"],
    ["an HTML error page", new Response("<html>", { status: 502 }), "server_error"],
    ["a redirect", answer(302), "unclear_answer"],
    ["a reset", new TypeError("reset"), "network_error"],
    ["a hang", "hang", "timeout"],
  ];
  for (const [what, reaction, code] of deferrals) {
    it(`throws a retryable ${code} for ${what}`, async () => {
      const { client, clock } = start(reaction);
      await assert.rejects(clock.drive(client.send(appEvent())), {
        name: "HubSpotError",
        code,
        retryable: true,
      });
    });
  }

  const tokens: [string, () => Promise<string>][] = [
    ["cannot be had", () => Promise.reject(new Error("secret-detail"))],
    ["is pasted with a line break", () => Promise.resolve("secret-detail\nx")],
    ["never comes", () => new Promise(() => {})],
  ];
  for (const [what, accessToken] of tokens) {
    it(`defers as unauthorized, without a word of it, where the token ${what}`, async () => {
      const clock = new VirtualClock();
      const { fetch, sent } = recordingFetch(answer(201));
      const deps = { fetch, now: clock.now, sleep: clock.sleep };
      const client = createClient({ accessToken, deps });
      await assert.rejects(clock.drive(client.send(appEvent())), (error) => {
        assert.ok(error instanceof HubSpotError);
        assert.equal(error.code, "unauthorized");
        assert.match(error.message, /Getting the access token failed/);
        assert.doesNotMatch(error.message, /secret-detail/);
        return true;
      });
      assert.equal(sent.length, 0);
    });
  }

  it("gives what the network threw as the error's cause", async () => {
    const reset = new TypeError("reset");
    const { client, clock } = start(reset);
    await assert.rejects(clock.drive(client.send(appEvent())), (error) => {
      assert.ok(error instanceof HubSpotError);
      assert.equal(error.cause, reset);
      return true;
    });
  });

  it("tells a revoked grant from a passing fault by the error's cause, and when to try again", async () => {
    const revoked = new HubSpotError("grant_revoked", "revoked");
    const passing = new HubSpotError("rate_limited", "busy", { retryAt: 1_800_000_000_000 });
    for (const cause of [revoked, passing]) {
      const client = createClient({ accessToken: () => Promise.reject(cause) });
      await assert.rejects(client.send(appEvent()), (error) => {
        assert.ok(error instanceof HubSpotError);
        assert.equal(error.code, "unauthorized");
        assert.equal(error.cause, cause);
        assert.equal(error.retryAt, cause.retryAt);
        return true;
      });
    }
  });

  it("ends with the caller's signal: in an attempt, in a wait, and for the token", async () => {
    const clock = new VirtualClock();
    const deps = { now: clock.now, sleep: clock.sleep, random: () => 0.5 };
    const clients = [
      createClient({ accessToken: "t", deps: { ...deps, fetch: recordingFetch("hang").fetch } }),
      createClient({
        accessToken: "t",
        deps: { ...deps, fetch: recordingFetch(answer(500)).fetch },
      }),
      createClient({ accessToken: () => new Promise(() => {}), deps }),
    ];
    for (const client of clients) {
      const controller = new AbortController();
      const sending = client.send(appEvent(), { signal: controller.signal });
      await clock.advance(100);
      controller.abort();
      await assert.rejects(clock.drive(sending), { name: "HubSpotError", code: "aborted" });
    }
  });
});
