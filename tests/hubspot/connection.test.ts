import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { createAccountLimiter, createClient, HubSpotError } from "../../mod.ts";
import type { Fetch, TokenContext } from "../../mod.ts";
import type { FaultEffect } from "../../src/local/mod.ts";
import { connect } from "../../src/hubspot/connection.ts";
import { appEvent, customEvent } from "../support/events.ts";
import { once } from "../support/local_hubspot.ts";
import type { Sent } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { collect, start } from "./harness.ts";

const busy: FaultEffect = { kind: "answer", status: 503 };
const tokensOf = (sent: readonly Sent[]) => sent.map(({ init }) => init.headers.authorization);

/** An account that knows these tokens and no others. */
const knowing = (...tokens: string[]) => ({
  tokens: "known" as const,
  accessTokens: tokens.map((token) => ({ token })),
});

describe("Connection, whose token is a function,", () => {
  it("asks for a token for each attempt", async () => {
    let asked = 0;
    const accessToken = () => `token-${++asked}`;
    const { clock, client, sent } = start({ client: { accessToken }, faults: [once(busy)] });
    await clock.drive(client.send(customEvent()));
    assert.deepEqual(tokensOf(sent), ["Bearer token-1", "Bearer token-2"]);
  });

  it("asks for another where HubSpot does not take it, and sends once more", async () => {
    const contexts: (TokenContext | undefined)[] = [];
    let current = "old";
    const accessToken = (context?: TokenContext) => {
      contexts.push(context);
      if (context?.rejected === current) current = "new";
      return Promise.resolve(current);
    };
    const { client, sent } = start({ client: { accessToken }, hubspot: knowing("new") });
    assert.equal((await client.send(customEvent())).outcome, "delivered");
    assert.deepEqual(tokensOf(sent), ["Bearer old", "Bearer new"]);
    assert.deepEqual(contexts, [undefined, { rejected: "old" }, undefined]);
  });

  it("has its place under the limit for as long as the token and the request may take together", async () => {
    // The token comes after 28 seconds, and the answer takes as long.
    const clock = new VirtualClock();
    const begin = clock.now();
    let asked = 0;
    const { deps, local } = start({ clock, hubspot: { delayMs: 28_000 } });
    const arrived: number[] = [];
    local.onRequest(() => arrived.push(clock.now() - begin));
    const client = createClient({
      accessToken: () => clock.sleep(asked++ === 0 ? 28_000 : 0).then(() => "token"),
      limiter: createAccountLimiter({ customEventSendsPerSecond: 1, deps }),
      deps,
    });
    await clock.drive(Promise.all([client.send(customEvent()), client.send(customEvent())]));
    // The other is sent a second after the first was answered, and not when the first was begun 30 seconds ago.
    assert.deepEqual(arrived, [56_000, 85_000]);
  });

  it("takes the refusal where there is no other token", async () => {
    const { client, sent } = start({ client: { accessToken: () => "same" }, hubspot: knowing() });
    await assert.rejects(client.send(customEvent()), { name: "HubSpotError", status: 401 });
    assert.equal(sent.length, 1);
  });

  it("sends no third time where the other token is refused, too", async () => {
    let asked = 0;
    const accessToken = () => `token-${++asked}`;
    const { client, sent } = start({ client: { accessToken }, hubspot: knowing() });
    await assert.rejects(client.send(customEvent()), { code: "unauthorized", retryable: true });
    assert.equal(sent.length, 2);
  });

  it("says why where the other token cannot be had, in our own words alone", async () => {
    const accessToken = (context?: TokenContext) => {
      if (context === undefined) return "old";
      throw new HubSpotError("grant_revoked", "The app was uninstalled");
    };
    const { client } = start({ client: { accessToken }, hubspot: knowing() });
    await assert.rejects(client.send(customEvent()), {
      code: "unauthorized",
      message: "Cannot deliver the event: Getting the access token failed: The app was uninstalled",
    });
    const strange = start({
      client: {
        accessToken: () => {
          throw new Error("secret-canary");
        },
      },
    });
    await assert.rejects(strange.client.send(customEvent()), {
      code: "unauthorized",
      message: "Cannot deliver the event: Getting the access token failed",
    });
  });

  it("does not ask again where the token is a text", async () => {
    const { client, sent } = start({ hubspot: knowing() });
    await assert.rejects(client.send(customEvent()), { status: 401 });
    assert.equal(sent.length, 1);
  });
});

