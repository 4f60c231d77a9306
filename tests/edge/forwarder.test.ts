import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ForwarderOptions } from "../../src/edge/mod.ts";
import { appEvent } from "../support/events.ts";
import { route, start, throwing, token } from "./harness.ts";

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

  // As from a variable that is not set, where types cannot see it.
  const unset: [name: string, options: object, message: string][] = [
    [
      "events.token",
      { events: { token: undefined } },
      "events.token must be one word: it is undefined",
    ],
    ["events.token", { events: {} }, "events.token must be one word: it is undefined"],
    ["events.token", { events: { token: 12345 } }, "events.token must be one word: it is number"],
    [
      "metrics.token",
      { metrics: { token: undefined } },
      "metrics.token must be one word, or left out: it is undefined",
    ],
    [
      "metrics.token",
      { metrics: { token: null } },
      "metrics.token must be one word, or left out: it is object",
    ],
  ];
  for (const [name, options, message] of unset) {
    it(`refuses ${name} that is no text: ${message}`, () => {
      assert.throws(() => Reflect.apply(start, undefined, [options]), {
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
      requestId: "fresh-uuid",
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
