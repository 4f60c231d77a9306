import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultMapping } from "../../mod.ts";
import type { SourceRoute } from "../../src/edge/mod.ts";
import type { RawRequest, Source } from "../../src/sources/source.ts";
import { activity } from "../support/activities.ts";
import { compress } from "./bodies.ts";
import { start } from "./harness.ts";

/** A source that takes everything, and the requests that it saw. */
function open(own: Partial<Source> = {}) {
  const seen: RawRequest[] = [];
  const source: Source = {
    name: "open",
    maxBodyBytes: 100,
    verify: () => Promise.resolve(),
    parse: (request) => {
      seen.push(request);
      const text = new TextDecoder().decode(request.body);
      const skipped = [{ reason: "ping", what: "x" }, { reason: "ping", what: "y" }] as const;
      return Promise.resolve({
        activities: text === "skip" ? [] : [activity()],
        skipped: text === "x" ? [] : [...skipped],
      });
    },
    ...own,
  };
  const route = (path: string): SourceRoute => ({
    path,
    source,
    mapping: defaultMapping({ eventName: "pe1_x" }),
  });
  return { seen, route };
}

describe("createForwarder, of a source with paths", () => {
  const paths = ["/track", "/t"];

  it("listens at each of them, with and without a slash at its end, and not at the route's own", async () => {
    const { seen, route } = open({ paths });
    const { post, handled } = start({ sources: [route("/v1")] });
    for (const path of ["/v1/track", "/v1/t", "/v1/track/"]) {
      assert.equal((await post(path, "x")).status, 202);
    }
    for (const path of ["/v1", "/v1/page", "/track"]) {
      assert.equal((await post(path, "x")).status, 404);
    }
    assert.deepEqual(seen.map(({ url, method }) => `${method} ${url}`), [
      "POST http://localhost/v1/track",
      "POST http://localhost/v1/t",
      "POST http://localhost/v1/track/",
    ]);
    assert.deepEqual(handled.slice(0, 3).map(({ path }) => path), [
      "/v1/track",
      "/v1/t",
      "/v1/track",
    ]);
  });

  it("takes a route at the root", async () => {
    const { post } = start({ sources: [open({ paths }).route("/")] });
    assert.equal((await post("/track", "x")).status, 202);
  });

  const refused: [string, SourceRoute[], string][] = [
    [
      "a path that another source has",
      [open({ paths }).route("/v1"), open().route("/v1/t")],
      "/v1/t is taken twice",
    ],
    ["the same but for a slash", [open().route("/a"), open().route("/a/")], "/a is taken twice"],
    [
      "a path of its own",
      [open({ paths: ["/healthz"] }).route("/")],
      "/healthz is taken twice",
    ],
    [
      "a source without any",
      [open({ paths: [] }).route("/v1")],
      "the source at /v1 names no path: open",
    ],
    [
      "a path with a space",
      [open({ paths: ["/tr ack"] }).route("/v1/")],
      "a path must be like /github: /v1/tr ack",
    ],
  ];
  for (const [what, sources, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => start({ sources }), {
        name: "TypeError",
        message: `Cannot make a forwarder: ${message}`,
      });
    });
  }
});

describe("createForwarder, of a source with an answer of its own", () => {
  it("gives it for what was taken and for what was skipped, and tells the outcome as ever", async () => {
    const { route } = open({ success: { status: 200, body: { success: true } } });
    const { post, handled } = start({ sources: [route("/x")] });
    for (const body of ["x", "skip", "skip some"]) {
      const answer = await post("/x", body);
      assert.deepEqual([answer.status, answer.body], [200, { success: true }]);
    }
    assert.deepEqual(handled.map(({ outcome }) => outcome), [
      "accepted 1",
      "skipped ping",
      "accepted 1, skipped 2 ping",
    ]);
  });

  it("can be without a body", async () => {
    const { route } = open({ success: { status: 204, body: null } });
    const { forwarder } = start({ sources: [route("/x")] });
    const response = await forwarder.fetch(
      new Request("http://localhost/x", { method: "POST", body: "x" }),
    );
    assert.deepEqual([response.status, await response.text()], [204, ""]);
  });

  it("is not given for what was not kept", async () => {
    const { route } = open({ success: { status: 200, body: { success: true } } });
    const { post } = start({
      sources: [route("/x")],
      outbox: {
        put: () => Promise.reject(new Error("full")),
        process: () => Promise.resolve({ receipts: [] }),
        onPut: () => () => {},
        close: () => Promise.resolve(),
      },
    });
    const { status, body } = await post("/x", "x");
    assert.deepEqual([status, body.error.code], [503, "not_durable"]);
  });
});