describe("Connection, whose token is quoted,", () => {
  const token = "pat-na1-canary-1f2e/token+1";
  const startWith = (fetch: Fetch) => {
    const { clock, deps } = start();
    return { clock, client: createClient({ accessToken: token, deps: { ...deps, fetch } }) };
  };
  const errorOf = (sending: Promise<unknown>) =>
    sending.then(() => assert.fail("Expected an error"), (thrown: unknown) => thrown);

  it("keeps it out of what follows from an error of `fetch`, however deep it stands there", async () => {
    const words = `bad header: Bearer ${token}`;
    const table: [thrown: unknown, message: string][] = [
      [new TypeError(words), "failed: bad header: Bearer ***"],
      [
        new TypeError("fetch failed", { cause: new Error(words) }),
        "failed: fetch failed (bad header: Bearer ***)",
      ],
      [new TypeError("fetch failed", { cause: { header: words } }), "failed: fetch failed"],
      [words, "failed: bad header: Bearer ***"],
    ];
    for (const [thrown, message] of table) {
      const fetch: Fetch = () => Promise.reject(thrown);
      const { clock, client } = startWith(fetch);
      const error = await errorOf(clock.drive(client.send(customEvent())));
      assert.ok(error instanceof HubSpotError);
      assert.equal(error.code, "network_error");
      assert.ok(error.message.endsWith(message), error.message);
      assert.ok(!inspect(error, { depth: 20, showHidden: true }).includes("canary"));
      const [receipt] = await clock.drive(collect(client.sendAll([customEvent()])));
      assert.ok(receipt?.outcome === "deferred" && receipt.message.endsWith(message));
    }
  });

  it("gives a receipt where an error is its own cause", async () => {
    const thrown = new TypeError("fetch failed");
    thrown.cause = thrown;
    const { clock, client } = startWith(() => Promise.reject(thrown));
    const receipts = await clock.drive(collect(client.sendAll([customEvent()])));
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["deferred"]);
  });

  it("leaves an error of `fetch` that does not quote it as the cause", async () => {
    const cause = new TypeError("fetch failed", { cause: new Error("reset") });
    const fetch: Fetch = () => Promise.reject(cause);
    const { clock, client } = startWith(fetch);
    const error = await errorOf(clock.drive(client.send(customEvent())));
    assert.ok(error instanceof HubSpotError);
    assert.equal(error.cause, cause);
  });

  it("keeps it out of the id that an error page has in a header, and takes ids of HubSpot's alone", async () => {
    const headers = { "x-hubspot-correlation-id": token };
    const page: FaultEffect = { kind: "exact_answer", status: 404, headers };
    const { client } = start({ client: { accessToken: token }, faults: [once(page)] });
    const error = await errorOf(client.send(customEvent()));
    assert.ok(error instanceof HubSpotError);
    assert.equal(error.correlationId, undefined);
  });
});

