/**
 * Holds what `trustContentLength` promises of a server that takes requests from the network: no handler is given more of
 * a body than `Content-Length` says. Each runtime tests the server that its example uses.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { listen } from "../../src/local/listen.ts";
import { converse, statusesIn } from "../fuzz/raw_connection.ts";

type Handler = (request: Request) => Promise<Response>;

/** A server that listens. */
interface Served {
  port: number;
  close(): Promise<unknown>;
}

const long = "x".repeat(100_000);
const chunked = `${long.length.toString(16)}\r\n${long}\r\n0\r\n\r\n`;

const lies: Record<string, [headers: string[], body: string]> = {
  "more than it says": [["Content-Length: 5"], long],
  "chunks behind a length": [["Content-Length: 5", "Transfer-Encoding: chunked"], chunked],
  "a length behind chunks": [["Transfer-Encoding: chunked", "Content-Length: 5"], chunked],
  "chunks in capitals": [["Content-Length: 5", "TRANSFER-ENCODING: CHUNKED"], chunked],
  "two codings": [["Content-Length: 5", "Transfer-Encoding: gzip, chunked"], chunked],
  "two lengths": [["Content-Length: 5", `Content-Length: ${long.length}`], long],
  "two lengths in one": [[`Content-Length: 5, ${long.length}`], long],
};

describe("the server of this runtime's example", () => {
  for (const version of ["1.1", "1.0"]) {
    for (const [what, [headers, body]] of Object.entries(lies)) {
      it(`gives out no more of a body than Content-Length says: HTTP/${version}, ${what}`, async () => {
        const seen: number[] = [];
        const served = await serveHere(async (request) => {
          assert.equal(request.headers.get("content-length"), "5");
          // A body whose connection breaks off gives out nothing either.
          seen.push((await request.arrayBuffer().catch(() => new ArrayBuffer())).byteLength);
          return new Response();
        });
        const head = [`POST / HTTP/${version}`, "Host: x", "Connection: close", ...headers];
        const answers = await converse(served.port, `${head.join("\r\n")}\r\n\r\n${body}`);
        await served.close();
        assert.ok(seen.every((length) => length <= 5), `${seen}`);
        // It was cut off, or not taken at all.
        assert.ok(statusesIn(answers).every((status) => status === 200 || status === 400), answers);
        if (headers.length > 1) assert.deepEqual(seen, []);
      });
    }
  }

  it("gives out a body that is as long as it says", async () => {
    const seen: number[] = [];
    const served = await serveHere(async (request) => {
      seen.push((await request.arrayBuffer()).byteLength);
      return new Response();
    });
    const answer = await fetch(`http://127.0.0.1:${served.port}/`, {
      method: "POST",
      headers: { connection: "close" },
      body: "12345",
    });
    await answer.body?.cancel();
    await served.close();
    assert.deepEqual(seen, [5]);
  });
});

describe("the examples", () => {
  it("trust Content-Length where a server is tested here, and nowhere else", () => {
    const folder = new URL("../../examples/", import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.includes("node_modules"));
    const trusting = sources.filter((path) =>
      readFileSync(new URL(path.replaceAll("\\", "/"), folder), "utf8")
        .includes("trustContentLength: true")
    );
    assert.deepEqual(trusting.sort(), ["bun/main.ts", "deno-deploy/main.ts", "node/main.ts"]);
  });
});

/** Serves a handler as the example for this runtime does. */
function serveHere(handler: Handler): Promise<Served> {
  const address = { hostname: "127.0.0.1", port: 0 };
  const bun = Reflect.get(globalThis, "Bun");
  if (bun !== undefined) {
    const server = bun.serve({ ...address, fetch: handler });
    return Promise.resolve({ port: server.port, close: () => server.stop(true) });
  }
  if (Reflect.has(globalThis, "Deno")) {
    const server = Deno.serve({ ...address, onListen: () => {} }, handler);
    return Promise.resolve({ port: server.addr.port, close: () => server.shutdown() });
  }
  // Hono's listener over `node:http`, as its `serve` is.
  return listen(handler, { host: address.hostname, port: 0 });
}
