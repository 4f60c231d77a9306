import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readBody } from "../../src/edge/body.ts";

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  // `duplex` is what the Fetch standard asks of a streamed body, and what lib.dom does not know yet.
  return new Request("http://localhost/", { method: "POST", body, headers, ...{ duplex: "half" } });
}

function endless(): { stream: ReadableStream<Uint8Array>; taken: () => number } {
  let taken = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += 1_000;
      controller.enqueue(new Uint8Array(1_000));
    },
  });
  return { stream, taken: () => taken };
}

describe("readBody", () => {
  it("reads a body of exactly the cap, byte for byte", async () => {
    const body = new Uint8Array([0, 255, 10, 13]);
    assert.deepEqual(await readBody(post(body), 4), body);
  });

  it("reads no body as an empty one", async () => {
    const request = new Request("http://localhost/", { method: "POST" });
    assert.equal((await readBody(request, 4)).byteLength, 0);
  });

  it("refuses one byte more", async () => {
    await assert.rejects(readBody(post(new Uint8Array(5)), 4), {
      name: "BodyTooLargeError",
      message: "The body is too large: at most 4 bytes are taken",
    });
  });

  it("stops reading where the cap is passed, whatever length the sender stated", async () => {
    const { stream, taken } = endless();
    await assert.rejects(readBody(post(stream, { "content-length": "4" }), 5_000), {
      name: "BodyTooLargeError",
    });
    assert.ok(taken() <= 8_000, `${taken()} bytes were taken`);
  });

  it("reads nothing of a body whose stated length is over the cap", async () => {
    const { stream, taken } = endless();
    await assert.rejects(readBody(post(stream, { "content-length": "5001" }), 5_000), {
      name: "BodyTooLargeError",
    });
    assert.ok(taken() <= 2_000, `${taken()} bytes were taken`);
  });
});
