import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AcceptedEvent, defaultMapping, keyOf } from "../../mod.ts";
import { createForwarder, type ForwarderOptions, type Handled } from "../../src/edge/mod.ts";
import { directOutbox } from "../../src/outbox/direct.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { github, signGitHub, type Source } from "../../src/sources/github.ts";
import { clientStandIn, delivered, failed, refused } from "../support/client_stand_in.ts";
import { appEvent, customEvent } from "../support/events.ts";
import { mergedPullRequest } from "../support/github_deliveries.ts";

const secret = "the webhook's secret";
const token = "the-token-of-events";

function start(own: Partial<ForwarderOptions> = {}) {
  const kept: AcceptedEvent[] = [];
  const handled: Handled[] = [];
  const errors: unknown[] = [];
  const outbox: Outbox = {
    put(events) {
      kept.push(...events);
      return Promise.resolve({});
    },
    process: () => Promise.resolve({ receipts: [] }),
    onPut: () => () => {},
    close: () => Promise.resolve(),
  };
  const forwarder = createForwarder({
    outbox,
    sources: [{
      path: "/github",
      source: github({ secret }),
      mapping: defaultMapping({ eventName: "pe1_github_activity" }),
      people: { octocat: "octocat@example.com" },
    }],
    events: { token },
    onHandled: (one) => handled.push(one),
    onError: (error) => errors.push(error),
    deps: { now: () => Date.parse("2026-11-22T12:00:00Z"), uuid: () => "fresh-uuid" },
    ...own,
  });
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await forwarder.fetch(
      new Request(`http://localhost${path}`, { method: "POST", body, headers }),
    );
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const postEvents = (body: unknown, authorization = `Bearer ${token}`) =>
    post("/events", typeof body === "string" ? body : JSON.stringify(body), { authorization });
  const postGitHub = async (event: string, payload: unknown, signWith = secret) => {
    const body = JSON.stringify(payload);
    const signature = await signGitHub(signWith, new TextEncoder().encode(body));
    return await post("/github", body, {
      "x-github-event": event,
      "x-hub-signature-256": signature,
    });
  };
  return { forwarder, kept, handled, errors, post, postEvents, postGitHub };
}

