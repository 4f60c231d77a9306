import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient, HubSpotError } from "../../mod.ts";
import type { FaultEffect, LocalHubSpotOptions } from "../../src/local/mod.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { always, exactly, once } from "../support/local_hubspot.ts";
import { declaredSamples, start } from "./harness.ts";

describe("createClient", () => {
  it("sends each family to its path, with the token", async () => {
    const { client, sent, requests } = start();
    for (const event of [timelineEvent(), appEvent(), customEvent()]) await client.send(event);
    assert.deepEqual(sent.map(({ url }) => url), [
      "https://api.hubapi.com/integrators/timeline/v3/events",
      "https://api.hubapi.com/integrators/timeline/2026-03/events",
      "https://api.hubapi.com/events/2026-03/send",
    ]);
    assert.equal(sent[0]?.init.headers.authorization, "Bearer secret-token");
    assert.deepEqual(requests(), [
      "POST /integrators/timeline/v3/events 201",
      "POST /integrators/timeline/2026-03/events 201",
      "POST /events/2026-03/send 204",
    ]);
  });

  it("sends to the version and the address that are set", async () => {
    const { client, sent, local } = start({
      client: {
        accessToken: () => Promise.resolve("t"),
        baseUrl: "http://127.0.0.1:8788/",
        versions: { app: "v4", custom: "v3" },
      },
    });
    await client.send(appEvent());
    await client.send(customEvent());
    assert.deepEqual(sent.map(({ url }) => url), [
      "http://127.0.0.1:8788/integrators/timeline/v4/events",
      "http://127.0.0.1:8788/events/v3/send",
    ]);
    assert.deepEqual(local.events().map(({ family }) => family), ["app", "custom"]);
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
    const faults = [once({ kind: "reset" }), once({ kind: "answer", status: 500 })];
    const { client, clock, local, sent } = start({ faults });
    const receipt = await clock.drive(client.send(appEvent()));
    assert.equal(receipt.outcome, "delivered");
    assert.equal(sent.length, 3);
    assert.equal(new Set(sent.map(({ init }) => init.body)).size, 1);
    assert.deepEqual(local.events().map(({ time }) => time), ["2026-11-22T12:00:00.000Z"]);
  });

  it("takes 409 as delivered before, also after an attempt that seemed to fail", async () => {
    const { client, clock, local, requests } = start({
      faults: [once({ kind: "hang", stage: "after" })],
    });
    assert.equal((await clock.drive(client.send(appEvent()))).outcome, "duplicate");
    assert.deepEqual(requests(), [
      "POST /integrators/timeline/2026-03/events undefined",
      "POST /integrators/timeline/2026-03/events 409",
    ]);
    assert.equal(local.events().length, 1);
  });

  it("throws for an event that HubSpot refuses: status, fields, correlation id, and no token", async () => {
    const { client, local } = start({ hubspot: declaredSamples });
    await assert.rejects(client.send(appEvent({ properties: { plane: "team" } })), (error) => {
      assert.ok(error instanceof HubSpotError);
      assert.equal(error.code, "refused");
      assert.equal(error.retryable, false);
      assert.equal(error.status, 400);
      assert.ok(error.correlationId !== undefined);
      assert.equal(error.correlationId, local.log()[0]?.correlationId);
      const message = "No such name is declared: ae1_test has plan";
      assert.deepEqual(error.issues, [{ path: "properties.plane", message }]);
      const told = `Cannot deliver the event: Invalid input JSON: properties.plane: ${message}`;
      assert.equal(error.message, told, "What the message tells of already is not told twice");
      assert.doesNotMatch(JSON.stringify(error) + error.stack, /secret-token/);
      return true;
    });
  });

  it("adds to the message what HubSpot says of the fields and its message does not", async () => {
    const refusal = { message: "No such property", errors: [{ message: "unknown", in: "plan" }] };
    const { client } = start({ faults: [once(exactly(400, refusal))] });
    await assert.rejects(client.send(appEvent()), {
      message: "Cannot deliver the event: No such property: plan: unknown",
      issues: [{ path: "plan", message: "unknown" }],
    });
  });

  it("throws for an event that breaks a rule, without a request", async () => {
    const { client, requests } = start();
    await assert.rejects(client.send(customEvent({ email: "nobody" })), {
      name: "HubSpotError",
      code: "invalid_event",
    });
    assert.deepEqual(requests(), []);
  });

  const accounts: [string, LocalHubSpotOptions, string][] = [
    ["a token that HubSpot does not know", { tokens: "known" }, "unauthorized"],
    [
      "a token without the scope",
      { accessTokens: [{ token: "secret-token", scopes: ["crm.objects.contacts.read"] }] },
      "forbidden",
    ],
  ];
  for (const [what, hubspot, code] of accounts) {
    it(`throws a retryable ${code} for ${what}`, async () => {
      const { client } = start({ hubspot });
      const thrown = { name: "HubSpotError", code, retryable: true };
      await assert.rejects(client.send(appEvent()), thrown);
    });
  }

  const deferrals: [string, FaultEffect, string][] = [
    ["429", { kind: "rate_limit", policy: "TEN_SECONDLY_ROLLING" }, "rate_limited"],
    ["429 without a word", exactly(429), "rate_limited"],
    ["a daily limit", { kind: "rate_limit", policy: "DAILY" }, "daily_limit"],
    ["408", { kind: "answer", status: 408 }, "server_error"],
    ["a lock (423)", { kind: "answer", status: 423 }, "server_error"],
    [
      "a migration (477)",
      { kind: "answer", status: 477, retryAfter: { seconds: 86_400 } },
      "server_error",
    ],
    [
      "500 without content type",
      { kind: "answer", status: 500, contentType: false },
      "server_error",
    ],
    ["501", { kind: "answer", status: 501 }, "server_error"],
    ["an HTML error page", { kind: "answer", status: 502, body: "html" }, "server_error"],
    ["a redirect", exactly(302, undefined, { location: "https://example.com/" }), "unclear_answer"],
    ["a reset", { kind: "reset" }, "network_error"],
    ["a hang", { kind: "hang" }, "timeout"],
  ];
  for (const [what, effect, code] of deferrals) {
    it(`throws a retryable ${code} for ${what}`, async () => {
      const { client, clock } = start({ faults: [always(effect)] });
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
      const { client, clock, requests } = start({ client: { accessToken } });
      await assert.rejects(clock.drive(client.send(appEvent())), (error) => {
        assert.ok(error instanceof HubSpotError);
        assert.equal(error.code, "unauthorized");
        assert.match(error.message, /Getting the access token failed/);
        assert.doesNotMatch(error.message, /secret-detail/);
        return true;
      });
      assert.deepEqual(requests(), []);
    });
  }

  it("gives what the network threw as the error's cause", async () => {
    const { client, clock } = start({ faults: [always({ kind: "reset" })] });
    await assert.rejects(clock.drive(client.send(appEvent())), (error) => {
      assert.ok(error instanceof HubSpotError);
      assert.ok(error.cause instanceof TypeError);
      assert.match(error.cause.message, /the connection was reset, as a fault demanded$/);
      return true;
    });
  });

  it("tells a revoked grant from a passing fault by the error's cause, and when to try again", async () => {
    const revoked = new HubSpotError("grant_revoked", "revoked");
    const passing = new HubSpotError("rate_limited", "busy", { retryAt: 1_800_000_000_000 });
    for (const cause of [revoked, passing]) {
      const { client } = start({ client: { accessToken: () => Promise.reject(cause) } });
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
    const started = [
      start({ faults: [always({ kind: "hang" })] }),
      start({ faults: [always({ kind: "answer", status: 500 })] }),
      start({ client: { accessToken: () => new Promise(() => {}) } }),
    ];
    for (const { client, clock } of started) {
      const controller = new AbortController();
      const sending = client.send(appEvent(), { signal: controller.signal });
      await clock.advance(100);
      controller.abort();
      await assert.rejects(clock.drive(sending), { name: "HubSpotError", code: "aborted" });
    }
  });
});
