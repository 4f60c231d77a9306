import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listen } from "../../src/local/listen.ts";
import { start, token } from "../edge/harness.ts";
import { converse, statusesIn } from "../fuzz/raw_connection.ts";
import { customEvent } from "../support/events.ts";

const hidden = JSON.stringify(customEvent({ uuid: "hidden" }));
/** A request that would be taken, if anybody read it as one. */
const smuggled = `POST /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
  `Content-Length: ${hidden.length}\r\n\r\n${hidden}`;
const chunked = `0\r\n\r\n${smuggled}`;

/** Heads of a request of which one reader sees the end where another sees a body, and what follows. */
const ambiguous: Record<string, [headers: string[], rest: string]> = {
  "both a length and chunks": [
    [`Content-Length: ${chunked.length}`, "Transfer-Encoding: chunked"],
    chunked,
  ],
  "chunks and a length of nothing": [["Transfer-Encoding: chunked", "Content-Length: 0"], chunked],
  "two lengths": [["Content-Length: 0", `Content-Length: ${smuggled.length}`], smuggled],
  "two lengths in one": [[`Content-Length: 0, ${smuggled.length}`], smuggled],
  "a length with a sign": [["Content-Length: +0"], smuggled],
  "a length in hexadecimal": [["Content-Length: 0x0"], smuggled],
  "a space before the colon": [["Transfer-Encoding : chunked"], chunked],
  "a folded coding": [["Transfer-Encoding:", " chunked"], chunked],
  "a coding that nobody has": [["Transfer-Encoding: xchunked"], chunked],
  "two codings": [["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], chunked],
  "chunked, and not last": [["Transfer-Encoding: chunked, identity"], chunked],
  "a vertical tab": [["Transfer-Encoding: \x0bchunked"], chunked],
  "a line feed alone": [["X: y\nTransfer-Encoding: chunked"], chunked],
  "a carriage return alone": [["X: y\rTransfer-Encoding: chunked"], chunked],
  "NUL in a header": [["X: \0", "Content-Length: 0"], smuggled],
};

describe("a forwarder that listens", () => {
  for (const [what, [headers, rest]] of Object.entries(ambiguous)) {
    it(`reads no second request out of ${what}`, async () => {
      const { forwarder, kept, errors } = start();
      const listener = await listen(forwarder.fetch, { host: "127.0.0.1", port: 0 });
      try {
        const head = ["POST /github HTTP/1.1", "Host: x", ...headers].join("\r\n");
        const answers = await converse(listener.port, `${head}\r\n\r\n${rest}`);
        const statuses = statusesIn(answers);
        const said = answers.slice(0, 400);
        assert.deepEqual(kept, [], said);
        for (const status of statuses) assert.ok(status >= 400 && status < 500, said);
        assert.deepEqual(errors, []);
      } finally {
        await listener.close(0);
      }
    });
  }

  it("takes two requests one behind the other where both say where they end", async () => {
    const { forwarder, kept } = start();
    const listener = await listen(forwarder.fetch, { host: "127.0.0.1", port: 0 });
    try {
      const answers = await converse(
        listener.port,
        smuggled.replace("hidden", "opened") + smuggled,
      );
      assert.deepEqual(statusesIn(answers), [202, 202], answers);
      assert.equal(kept.length, 2);
    } finally {
      await listener.close(0);
    }
  });
});
