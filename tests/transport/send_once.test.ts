import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TransportError } from "../../mod.ts";
import { sendOnce } from "../../src/transport/send_once.ts";
import { answer, recordingFetch } from "../support/recording_fetch.ts";
import { VirtualClock } from "../support/virtual_clock.ts";

const request = {
  url: "https://api.example/events?hapikey=secret",
  method: "POST",
  headers: { authorization: "Bearer t" },
  body: "{}",
};

describe("sendOnce", () => {
  it("passes on what it was given and never follows a redirect", async () => {
    const clock = new VirtualClock();
    const { fetch, sent } = recordingFetch(
      answer(307, undefined, { location: "https://evil.example" }),
    );
    const result = await sendOnce(request, { deps: { fetch, sleep: clock.sleep }, timeoutMs: 100 });
    assert.equal(result.status, 307);
    assert.equal(sent[0]?.init.redirect, "manual");
    assert.deepEqual(sent[0]?.init.headers, request.headers);
  });

  it("leaves no timer behind, however it ends", async () => {
    for (const reaction of [answer(200), new TypeError("reset")]) {
      const clock = new VirtualClock();
      const { fetch } = recordingFetch(reaction);
      const sending = sendOnce(request, { deps: { fetch, sleep: clock.sleep }, timeoutMs: 100 });
      await sending.catch(() => {});
      assert.equal(clock.sleeping, 0);
    }
  });

  it("names the code of a cause that a runtime hides", async () => {
    const clock = new VirtualClock();
    const cause = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const { fetch } = recordingFetch(new TypeError("fetch failed", { cause }));
    const sending = sendOnce(request, { deps: { fetch, sleep: clock.sleep }, timeoutMs: 100 });
    await assert.rejects(sending, { message: /failed: fetch failed \(ECONNREFUSED\)$/ });
  });

  it("says what a cause without a code says, as Deno's, and not the address in it", async () => {
    const reason = "client error (Connect): dns error: Name or service not known";
    const words = [
      [`error sending request for url (https://api.example/events?hapikey=x): ${reason}`, reason],
      ["bad port", "bad port"],
    ];
    for (const [told = "", said] of words) {
      const clock = new VirtualClock();
      const { fetch } = recordingFetch(new TypeError("fetch failed", { cause: new Error(told) }));
      const sending = sendOnce(request, { deps: { fetch, sleep: clock.sleep }, timeoutMs: 100 });
      const message = `POST https://api.example/events failed: fetch failed (${said})`;
      await assert.rejects(sending, { name: "TransportError", message });
    }
  });

  it("times out even where fetch does not heed its signal", async () => {
    const clock = new VirtualClock();
    const { fetch } = recordingFetch("hang");
    const sending = sendOnce(request, { deps: { fetch, sleep: clock.sleep }, timeoutMs: 100 });
    await assert.rejects(clock.drive(sending), (error) => {
      assert.ok(error instanceof TransportError);
      assert.equal(error.code, "timeout");
      assert.match(error.message, /^POST https:\/\/api\.example\/events timed out: .*100 ms$/);
      return true;
    });
  });

  it("times out where the body never ends", async () => {
    const clock = new VirtualClock();
    const { fetch } = recordingFetch(() => new Response(new ReadableStream(), { status: 200 }));
    const sending = sendOnce(request, { deps: { fetch, sleep: clock.sleep }, timeoutMs: 100 });
    await assert.rejects(clock.drive(sending), { name: "TransportError", code: "timeout" });
  });

  it("turns a failed connection into a network error, with its cause and without the query", async () => {
    const clock = new VirtualClock();
    const cause = new TypeError("connection reset");
    const { fetch } = recordingFetch(cause);
    const sending = sendOnce(request, { deps: { fetch, sleep: clock.sleep }, timeoutMs: 100 });
    await assert.rejects(sending, (error) => {
      assert.ok(error instanceof TransportError);
      assert.equal(error.code, "network_error");
      assert.equal(error.cause, cause);
      assert.doesNotMatch(error.message, /hapikey/);
      return true;
    });
  });

  it("ends with the caller's signal, before and during the attempt", async () => {
    const clock = new VirtualClock();
    const { fetch, sent } = recordingFetch("hang");
    const options = { deps: { fetch, sleep: clock.sleep }, timeoutMs: 100 };
    const before = sendOnce(request, { ...options, signal: AbortSignal.abort() });
    await assert.rejects(before, { name: "TransportError", code: "aborted" });
    assert.equal(sent.length, 0);
    const controller = new AbortController();
    const during = sendOnce(request, { ...options, signal: controller.signal });
    controller.abort();
    await assert.rejects(during, { name: "TransportError", code: "aborted" });
  });

  it("reads no more than 16 MiB of an answer", async () => {
    const clock = new VirtualClock();
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(1024 * 1024).fill(97));
      },
    });
    const { fetch } = recordingFetch(() => new Response(endless));
    const result = await sendOnce(request, { deps: { fetch, sleep: clock.sleep }, timeoutMs: 100 });
    assert.equal(result.text.length, 16 * 1024 * 1024);
    assert.ok(pulled < 20);
  });
});