describe("createForwarder, of a source for browsers", () => {
  const preflight = (path: string, wanted?: string) =>
    new Request(`http://localhost${path}`, {
      method: "OPTIONS",
      headers: {
        "access-control-request-method": "POST",
        ...(wanted === undefined ? {} : { "access-control-request-headers": wanted }),
      },
    });

  it("answers the preflight with the headers that are asked for", async () => {
    const { forwarder, handled } = start({ sources: [open({ isForBrowsers: true }).route("/x")] });
    const { status, headers } = await forwarder.fetch(
      preflight("/x", "authorization,content-type"),
    );
    assert.equal(status, 204);
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("access-control-allow-methods"), "POST");
    assert.equal(headers.get("access-control-allow-headers"), "authorization,content-type");
    assert.equal(headers.get("access-control-max-age"), "86400");
    assert.equal(handled[0]?.outcome, "preflight");
  });

  it("allows no headers where none, or nothing like names, are asked for", async () => {
    const { forwarder } = start({ sources: [open({ isForBrowsers: true }).route("/x")] });
    for (const wanted of [undefined, "a b", "<x>", "x".repeat(200), "a,".repeat(100)]) {
      const { status, headers } = await forwarder.fetch(preflight("/x", wanted));
      assert.deepEqual([status, headers.get("access-control-allow-headers")], [204, null]);
    }
  });

  it("lets pages read every answer, errors included", async () => {
    const { route } = open({ isForBrowsers: true });
    const { forwarder, post } = start({ sources: [route("/x")] });
    const answers = [
      await post("/x", "x"),
      await post("/x", "skip"),
      await post("/x", "x".repeat(101)),
      await forwarder.fetch(new Request("http://localhost/x")),
    ];
    assert.deepEqual(answers.map(({ status }) => status), [202, 200, 413, 405]);
    for (const { headers } of answers) {
      assert.equal(headers.get("access-control-allow-origin"), "*");
    }
  });

  it("opens no other route", async () => {
    const { forwarder } = start({
      sources: [open({ isForBrowsers: true }).route("/x"), open().route("/y")],
    });
    for (const path of ["/y", "/events", "/healthz", "/nothing"]) {
      const { status, headers } = await forwarder.fetch(preflight(path, "authorization"));
      assert.ok(status >= 400, `${path}: ${status}`);
      assert.equal(headers.get("access-control-allow-origin"), null);
    }
  });
});

describe("createForwarder, of publicUrl", () => {
  const table: [publicUrl: string | undefined, called: string, seen: string][] = [
    [undefined, "http://localhost/x?a=1", "http://localhost/x?a=1"],
    [
      "https://hooks.example.com",
      "http://localhost/x?a=%20b",
      "https://hooks.example.com/x?a=%20b",
    ],
    ["https://example.com/hubline/", "http://10.0.0.1:8787/x", "https://example.com/hubline/x"],
  ];
  for (const [publicUrl, called, expected] of table) {
    it(`makes ${expected} of ${called}`, async () => {
      const { seen, route } = open();
      const { forwarder } = start({
        sources: [route("/x")],
        ...(publicUrl === undefined ? {} : { publicUrl }),
      });
      await forwarder.fetch(new Request(called, { method: "POST", body: "x" }));
      assert.equal(seen[0]?.url, expected);
    });
  }

  for (const publicUrl of ["hooks.example.com", "ftp://x", "https://u:p@x", "https://x/?a", ""]) {
    it(`refuses ${JSON.stringify(publicUrl)}`, () => {
      assert.throws(() => start({ publicUrl }), {
        name: "TypeError",
        message: "Cannot make a forwarder: publicUrl must be an http(s) address without user, " +
          `query or fragment: ${publicUrl}`,
      });
    });
  }
});

describe("createForwarder, of bodies", () => {
  for (const name of ["maxBodyBytesInFlight", "bodyTimeoutMs"] as const) {
    it(`refuses a ${name} that is no whole number from 1`, () => {
      for (const value of [0, -1, 1.5, NaN, Infinity]) {
        assert.throws(() => start({ [name]: value }), {
          name: "RangeError",
          message: `Cannot make a forwarder: ${name} must be a whole number from 1: ${value}`,
        });
      }
    });
  }

  it("undoes compression only for the sources that say so", async () => {
    const packed = await compress("skip", "gzip");
    for (const mayBeCompressed of [true, false]) {
      const { seen, route } = open({ mayBeCompressed });
      const { forwarder } = start({ sources: [route("/x")] });
      await forwarder.fetch(
        new Request("http://localhost/x", {
          method: "POST",
          body: packed,
          headers: { "content-encoding": "gzip" },
        }),
      );
      const expected = mayBeCompressed ? new TextEncoder().encode("skip") : packed;
      assert.deepEqual(seen[0]?.body, expected);
    }
  });

  it("answers 415 with what it takes for an unknown encoding, and 400 for a broken one", async () => {
    const { post } = start({ sources: [open({ mayBeCompressed: true }).route("/x")] });
    const unknown = await post("/x", "x", { "content-encoding": "br" });
    assert.deepEqual([unknown.status, unknown.body.error.code], [415, "unsupported_encoding"]);
    assert.equal(unknown.headers.get("accept-encoding"), "gzip, deflate");
    const broken = await post("/x", "x", { "content-encoding": "gzip" });
    assert.deepEqual([broken.status, broken.body.error.code], [400, "invalid_encoding"]);
  });

  it("answers 503 with Retry-After while too much is in flight, and takes more afterwards", async () => {
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const { route } = open({ verify: () => held });
    const { post } = start({ sources: [route("/x")], maxBodyBytesInFlight: 100 });
    const first = post("/x", "x".repeat(60));
    const second = await post("/x", "x".repeat(60));
    assert.deepEqual([second.status, second.body.error.code], [503, "overloaded"]);
    assert.equal(second.headers.get("retry-after"), "1");
    letGo();
    assert.equal((await first).status, 202);
    assert.equal((await post("/x", "x".repeat(60))).status, 202);
  });
});