describe("createForwarder", () => {
  const misuse: [string, Partial<ForwarderOptions>, string][] = [
    ["an empty token", { events: { token: "" } }, "events.token must be one word: it is empty"],
    [
      "a token of two words",
      { events: { token: "a b" } },
      "events.token must be one word: it holds white space",
    ],
    [
      "a path without a slash",
      { sources: [route("github")] },
      "a path must be like /github: github",
    ],
    ["a path twice", { sources: [route("/a"), route("/a")] }, "/a is taken twice"],
    ["a path of its own", { sources: [route("/events")] }, "/events is taken twice"],
  ];
  for (const [what, options, message] of misuse) {
    it(`refuses ${what}`, () => {
      assert.throws(() => start(options), {
        name: "TypeError",
        message: `Cannot make a forwarder: ${message}`,
      });
    });
  }

  it("answers that it is alive", async () => {
    const { forwarder } = start();
    const response = await forwarder.fetch(new Request("http://localhost/healthz"));
    assert.deepEqual([response.status, await response.json()], [200, { status: "ok" }]);
  });

  it("answers 404 for an unknown path, and for a route that is not configured", async () => {
    const { post } = start({ sources: [] });
    for (const path of ["/nothing", "/github"]) {
      const { status, body } = await post(path, "{}");
      assert.equal(status, 404);
      assert.equal(body.error.code, "not_found");
    }
  });

  it("answers 405 with Allow for a wrong method", async () => {
    const { forwarder } = start();
    const table = [["GET", "/events", "POST"], ["PUT", "/github", "POST"], [
      "POST",
      "/healthz",
      "GET, HEAD",
    ]];
    for (const [method = "", path = "", allow] of table) {
      const response = await forwarder.fetch(new Request(`http://localhost${path}`, { method }));
      assert.equal(response.status, 405);
      assert.equal(response.headers.get("allow"), allow);
      assert.equal((await response.json()).error.code, "method_not_allowed");
    }
  });

  it("tells what each answer says", async () => {
    const { handled, postEvents, postGitHub } = start();
    await postEvents({ inputs: [appEvent(), appEvent()] });
    await postEvents("{");
    await postGitHub("ping", {});
    await postGitHub("push", {}, "another secret");
    assert.deepEqual(handled.map(({ outcome }) => outcome), [
      "accepted 2",
      "invalid_json",
      "skipped ping",
      "unauthorized",
    ]);
  });

  it("tells of each request without what a stranger wrote into its address", async () => {
    const { handled, post } = start();
    await post("/unsubscribe/ada@example.com?token=x", "{}");
    assert.deepEqual(handled, [{
      method: "POST",
      path: "-",
      status: 404,
      outcome: "not_found",
      durationMs: 0,
    }]);
  });

  it("answers as it would where those who are told throw", async () => {
    const thrower = () => assert.fail("a fault of the host's");
    const { postEvents, post } = start({ onHandled: thrower, onError: thrower });
    assert.equal((await postEvents(appEvent())).status, 202);
    assert.equal((await post("/nothing", "{}")).status, 404);
  });

  it("tells of a route by its own path, and of HEAD as of GET", async () => {
    const { forwarder, handled } = start();
    for (const [method, path] of [["HEAD", "/healthz"], ["POST", "/%65vents"]] as const) {
      await forwarder.fetch(new Request(`http://localhost${path}`, { method }));
    }
    assert.deepEqual(handled.map(({ method, path, outcome }) => [method, path, outcome]), [
      ["HEAD", "/healthz", "alive"],
      ["POST", "/events", "unauthorized"],
    ]);
  });

  it("answers 500 to whatever a host's function throws", async () => {
    for (const thrown of [new Error("x"), "x", undefined, null]) {
      const { post } = start({ sources: [{ ...route("/github"), source: throwing(thrown) }] });
      assert.equal((await post("/github", "{}")).status, 500);
    }
  });

  it("takes a sender who hangs up for a sender who hangs up", async () => {
    const { errors, forwarder } = start();
    const body = new ReadableStream({
      start: (controller) => controller.error(new Error("reset")),
    });
    const headers = { authorization: `Bearer ${token}` };
    const init = { method: "POST", body, headers, ...{ duplex: "half" } };
    const response = await forwarder.fetch(new Request("http://localhost/events", init));
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error.code, "body_aborted");
    assert.deepEqual(errors, []);
  });

  it("closes the connection on which too large a body is still on its way", async () => {
    const { post } = start();
    const { headers } = await post("/github", "x", { "content-length": "99999999" });
    const signed = await start().postEvents(" ".repeat(1024 * 1024 + 1));
    assert.equal(signed.headers.get("connection"), "close");
    assert.equal(headers.get("connection"), null);
  });

  it("answers 500 without a word of the cause where something of ours breaks", async () => {
    const source = throwing(new Error("secret detail"));
    const { errors, post } = start({ sources: [{ ...route("/github"), source }] });
    const { status, body } = await post("/github", "{}");
    assert.equal(status, 500);
    assert.deepEqual(body.error.code, "internal_error");
    assert.doesNotMatch(JSON.stringify(body), /detail/);
    assert.equal(errors.length, 1);
  });
});

