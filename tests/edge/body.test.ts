import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { discardBody, readBody, type ReadBodyOptions } from "../../src/edge/body.ts";
import { BodyBudget } from "../../src/edge/body_budget.ts";
import { VirtualClock } from "../support/virtual_clock.ts";
import { compress, countedZeros, endless, post } from "./bodies.ts";

function options(maxBytes: number, own: Partial<ReadBodyOptions> = {}): ReadBodyOptions {
  const hold = new BodyBudget(1_000_000).hold();
  return { maxBytes, hold, timeoutMs: 30_000, deps: new VirtualClock(), ...own };
}

describe("readBody()", () => {
  it("reads a body of exactly the cap, byte for byte", async () => {
    const body = new Uint8Array([0, 255, 10, 13]);
    assert.deepEqual(await readBody(post(body), options(4)), body);
  });

  it("reads no body as an empty one", async () => {
    const request = new Request("http://localhost/", { method: "POST" });
    assert.equal((await readBody(request, options(4))).byteLength, 0);
  });

  it("refuses one byte more", async () => {
    await assert.rejects(readBody(post(new Uint8Array(5)), options(4)), {
      name: "BodyError",
      code: "body_too_large",
      message: "The body is too large: at most 4 bytes are taken",
    });
  });

  it("stops reading where the cap is passed, whatever length the sender stated", async () => {
    const { stream, taken } = endless();
    await assert.rejects(readBody(post(stream, { "content-length": "4" }), options(5_000)), {
      code: "body_too_large",
    });
    assert.ok(taken() <= 8_000, `${taken()} bytes were taken`);
  });

  it("reads nothing of a body whose stated length is over the cap", async () => {
    const { stream, taken } = endless();
    await assert.rejects(readBody(post(stream, { "content-length": "5001" }), options(5_000)), {
      code: "body_too_large",
    });
    assert.ok(taken() <= 2_000, `${taken()} bytes were taken`);
  });

  it("gives up a body that takes too long, and lets go of it", async () => {
    const clock = new VirtualClock();
    let isLetGo = false;
    const stalled = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(1)),
      cancel: () => void (isLetGo = true),
    });
    const reading = readBody(post(stalled), options(4, { deps: clock }));
    const refused = assert.rejects(reading, {
      code: "body_timeout",
      message: "The body took too long: it has 30000 ms to come",
    });
    await clock.advance(30_000);
    await refused;
    assert.ok(isLetGo);
  });

  it("does not wait until whoever sends has let go", async () => {
    const clock = new VirtualClock();
    for (const own of [{}, { mayBeCompressed: true }]) {
      const body = post(deaf(), { "content-encoding": "gzip" });
      const refused = assert.rejects(readBody(body, options(4, { deps: clock, ...own })), {
        code: "body_timeout",
      });
      await clock.drive(refused);
    }
  });

  it("sleeps no longer than it reads", async () => {
    const clock = new VirtualClock();
    await readBody(post("x"), options(4, { deps: clock }));
    assert.equal(clock.sleeping, 0);
  });

  it("counts what it holds, and refuses what is over the budget of all", async () => {
    const budget = new BodyBudget(10);
    const [first, second] = [budget.hold(), budget.hold()];
    await readBody(post("123456"), options(100, { hold: first }));
    await assert.rejects(readBody(post("12345"), options(100, { hold: second })), {
      code: "overloaded",
      message: "Too much is being received at once: send this again in a second",
    });
    first.release();
    first.resize(10);
    assert.equal((await readBody(post("12345"), options(100, { hold: second }))).length, 5);
  });
});

describe("readBody() where Content-Length is trusted", () => {
  const own = { trustContentLength: true };
  const sized = (size: number) => ({ "content-length": String(size) });

  it("reads a body in one go, byte for byte, and counts it", async () => {
    const budget = new BodyBudget(10);
    const body = new Uint8Array([0, 255, 10, 13]);
    const request = post(body, sized(4));
    // Nobody has looked at the stream: that is what takes a server long.
    Object.defineProperty(request, "body", { get: () => assert.fail("The stream was read") });
    assert.deepEqual(await readBody(request, options(4, { ...own, hold: budget.hold() })), body);
    await assert.rejects(
      readBody(post("1234567", sized(7)), options(100, { ...own, hold: budget.hold() })),
      { name: "BodyError", code: "overloaded" },
    );
  });

  it("still refuses a stated length over the cap, and reads none of it", async () => {
    const { stream, taken } = endless();
    await assert.rejects(readBody(post(stream, sized(5_001)), options(5_000, own)), {
      code: "body_too_large",
    });
    assert.ok(taken() <= 2_000, `${taken()} bytes were taken`);
  });

  it("counts bytes as they come where none is stated, or more than 64 KiB", async () => {
    for (const headers of [{}, sized(65_537)]) {
      const { stream, taken } = endless();
      await assert.rejects(readBody(post(stream, headers), options(100_000, own)), {
        code: "body_too_large",
      });
      assert.ok(taken() <= 104_000, `${taken()} bytes were taken`);
    }
  });

  it("undoes a Content-Encoding within the cap of what comes out", async () => {
    const bytes = await compress("Ada, ".repeat(1_000), "gzip");
    const headers = { ...sized(bytes.length), "content-encoding": "gzip" };
    const mayBeCompressed = true;
    const read = await readBody(post(bytes, headers), options(5_000, { ...own, mayBeCompressed }));
    assert.equal(read.length, 5_000);
    await assert.rejects(
      readBody(post(bytes, headers), options(4_999, { ...own, mayBeCompressed })),
      { code: "body_too_large" },
    );
  });

  it("gives up a body that takes too long, and one that ends too soon", async () => {
    const clock = new VirtualClock();
    const stalled = new ReadableStream<Uint8Array>({ start: () => {} });
    const reading = readBody(post(stalled, sized(4)), options(4, { ...own, deps: clock }));
    const refused = assert.rejects(reading, { name: "BodyError", code: "body_timeout" });
    await clock.advance(30_000);
    await refused;
    const cut = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new Error("reset")),
    });
    await assert.rejects(readBody(post(cut, sized(4)), options(4, own)), {
      name: "BodyError",
      code: "body_aborted",
    });
  });
});

