import assert from "node:assert/strict";
import { connect } from "node:net";
import { describe, it } from "node:test";
import { listen, type Listener } from "../../src/local/listen.ts";
import type { ForwarderOptions, LineAnswer } from "../../src/edge/mod.ts";
import { customEvent } from "../support/events.ts";
import { compress, countedZeros } from "./bodies.ts";
import { start, token } from "./harness.ts";

const line = (id: string) => `${JSON.stringify(customEvent({ uuid: id }))}\n`;
const authorization = `Bearer ${token}`;

/** Serves a forwarder on a port of its own while something is done with it. */
async function served(
  own: Partial<ForwarderOptions>,
  act: (listener: Listener, running: ReturnType<typeof start>) => Promise<void>,
): Promise<void> {
  const running = start(own);
  const listener = await listen(running.forwarder.fetch, { host: "127.0.0.1", port: 0 });
  try {
    await act(listener, running);
  } finally {
    await listener.close(0);
  }
}

/** A request written by hand, and everything that came back until the server closed the connection. */
function converse(port: number, headers: readonly string[]) {
  const socket = connect(port, "127.0.0.1");
  const received: string[] = [];
  const waiting: (() => void)[] = [];
  socket.setEncoding("utf8");
  socket.on("data", (text) => {
    received.push(String(text));
    waiting.splice(0).forEach((wake) => wake());
  });
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("error", () => {});
  socket.write(
    ["POST /events HTTP/1.1", "Host: x", `Authorization: ${authorization}`, ...headers]
      .map((header) => `${header}\r\n`).join("") + "\r\n",
  );
  return {
    socket,
    closed,
    text: () => received.join(""),
    chunk: (text: string) => socket.write(`${text.length.toString(16)}\r\n${text}\r\n`),
    async until(found: string): Promise<void> {
      while (!received.join("").includes(found)) {
        await Promise.race([new Promise<void>((resolve) => waiting.push(resolve)), closed]);
        assert.ok(!socket.destroyed || received.join("").includes(found), received.join(""));
      }
    },
  };
}

describe("a forwarder that listens", () => {
  it("answers JSON lines while it reads them, on one connection", () =>
    served({}, async ({ port }, { kept }) => {
      const talk = converse(port, [
        "Transfer-Encoding: chunked",
        "Content-Type: application/x-ndjson",
      ]);
      talk.chunk(line("a"));
      await talk.until('"id":"a"');
      talk.chunk(line("b").slice(0, 10));
      talk.chunk(line("b").slice(10) + line("c"));
      await talk.until('"id":"c"');
      assert.equal(kept.length, 3);
      talk.socket.write("0\r\n\r\n");
      await talk.until("\r\n0\r\n\r\n");
      talk.socket.destroy();
      await talk.closed;
    }));

  it("keeps the whole lines of a stream whose sender hangs up", () =>
    served({}, async ({ port }, { errors, kept }) => {
      const talk = converse(port, [
        "Transfer-Encoding: chunked",
        "Content-Type: application/x-ndjson",
      ]);
      talk.chunk(line("a") + line("b").slice(0, 20));
      await talk.until('"id":"a"');
      talk.socket.destroy();
      await talk.closed;
      assert.equal(kept.length, 1);
      assert.deepEqual(errors, []);
    }));

  it("takes ten megabytes of JSON lines, compressed", () =>
    served({ maxBodyBytesInFlight: 4 * 1024 * 1024 }, async ({ url }) => {
      const text = line("a");
      const count = Math.ceil(10 * 1024 * 1024 / text.length);
      const response = await fetch(`${url}/events`, {
        method: "POST",
        headers: {
          authorization,
          "content-type": "application/x-ndjson",
          "content-encoding": "gzip",
        },
        body: await compress(text.repeat(count), "gzip"),
      });
      const answers = (await response.text()).trimEnd().split("\n");
      const last: LineAnswer = JSON.parse(answers.at(-1) ?? "");
      assert.deepEqual(last, { line: count, outcome: "accepted", id: "a" });
      assert.equal(answers.length, count);
    }));

  it("answers 413 to a bomb", () =>
    served({}, async ({ url }) => {
      const response = await fetch(`${url}/events`, {
        method: "POST",
        headers: { authorization, "content-encoding": "gzip" },
        body: await compress(countedZeros(32 * 1024 * 1024).stream, "gzip"),
      });
      assert.equal(response.status, 413);
      assert.equal((await response.json()).error.code, "body_too_large");
    }));

  it("answers 408 to a body that does not come, and closes", () =>
    // A clock on which any time is over at once: the body is never there in time.
    served({ deps: { sleep: () => Promise.resolve() } }, async ({ port }) => {
      const talk = converse(port, ["Content-Length: 10"]);
      talk.socket.write("{");
      await talk.closed;
      assert.match(talk.text(), /^HTTP\/1\.1 408 /);
      assert.match(talk.text(), /"body_timeout"/);
    }));
});