describe("POST /events", () => {
  it("keeps one event and answers 202 with its id", async () => {
    const { kept, postEvents } = start();
    const { status, body } = await postEvents(appEvent());
    assert.deepEqual([status, body], [202, { ids: ["fresh-uuid"] }]);
    assert.partialDeepStrictEqual(kept, [{
      id: "fresh-uuid",
      timestamp: "2026-11-22T12:00:00.000Z",
    }]);
  });

  it("keeps the good of inputs and names the bad ones", async () => {
    const { kept, postEvents } = start();
    const inputs = [
      customEvent({ uuid: "a" }),
      { ...customEvent(), email: "x" },
      customEvent({ uuid: "c" }),
    ];
    const { status, body } = await postEvents({ inputs });
    assert.equal(status, 202);
    assert.deepEqual(body.ids, ["a", "c"]);
    assert.partialDeepStrictEqual(body.rejected, [{ index: 1, issues: [{ path: "email" }] }]);
    assert.deepEqual(kept.map((event) => keyOf(event).id), ["a", "c"]);
  });

  const refused401 = [
    undefined,
    "",
    "Bearer",
    "Bearer wrong",
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token} x`,
  ];
  for (const authorization of refused401) {
    it(`answers 401 and reads nothing for the authorization ${authorization}`, async () => {
      const { forwarder, kept } = start();
      const response = await forwarder.fetch(
        new Request("http://localhost/events", {
          method: "POST",
          body: "not json",
          headers: authorization === undefined ? {} : { authorization },
        }),
      );
      assert.equal(response.status, 401);
      assert.equal(response.headers.get("www-authenticate"), "Bearer");
      assert.equal((await response.json()).error.code, "unauthorized");
      assert.equal(kept.length, 0);
    });
  }

  it("answers 400 for what is no JSON, or no UTF-8", async () => {
    const { forwarder } = start();
    for (const body of ["", "{", "{}x", new Uint8Array([0x22, 0xff, 0x22])]) {
      const headers = { authorization: `Bearer ${token}` };
      const request = new Request("http://localhost/events", { method: "POST", body, headers });
      const response = await forwarder.fetch(request);
      assert.equal(response.status, 400);
      assert.equal((await response.json()).error.code, "invalid_json");
    }
  });

  it("answers 422 with each field and rule", async () => {
    const { kept, postEvents } = start();
    const one = await postEvents({ ...customEvent(), email: "x" });
    assert.equal(one.status, 422);
    assert.partialDeepStrictEqual(one.body, {
      error: { code: "invalid_event", issues: [{ path: "email" }] },
    });
    const all = await postEvents({ inputs: [7, { ...customEvent(), email: "x" }] });
    assert.equal(all.status, 422);
    assert.deepEqual(all.body.error.issues.map(({ path }: { path: string }) => path), [
      "inputs.0",
      "inputs.1.email",
    ]);
    for (const inputs of [[], 1, {}, null]) {
      const none = await postEvents({ inputs });
      assert.equal(none.status, 422);
      assert.partialDeepStrictEqual(none.body.error.issues, [{ path: "inputs" }]);
    }
    assert.equal(kept.length, 0);
  });

  it("names a hundred bad events at most", async () => {
    const { postEvents } = start();
    const all = await postEvents({ inputs: Array(5_000).fill(0) });
    assert.equal(all.body.error.issues.length, 100);
    const some = await postEvents({ inputs: [...Array(5_000).fill(0), customEvent()] });
    assert.deepEqual([some.status, some.body.rejected.length], [202, 100]);
  });

  it("answers 413 over 1 MiB", async () => {
    const { postEvents } = start();
    const { status, body } = await postEvents(" ".repeat(1024 * 1024 + 1));
    assert.deepEqual([status, body.error.code], [413, "body_too_large"]);
  });

  it("answers 503 with Retry-After, and tells, where the outbox cannot keep the event", async () => {
    const full = directOutbox({ client: clientStandIn(() => delivered) });
    const { errors, postEvents } = start({
      outbox: { ...full, put: () => Promise.reject(new Error("database or disk is full")) },
    });
    const { status, headers, body } = await postEvents(appEvent());
    assert.equal(status, 503);
    assert.equal(headers.get("retry-after"), "10");
    assert.equal(body.error.code, "not_durable");
    assert.equal(String(errors[0]), "Error: database or disk is full");
  });

  it("answers with receipts where the outbox delivers at once, and 503 where it could not", async () => {
    for (const [verdict, status] of [[delivered, 202], [refused, 202], [failed, 503]] as const) {
      const { postEvents } = start({
        outbox: directOutbox({ client: clientStandIn(() => verdict) }),
      });
      const answered = await postEvents(appEvent());
      assert.equal(answered.status, status);
      assert.equal(answered.body.receipts[0].outcome, verdict.outcome);
      assert.deepEqual(answered.body.ids, ["fresh-uuid"]);
    }
  });
});

describe("POST /github", () => {
  it("keeps a merged pull request for its author and answers 202 with its id", async () => {
    const { kept, postGitHub } = start();
    const { status, body } = await postGitHub("pull_request", mergedPullRequest());
    assert.equal(status, 202);
    assert.equal(kept.length, 1);
    assert.partialDeepStrictEqual(kept, [{
      eventName: "pe1_github_activity",
      email: "octocat@example.com",
      uuid: body.ids[0],
      properties: { activity: "github.pull_request.merged", title: "Add a timeline" },
    }]);
  });

  it("gives a redelivery the same id", async () => {
    const { postGitHub } = start();
    const first = await postGitHub("pull_request", mergedPullRequest());
    const second = await postGitHub("pull_request", mergedPullRequest());
    assert.deepEqual(second.body.ids, first.body.ids);
  });

  it("answers 401 and parses nothing without the right signature", async () => {
    const { kept, post, postGitHub } = start();
    const wrong = await postGitHub("pull_request", mergedPullRequest(), "another secret");
    const none = await post("/github", "not json", { "x-github-event": "pull_request" });
    const old = await post("/github", "{}", {
      "x-github-event": "push",
      "x-hub-signature": "sha1=00",
    });
    for (const { status, body } of [wrong, none, old]) {
      assert.deepEqual([status, body.error.code], [401, "unauthorized"]);
    }
    assert.equal(kept.length, 0);
  });

  it("answers 400 for what is no JSON and 422 for a wrong shape, both signed", async () => {
    const { post, postGitHub } = start();
    const signature = await signGitHub(secret, new TextEncoder().encode("{"));
    const broken = await post("/github", "{", {
      "x-github-event": "push",
      "x-hub-signature-256": signature,
    });
    assert.deepEqual([broken.status, broken.body.error.code], [400, "invalid_json"]);
    const odd = await postGitHub("pull_request", { action: "opened", pull_request: 7 });
    assert.deepEqual([odd.status, odd.body.error.code], [422, "invalid_payload"]);
    assert.ok(odd.body.error.issues.length > 0);
  });

  const skipped: [string, string, unknown, string][] = [
    ["a ping", "ping", { zen: "x", hook_id: 1 }, "ping"],
    ["an event of another kind", "gollum", {}, "unsupported_event"],
    ["whom nobody knows", "pull_request", mergedPullRequest({ login: "stranger" }), "no_contact"],
    ["a bot", "pull_request", mergedPullRequest({ login: "renovate[bot]" }), "bot"],
  ];
  for (const [what, event, payload, reason] of skipped) {
    it(`answers 200 with the reason for ${what}`, async () => {
      const { kept, postGitHub } = start();
      const { status, body } = await postGitHub(event, payload);
      assert.deepEqual([status, body.skipped], [200, reason]);
      assert.equal(kept.length, 0);
    });
  }

  it("answers 413 for a body over the source's cap", async () => {
    const source = github({ secret, maxBodyBytes: 100 });
    const { post } = start({ sources: [{ ...route("/github"), source }] });
    const headers = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
    assert.equal((await post("/github", "x".repeat(101), headers)).status, 413);
  });

  it("reads nothing of a body without a signature", async () => {
    const { forwarder } = start();
    let taken = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken++;
        controller.enqueue(new Uint8Array(1_000));
      },
    });
    const init = { method: "POST", body, ...{ duplex: "half" } };
    const response = await forwarder.fetch(new Request("http://localhost/github", init));
    assert.equal(response.status, 401);
    assert.ok(taken <= 1, `${taken} chunks were taken`);
  });
});

function throwing(thrown: unknown): Source {
  return { ...github({ secret }), admit: () => {}, verify: () => Promise.reject(thrown) };
}

function route(path: string) {
  return { path, source: github({ secret }), mapping: defaultMapping({ eventName: "pe1_x" }) };
}
