import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { deliveriesPage } from "../../src/edge/deliveries/mod.ts";
import { createForwarder } from "../../src/edge/mod.ts";
import { referencePage } from "../../src/edge/reference/mod.ts";
import { listen } from "../../src/local/listen.ts";
import { startLocalHubSpot } from "../../src/local/mod.ts";
import { openSqliteOutbox } from "../../src/outbox/sqlite.ts";
import { token } from "../edge/harness.ts";
import { sourceSenders } from "../fuzz/senders.ts";
import { clientStandIn, delivered } from "../support/client_stand_in.ts";

/** Ways to say "one folder up", "the root" and "the end of the text". */
const climbing: readonly string[] = [
  ...["..", "../..", "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/x"],
  ...["%252e%252e%252fetc", "..\\..\\etc", "..%5c..%5cetc", "....//....//etc", "%c0%ae%c0%ae/x"],
  ...["x%00", "%00", "x%00.json", "/etc/passwd", "%2fetc%2fpasswd", "file:%2f%2f%2fetc%2fpasswd"],
  ...[".", "./.", ".env", "hubline.db", "canary.txt", "deno.json", "..;/x", "%", "%zz", "%ff"],
];

const canary = "canary-of-the-file-8a7b";

describe("a path that climbs", () => {
  const folder = mkdtempSync(join(tmpdir(), "hubline-paths-"));
  writeFileSync(join(folder, "canary.txt"), canary);
  after(() => rmSync(folder, { recursive: true }));

  /** Asks for a path as it is: `fetch` would resolve the dots in it. */
  function ask(port: number, method: string, path: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      let text = "";
      socket.setEncoding("latin1").on("data", (piece) => text += piece);
      socket.on("error", () => {});
      socket.on("close", () => resolve(text));
      socket.end(
        `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
          "Connection: close\r\nContent-Length: 0\r\n\r\n",
      );
    });
  }

  async function leadsNowhere(port: number, paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      for (const method of ["GET", "POST"]) {
        const answer = await ask(port, method, path);
        const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 400);
        const said = `${method} ${path}: ${answer.slice(0, 300)}`;
        assert.ok(status < 500, said);
        assert.ok(!answer.includes(canary) && !/root:|SQLite format/.test(answer), said);
      }
    }
  }

  it("leads to no file from the forwarder's routes, and to nothing that is not there", async () => {
    const client = clientStandIn(() => delivered);
    const outbox = openSqliteOutbox({ path: join(folder, "hubline.db"), client });
    const errors: unknown[] = [];
    const forwarder = createForwarder({
      outbox,
      events: { token },
      sources: sourceSenders.map(({ route: path, source }) => ({
        path,
        source,
        mapping: () => undefined,
      })),
      pages: [referencePage(), deliveriesPage({ authorize: () => true })],
      onError: (error) => errors.push(error),
    });
    const listener = await listen(forwarder.fetch, { host: "127.0.0.1", port: 0 });
    try {
      const roots = ["/", "/events/", "/deliveries/", "/deliveries/event?type=", "/webhooks/"];
      await leadsNowhere(
        listener.port,
        [...roots, "/reference/", "/v1/", "/github/"].flatMap((root) =>
          climbing.map((one) => root + one)
        ),
      );
      assert.deepEqual(errors, []);
    } finally {
      await listener.close(0);
      await outbox.close();
    }
  });

  it("leads to no file from Local HubSpot's pages, API and controls", async () => {
    const hubspot = await startLocalHubSpot({ port: 0, file: join(folder, "account.db") });
    try {
      const roots = [
        "/",
        "/contacts/",
        "/requests/",
        "/_local/faults/",
        "/events/2026-03/event-definitions/",
      ];
      await leadsNowhere(
        Number(new URL(hubspot.url).port),
        roots.flatMap((root) => climbing.map((one) => root + one)),
      );
    } finally {
      await hubspot.close();
    }
  });
});