describe("discardBody()", () => {
  it("lets go of a body, and of one that is being read leaves it to the reader", () => {
    let isLetGo = false;
    const cancel = () => void (isLetGo = true);
    discardBody(post(new ReadableStream({ cancel })));
    assert.ok(isLetGo);
    const read = post("x");
    read.body?.getReader();
    discardBody(read);
    discardBody(new Request("http://localhost/"));
  });
});

describe("readBody() of compressed bodies", () => {
  const text = "Ada, ".repeat(1_000);
  const own = { mayBeCompressed: true };

  const known: [coding: string, format: CompressionFormat][] = [
    ["gzip", "gzip"],
    ["x-gzip", "gzip"],
    [" GZip ", "gzip"],
    ["deflate", "deflate"],
  ];
  for (const [coding, format] of known) {
    it(`undoes ${JSON.stringify(coding)}`, async () => {
      const body = post(await compress(text, format), { "content-encoding": coding });
      assert.equal(new TextDecoder().decode(await readBody(body, options(5_000, own))), text);
    });
  }

  it("takes identity, and no coding at all, as they are", async () => {
    for (const headers of [{ "content-encoding": "identity" }, {}]) {
      assert.equal((await readBody(post("x", headers), options(4, own))).length, 1);
    }
  });

  it("leaves the bytes as they came where it is not told that they may be compressed", async () => {
    const bytes = await compress(text, "gzip");
    const body = post(bytes, { "content-encoding": "gzip" });
    assert.deepEqual(await readBody(body, options(5_000)), bytes);
  });

  it("refuses codings that it does not know, and two at once", async () => {
    for (const coding of ["br", "zstd", "gzip, gzip", "gzip;q=1", "toString"]) {
      await assert.rejects(
        readBody(post("x", { "content-encoding": coding }), options(4, own)),
        { code: "unsupported_encoding" },
      );
    }
  });

  it("refuses what is not compressed, or cut, as what it is", async () => {
    const whole = await compress(text, "gzip");
    for (const bytes of [new TextEncoder().encode("{}"), whole.slice(0, -4), new Uint8Array(1)]) {
      await assert.rejects(
        readBody(post(bytes, { "content-encoding": "gzip" }), options(5_000, own)),
        { name: "BodyError", code: "invalid_encoding" },
      );
    }
  });

  it("takes a sender who hangs up for that", async () => {
    const start = (await compress(text, "gzip")).slice(0, 12);
    const parts = [start];
    const cut = new ReadableStream<Uint8Array>({
      pull(controller) {
        const part = parts.shift();
        if (part === undefined) controller.error(new Error("reset"));
        else controller.enqueue(part);
      },
    }, { highWaterMark: 0 });
    await assert.rejects(
      readBody(post(cut, { "content-encoding": "gzip" }), options(5_000, own)),
      { code: "body_aborted" },
    );
  });

  it("stops at the cap of what comes out, however much that would be", async () => {
    const bomb = await compress(countedZeros(64 * 1024 * 1024).stream, "gzip");
    assert.ok(bomb.length < 100_000, `The bomb has ${bomb.length} bytes`);
    const { stream, taken } = withoutEnd(bomb);
    await assert.rejects(
      readBody(post(stream, { "content-encoding": "gzip" }), options(100_000, own)),
      { code: "body_too_large", message: "The body is too large: at most 100000 bytes are taken" },
    );
    // 100,000 bytes come of the first hundred; the rest is what runtimes read ahead and leave compressed.
    assert.ok(taken() < 500_000, `${taken()} bytes were taken`);
  });
});

/** A body of which nothing comes, and whose sender never says that it has let go. */
function deaf(): ReadableStream<Uint8Array> {
  const never = new Promise<void>(() => {});
  return new ReadableStream({ pull: () => never, cancel: () => never }, { highWaterMark: 0 });
}

/** A body that goes on for ever behind what it begins with, and how much of it was taken. */
function withoutEnd(start: Uint8Array) {
  let taken = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = start.slice(taken, taken + 256);
      controller.enqueue(piece.length === 0 ? new Uint8Array(256) : piece);
      taken += 256;
    },
  }, { highWaterMark: 0 });
  return { stream, taken: () => taken };
}
