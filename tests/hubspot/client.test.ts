import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient, HubSpotError, type HubSpotEvent, type Receipt } from "../../mod.ts";
import { appEvent, customEvent, timelineEvent } from "../support/events.ts";
import { answer, type Reaction, recordingFetch, type Sent } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

function start(...reactions: Reaction[]) {
  const clock = new VirtualClock();
  const { fetch, sent } = recordingFetch(...reactions);
  const client = createClient({
    accessToken: "secret-token",
    deps: { fetch, now: clock.now, sleep: clock.sleep, random: () => 0.5 },
  });
  const sendAll = (events: HubSpotEvent[]) => clock.drive(collect(client.sendAll(events)));
  return { clock, client, sent, sendAll };
}

async function collect(receipts: AsyncIterable<Receipt>): Promise<Receipt[]> {
  const all: Receipt[] = [];
  for await (const receipt of receipts) all.push(receipt);
  return all.sort((a, b) => a.index - b.index);
}

function inputsOf({ body }: Sent): { id: string }[] {
  return typeof body === "object" && body !== null && "inputs" in body
    ? body.inputs as { id: string }[]
    : [];
}

/** HubSpot's answer to a batch of which it took the events named. */
const taking = (choose: (id: string) => boolean) => (sent: Sent) =>
  answer(200, { status: "COMPLETE", results: inputsOf(sent).filter(({ id }) => choose(id)) });

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
      "Cannot make a client: accessToken must be one word in ASCII: it is empty",
    ],
    [
      "a token with a line break",
      { accessToken: "pat\n" },
      "TypeError",
      "Cannot make a client: accessToken must be one word in ASCII: it holds white space or other characters",
    ],
    [
      "no address",
      { baseUrl: "ftp://x" },
      "TypeError",
      "Cannot make a client: baseUrl must be an http(s) address without user, query or fragment",
    ],
    [
      "no timeout",
      { timeoutMs: 0 },
      "RangeError",
      "Cannot make a client: timeoutMs must be above 0: 0",
    ],
  ];
  for (const [what, options, name, message] of misuse) {
    it(`refuses ${what}`, () => {
      assert.throws(() => createClient({ accessToken: "t", ...options }), { name, message });
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

describe("Client.sendAll", () => {
  it("sends full batches of each family and gives each event its receipt", async () => {
    const { sent, sendAll } = start((one) =>
      one.url.includes("/events/2026-03/send") ? answer(204) : taking(() => true)(one)
    );
    const events = Array.from(
      { length: 1_203 },
      (_, i) => i % 3 === 0 ? appEvent() : customEvent(),
    );
    const receipts = await sendAll(events);
    assert.deepEqual(receipts.map(({ index }) => index), events.map((_, i) => i));
    assert.ok(receipts.every(({ outcome }) => outcome === "delivered"));
    assert.deepEqual(
      sent.map((one) => `${one.url.split("/")[3]} ${inputsOf(one).length}`),
      ["events 500", "integrators 401", "events 302"],
    );
  });

  it("takes nothing and an async iterable", async () => {
    const { client, sent, sendAll } = start(answer(204));
    assert.deepEqual(await sendAll([]), []);
    assert.equal(sent.length, 0);
    async function* events() {
      yield await Promise.resolve(customEvent());
    }
    assert.equal((await collect(client.sendAll(events()))).length, 1);
  });

  it("gives an invalid event its own receipt and sends the others", async () => {
    const { sent, sendAll } = start(answer(204));
    const receipts = await sendAll([customEvent(), customEvent({ email: "x" }), customEvent()]);
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "delivered",
      "rejected",
      "delivered",
    ]);
    assert.equal(inputsOf(sent[0] ?? assert.fail()).length, 2);
  });

  it("halves a refused batch until the bad event stands alone", async () => {
    const { sent, sendAll } = start((one) => {
      const events = inputsOf(one).length === 0 ? [one.body as { id: string }] : inputsOf(one);
      if (events.some(({ id }) => id === "bad")) {
        return answer(400, { message: "no such property" });
      }
      return inputsOf(one).length === 0 ? answer(201) : taking(() => true)(one);
    });
    const events = Array.from(
      { length: 64 },
      (_, i) => appEvent({ id: i === 37 ? "bad" : `${i}` }),
    );
    const receipts = await sendAll(events);
    assert.equal(receipts.filter(({ outcome }) => outcome === "delivered").length, 63);
    assert.partialDeepStrictEqual(receipts[37], {
      outcome: "rejected",
      message: "no such property",
    });
    // Twice the depth of the halving, and the whole: 2 · log2(64) + 1.
    assert.equal(sent.length, 13);
  });

  it("finds the duplicates of a batch that was refused with 409", async () => {
    const known = new Set(["1", "2"]);
    const { sendAll } = start((one) => {
      const events = inputsOf(one).length === 0 ? [one.body as { id: string }] : inputsOf(one);
      return events.some(({ id }) => known.has(id))
        ? answer(409)
        : answer(200, { results: events });
    });
    const receipts = await sendAll(["1", "2", "3", "4"].map((id) => appEvent({ id })));
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "duplicate",
      "duplicate",
      "delivered",
      "delivered",
    ]);
  });

  it("believes only what the answer names, and asks again for the rest", async () => {
    const { sent, sendAll } = start(
      taking((id) => id === "1"),
      answer(409),
      answer(400, { message: "no" }),
    );
    const receipts = await sendAll(["1", "2", "3"].map((id) => timelineEvent({ id })));
    assert.deepEqual(receipts.map(({ outcome }) => outcome), [
      "delivered",
      "duplicate",
      "rejected",
    ]);
    assert.deepEqual(sent.map(({ url }) => url.split("/events")[1]), ["/batch/create", "", ""]);
  });

  for (
    const [what, reaction] of [["empty", answer(200)], [
      "cut",
      new Response('{"results":[{"id'),
    ]] as const
  ) {
    it(`never takes an answer that is ${what} for delivery`, async () => {
      const { sendAll } = start(reaction, answer(500));
      const receipts = await sendAll([appEvent(), appEvent()]);
      assert.deepEqual(receipts.map(({ outcome }) => outcome), ["deferred", "deferred"]);
    });
  }

  it("tells events of different types with one id apart", async () => {
    const { sent, sendAll } = start(
      () => answer(207, { results: [{ id: "order-1", eventTemplateId: "1" }] }),
      answer(201),
    );
    const receipts = await sendAll(
      ["1", "2"].map((eventTemplateId) => timelineEvent({ eventTemplateId, id: "order-1" })),
    );
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "delivered"]);
    assert.deepEqual(sent.slice(1).map(({ body }) => body), [
      ...["1", "2"].map((eventTemplateId) => ({
        ...timelineEvent({ eventTemplateId, id: "order-1" }),
        timestamp: "2026-11-22T12:00:00.000Z",
      })),
    ]);
  });

  it("keeps a batch to about a megabyte, whatever its events hold", async () => {
    const { sent, sendAll } = start(answer(204));
    const properties = { text: "x".repeat(300_000) };
    const events = Array.from({ length: 10 }, () => customEvent({ properties }));
    const receipts = await sendAll(events);
    assert.equal(receipts.length, 10);
    assert.deepEqual(sent.map((one) => inputsOf(one).length), [3, 3, 3, 0]);
    assert.ok(sent.every(({ init }) => (init.body?.length ?? 0) < 1_100_000));
  });

  it("keeps a v3 batch to 100 events", async () => {
    const { sent, sendAll } = start(taking(() => true));
    await sendAll(Array.from({ length: 250 }, () => timelineEvent()));
    assert.deepEqual(sent.map((one) => inputsOf(one).length), [100, 100, 50]);
  });

  it("sends nothing more once the account is refused, until that may have passed", async () => {
    const { clock, client, sent } = start(answer(204), answer(401), answer(204));
    const events = async function* () {
      for (let i = 0; i < 2_000; i++) {
        // The third batch comes a minute after the refusal of the second, the fourth with it.
        if (i === 1_500) await clock.sleep(60_000);
        yield customEvent();
      }
    };
    const receipts = await clock.drive(collect(client.sendAll(events())));
    const outcomes = [0, 499, 500, 999, 1_000, 1_499, 1_500, 1_999].map((i) =>
      receipts[i]?.outcome
    );
    assert.deepEqual(outcomes, [
      ...["delivered", "delivered", "deferred", "deferred"],
      ...["deferred", "deferred", "delivered", "delivered"],
    ]);
    assert.equal(sent.length, 3);
  });

  it("defers what is left with the caller's signal, without a request", async () => {
    const { client, sent } = start(answer(204));
    const signal = AbortSignal.abort();
    const receipts = await collect(client.sendAll([customEvent(), customEvent()], { signal }));
    assert.deepEqual(receipts.map((one) => "code" in one && one.code), ["aborted", "aborted"]);
    assert.equal(sent.length, 0);
  });

  it("believes no custom batch but for its 204", async () => {
    const { sendAll } = start(answer(200, { numErrors: 1 }), answer(204), answer(400));
    const receipts = await sendAll([customEvent(), customEvent()]);
    assert.deepEqual(receipts.map(({ outcome }) => outcome), ["delivered", "rejected"]);
  });

  it("defers a whole batch where the account is refused, with the time to try again", async () => {
    const { clock, sent, sendAll } = start(answer(429, undefined, { "retry-after": "100" }));
    const receipts = await sendAll([customEvent(), customEvent()]);
    assert.equal(sent.length, 1);
    for (const receipt of receipts) {
      assert.partialDeepStrictEqual(receipt, {
        outcome: "deferred",
        code: "rate_limited",
        retryAt: clock.now() + 100_000,
      });
    }
  });
});
