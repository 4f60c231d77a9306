import fc from "fast-check";
import assert from "node:assert/strict";
import { listen } from "../../src/local/listen.ts";
import { customEvent } from "../support/events.ts";
import { start, token } from "../edge/harness.ts";
import { type Law, law } from "./law.ts";
import { converse, statusesIn } from "./raw_connection.ts";
import { oddText } from "./values.ts";

const crlf = fc.oneof(
  { arbitrary: fc.constant("\r\n"), weight: 30 },
  { arbitrary: fc.constantFrom("\n", "\r", "\r\r\n", "\r\n "), weight: 1 },
);

const oddLine = fc.tuple(
  fc.constantFrom(
    "POST",
    "POST",
    "POST",
    "GET",
    "GET",
    "HEAD",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "CONNECT",
    "post",
    "G\0T",
    "",
  ),
  fc.oneof(
    fc.constantFrom(
      ...["/events", "/github", "/healthz", "//evil.example/events", "http://evil.example/events"],
      ...["/%", "/%00", "*", "", "/ x", "/events?%ff#x", "../x", "evil.example:443", "/\x7f", "/ü"],
      ...[
        "///",
        "http://",
        "http://[",
        "http://a b/",
        "/events/%2e%2e/%2e%2e",
        `/${"x".repeat(20_000)}`,
      ],
    ),
    oddText.map((text) => `/${text.replaceAll(/[\r\n]/g, "")}`),
  ),
  fc.constantFrom("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", "X", ""),
).map((parts) => parts.join(" "));

const requestLine = fc.oneof(
  fc.constantFrom("POST /events HTTP/1.1", "GET /healthz HTTP/1.1", "POST /github HTTP/1.1"),
  oddLine,
);

const body = JSON.stringify(customEvent());
const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

const header = fc.oneof(
  fc.constantFrom(
    ...[
      "Host: x",
      "Host: x",
      "Host: a",
      "Host: a b",
      "Host: ",
      "Host: [",
      "Host: x:99999999",
      "Host: ü",
    ],
    `Authorization: Bearer ${token}`,
    `Authorization: Bearer ${token}`,
    `Content-Length: ${body.length}`,
    `Content-Length: ${body.length}`,
    ...["Content-Length: 0", "Content-Length: -1", "Content-Length: 1e3", "Content-Length: 5, 6"],
    ...["Content-Length: 99999999999999999999", "Content-Length : 5", "Content-Length: +5"],
    ...["Transfer-Encoding: chunked", "Transfer-Encoding: chunked", "Transfer-Encoding: xchunked"],
    ...["Transfer-Encoding: chunked, identity", "Transfer-Encoding:\x0bchunked", "TE: trailers"],
    ...[
      "Expect: 100-continue",
      "Expect: x",
      "Upgrade: websocket",
      "Connection: upgrade",
      "Upgrade: h2c",
    ],
    ...["Connection: keep-alive", "Connection: close", "Content-Type: application/x-ndjson"],
    ...[
      " folded: x",
      "\tfolded",
      "no colon",
      ": no name",
      "X\0: y",
      "X: \0",
      "X: \x1b[31m",
      "X: ü",
    ],
    `X: ${"y".repeat(70_000)}`,
  ),
  oddText.map((text) => `X-Odd: ${text}`),
  fc.array(fc.constant("X: y"), { minLength: 100, maxLength: 2_500 }).map((all) =>
    all.join("\r\n")
  ),
);

const end = fc.constantFrom(
  "",
  body,
  body,
  chunk,
  `${chunk}GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`,
  "ffffffffff\r\n",
);

const wireCases = fc.record({
  line: requestLine,
  headers: fc.oneof(
    fc.array(header, { maxLength: 6 }),
    // Enough to be taken, and one more.
    header.map((one) => [
      "Host: x",
      `Authorization: Bearer ${token}`,
      `Content-Length: ${body.length}`,
      one,
    ]),
  ),
  breaks: fc.oneof(fc.constant([]), fc.array(crlf, { minLength: 8, maxLength: 8 })),
  end,
  cut: fc.nat({ max: 400 }),
});

/** The law of the wire: whatever bytes come, the server answers with no fault of ours, and goes on. */
export const wireLaw: Law = law("bytes on a connection", {
  share: 6,
  cases: wireCases,
  async open() {
    const { forwarder, errors, kept } = start();
    const listener = await listen(forwarder.fetch, { host: "127.0.0.1", port: 0 });
    return {
      async holds({ line, headers, breaks, end, cut }) {
        const lines = [line, ...headers];
        const head = lines.map((one, index) => one + (breaks[index] ?? "\r\n")).join("");
        const before = kept.length;
        const answers = await converse(listener.port, `${head}\r\n${end}`, cut);
        for (const status of statusesIn(answers)) {
          assert.ok(status < 500 || status === 501 || status === 505, answers.slice(0, 300));
        }
        assert.deepEqual(errors, []);
        const accepted = statusesIn(answers).filter((status) => status === 202).length;
        // Whoever hangs up may miss an answer; nobody is told of an event that is not there.
        assert.ok(accepted <= kept.length - before, answers.slice(0, 300));
        const alive = await fetch(`${listener.url}/healthz`);
        assert.equal(await alive.text(), '{"status":"ok"}');
      },
      close: () => listener.close(0),
    };
  },
});
