import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LiveStreams } from "../../src/local/page/live.ts";
import { localHubSpot, paths, post } from "./harness.ts";

function readerOf(response: Response) {
  assert.ok(response.body);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  return {
    async next(): Promise<string | undefined> {
      const { done, value } = await reader.read();
      return done ? undefined : decoder.decode(value);
    },
    cancel: () => reader.cancel(),
  };
}

describe("GET /live", () => {
  it("says that something changed when an event arrives", async () => {
    const hubspot = localHubSpot();
    const response = await hubspot.fetch(new Request("http://localhost/live"));
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    const reader = readerOf(response);
    assert.equal(await reader.next(), "retry: 1000\n\n");
    await post(hubspot, paths.custom, { eventName: "pe1_e", email: "a@b.c", properties: {} });
    assert.equal(await reader.next(), "data: changed\n\n");
    await reader.cancel();
  });
});

describe("HEAD /live", () => {
  it("opens no stream that nobody would close", async () => {
    const request = new Request("http://localhost/live", { method: "HEAD" });
    const response = await localHubSpot().fetch(request);
    assert.deepEqual([response.status, await response.text()], [200, ""]);
  });
});

describe("LiveStreams", () => {
  it("keeps one word for a page that does not take it, however often it is told", async () => {
    const live = new LiveStreams();
    const reader = readerOf(live.open());
    assert.equal(await reader.next(), "retry: 1000\n\n");
    for (let count = 0; count < 1000; count++) live.tell();
    live.end();
    assert.equal(await reader.next(), "data: changed\n\n");
    assert.equal(await reader.next(), undefined);
  });

  it("forgets a page that went away", async () => {
    const live = new LiveStreams();
    const reader = readerOf(live.open());
    assert.equal(live.size, 1);
    await reader.cancel();
    assert.equal(live.size, 0);
    live.tell();
    live.end();
  });
});
