import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultMapping } from "../../mod.ts";
import { cloudEvents } from "../../src/sources/cloudevents.ts";
import { segment } from "../../src/sources/segment.ts";
import { route, start } from "./harness.ts";

const mapping = defaultMapping({ eventName: "pe1_activity" });
const writeKey = "a-write-key-of-ours";

function asking(allowedOrigins?: readonly string[]) {
  const options = allowedOrigins === undefined ? {} : { allowedOrigins };
  const source = cloudEvents({ token: "a-token-of-ours", ...options });
  const running = start({
    sources: [
      { path: "/cloudevents", source, mapping },
      { path: "/v1", source: segment({ writeKey }), mapping },
      route("/github"),
    ],
  });
  const ask = async (headers: Record<string, string>, path = "/cloudevents") => {
    const request = new Request(`http://localhost${path}`, { method: "OPTIONS", headers });
    const response = await running.forwarder.fetch(request);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  return { ...running, ask };
}

const origin = "eventgrid.azure.net";

describe("OPTIONS with WebHook-Request-Origin", () => {
  const allowed: [pattern: string, name: string][] = [
    [origin, origin],
    ["EventGrid.Azure.net", "eventgrid.AZURE.net"],
    ["*.azure.net", origin],
    ["*", "anybody.example"],
    ["localhost:8080", "localhost:8080"],
  ];
  for (const [pattern, name] of allowed) {
    it(`allows ${name} by ${pattern}, with as many events as it likes`, async () => {
      const { ask, handled } = asking(["other.example", pattern]);
      const { status, headers, text } = await ask({
        "webhook-request-origin": name,
        "webhook-request-rate": "120",
      });
      assert.deepEqual([status, text], [200, ""]);
      assert.equal(headers.get("allow"), "POST");
      assert.equal(headers.get("webhook-allowed-origin"), name.toLowerCase());
      assert.equal(headers.get("webhook-allowed-rate"), "*");
      assert.equal(handled[0]?.outcome, "permitted");
    });
  }

  const refused: [what: string, allowed: readonly string[] | undefined, name?: string][] = [
    ["anybody where nobody is named", undefined, origin],
    ["anybody where the list is empty", [], origin],
    ["somebody else", [origin], "azure.net"],
    ["a name with more behind it", [origin], `${origin}.example`],
    ["two names at once", ["*"], `${origin}, other.example`],
    ["what is no name", ["*"], "https://eventgrid.azure.net/"],
    ["a name without end", ["*"], "a".repeat(256)],
    ["who does not say a name", ["*"]],
  ];
  for (const [what, origins, name] of refused) {
    it(`refuses ${what} with 405, and says that POST is taken`, async () => {
      const { ask } = asking(origins);
      const headers: Record<string, string> = name === undefined
        ? {}
        : { "webhook-request-origin": name };
      const answer = await ask(headers);
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.get("allow"), "POST");
      assert.equal(answer.headers.get("webhook-allowed-origin"), null);
    });
  }

  it("never calls the address that it names", async () => {
    const asked: string[] = [];
    const source = cloudEvents({ token: "a-token-of-ours", allowedOrigins: ["*"] });
    const { forwarder } = start({
      sources: [{ path: "/cloudevents", source, mapping }],
      deps: {
        fetch: (url) => {
          asked.push(url);
          return Promise.reject(new Error("nobody is called"));
        },
      },
    });
    const answer = await forwarder.fetch(
      new Request("http://localhost/cloudevents", {
        method: "OPTIONS",
        headers: {
          "webhook-request-origin": origin,
          "webhook-request-callback": "http://169.254.169.254/latest",
        },
      }),
    );
    assert.equal(answer.status, 200);
    assert.deepEqual(asked, []);
  });

  it("is nothing to other routes", async () => {
    const { ask } = asking(["*"]);
    for (const path of ["/github", "/events", "/healthz"]) {
      const { status, headers } = await ask({ "webhook-request-origin": origin }, path);
      assert.deepEqual([status, headers.get("webhook-allowed-origin")], [405, null]);
    }
    const browsers = await ask({ "webhook-request-origin": origin }, "/v1/track");
    assert.deepEqual([browsers.status, browsers.headers.get("webhook-allowed-origin")], [
      204,
      null,
    ]);
  });

  it("lets nobody in: the token is asked for all the same", async () => {
    const { post } = asking(["*"]);
    const headers = {
      "webhook-request-origin": origin,
      "content-type": "application/cloudevents+json",
    };
    assert.equal((await post("/cloudevents", "{}", headers)).status, 401);
  });

  it("answers 415 to events in a format that is not read", async () => {
    const { post } = asking();
    const answer = await post("/cloudevents", "{}", {
      authorization: "Bearer a-token-of-ours",
      "content-type": "application/cloudevents+avro",
    });
    assert.deepEqual([answer.status, answer.body.error.code], [415, "unsupported_media_type"]);
  });
});