describe("Connection, within the account's limits,", () => {
  const burst = once({
    kind: "rate_limit",
    policy: "TEN_SECONDLY_ROLLING",
    retryAfter: { seconds: 3 },
  });

  it("holds back every request of the client after a 429, and no other client's", async () => {
    const { clock, client, deps, sent } = start({ faults: [burst] });
    const startedAt = clock.now();
    const first = client.send(appEvent());
    await clock.advance(1_000);
    const second = client.send(appEvent());
    await clock.advance(1_000);
    assert.equal(sent.length, 1);
    await createClient({ accessToken: "other", deps }).send(appEvent());
    assert.deepEqual(tokensOf(sent), ["Bearer secret-token", "Bearer other"]);
    await clock.drive(Promise.all([first, second]));
    assert.equal(clock.now() - startedAt, 3_000);
  });

  it("holds back another client that was handed the same limiter", async () => {
    const { clock, deps, sent } = start({ faults: [burst] });
    const limiter = createAccountLimiter({ deps });
    const options = { accessToken: "t", deps, limiter };
    const [one, other] = [createClient(options), createClient(options)];
    const first = one.send(appEvent());
    await clock.advance(1_000);
    const second = other.send(appEvent());
    await clock.advance(1_000);
    assert.equal(sent.length, 1);
    await clock.drive(Promise.all([first, second]));
    assert.equal(sent.length, 3);
  });

  it("lets custom events pass while the rest of the account is paused for long", async () => {
    const { clock, client, sent } = start({
      client: { accessToken: "pat-na1-secret" },
      hubspot: { limits: { daily: 1 } },
    });
    assert.equal((await client.send(appEvent())).outcome, "delivered");
    const later = { code: "daily_limit", retryAt: clock.now() + 3_600_000 };
    await assert.rejects(client.send(appEvent()), later);
    // The limiter knows, so nobody asks HubSpot in vain.
    await assert.rejects(client.send(appEvent()), { ...later, code: "rate_limited" });
    assert.equal(sent.length, 2);
    assert.equal((await client.send(customEvent())).outcome, "delivered");
  });

  it("keeps to the limit that HubSpot's answers state", async () => {
    const limits = { requests: 2, intervalMs: 10_000 };
    const { clock, deps, local, sent } = start({ hubspot: { limits } });
    const connection = connect({ accessToken: "t", deps });
    const path = "/integrators/timeline/v3/1/event-templates";
    const ask = () => connection.request({ operation: "read", method: "GET", path });
    await ask();
    const all = Promise.all([ask(), ask(), ask()]);
    await clock.advance(9_999);
    assert.equal(sent.length, 2);
    await clock.drive(all);
    assert.deepEqual(local.log().map(({ status }) => status), [200, 200, 200, 200]);
  });
});

describe("createAccountLimiter", () => {
  it("refuses figures that are none, by name", () => {
    assert.throws(() => createAccountLimiter({ requestsPer10Seconds: 0 }), {
      name: "RangeError",
      message: "Cannot make a limiter: requests must be a whole number from 1: 0",
    });
  });
});

describe("Hooks", () => {
  it("are told of every attempt, its end and the wait for the next, and nothing of token or event", async () => {
    const told: unknown[] = [];
    const hooks = {
      onRequest: (attempt: unknown) => void told.push(["request", attempt]),
      onResponse: (result: unknown) => void told.push(["response", result]),
      onRetry: (retry: unknown) => void told.push(["retry", retry]),
    };
    const faults = [once(busy), once({ kind: "reset" })];
    const { clock, client } = start({ client: { hooks }, faults });
    await clock.drive(client.send(customEvent()));
    const info = {
      request: 1,
      operation: "send custom events",
      method: "POST",
      url: "https://api.hubapi.com/events/2026-03/send",
      events: 1,
    };
    assert.deepEqual(told, [
      ["request", { ...info, attempt: 1 }],
      ["response", { ...info, attempt: 1, durationMs: 0, status: 503 }],
      ["retry", { ...info, attempt: 1, durationMs: 0, status: 503, delayMs: 250 }],
      ["request", { ...info, attempt: 2 }],
      ["response", { ...info, attempt: 2, durationMs: 0, error: "network_error" }],
      ["retry", { ...info, attempt: 2, durationMs: 0, error: "network_error", delayMs: 500 }],
      ["request", { ...info, attempt: 3 }],
      ["response", { ...info, attempt: 3, durationMs: 0, status: 204 }],
    ]);
  });

  it("end no process by a promise that is rejected", async () => {
    let taken = 0;
    // What `await` and `catch` call; a rejection that nobody takes would end Node.
    const rejected = {
      then(_resolve: unknown, reject: (error: Error) => void) {
        taken++;
        reject(new Error("hook"));
      },
    };
    const fail = () => rejected;
    const hooks = { onRequest: fail, onResponse: fail, onRetry: fail };
    const { clock, client } = start({ client: { hooks }, faults: [once(busy)] });
    assert.equal((await clock.drive(client.send(customEvent()))).outcome, "delivered");
    assert.equal(taken, 5);
  });

  it("cannot undo anything by what they throw", async () => {
    const fail = () => {
      throw new Error("hook");
    };
    const hooks = { onRequest: fail, onResponse: fail, onRetry: fail };
    const { clock, client } = start({ client: { hooks }, faults: [once(busy)] });
    assert.equal((await clock.drive(client.send(customEvent()))).outcome, "delivered");
  });
});
