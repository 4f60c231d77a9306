import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readText } from "../../src/transport/read_text.ts";

function streamOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

const bytes = new TextEncoder().encode("Ada ♥ Grüße");

describe("readText", () => {
  it("puts characters together that chunks cut apart", async () => {
    const chunks = [...bytes].map((byte) => Uint8Array.of(byte));
    assert.equal(await readText(streamOf(...chunks), 100), "Ada ♥ Grüße");
  });

  it("gives a character for the half of one that the body ends with", async () => {
    assert.equal(await readText(streamOf(bytes.slice(0, 5)), 100), "Ada \ufffd");
  });

  it("is empty without a body", async () => {
    assert.equal(await readText(null, 100), "");
  });

  it("ends at the cap and tells the sender that no more is wanted", async () => {
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes),
      cancel: () => void (isCancelled = true),
    });
    assert.equal(await readText(endless, 14), "Ada ♥ GrüßeAda");
    assert.equal(isCancelled, true);
  });
});
