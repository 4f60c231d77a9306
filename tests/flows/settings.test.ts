import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { type HublineProcess, Workplace } from "../support/hubline_process.ts";
import { PostgresServer } from "../support/postgres.ts";

const HUBLINE_EVENTS_TOKEN = "0123456789abcdef";
let workplace: Workplace;

beforeEach(() => void (workplace = new Workplace()));
afterEach(() => workplace.close());

/** Posts an event with an id; gives the status of the answer. */
async function post(hubline: HublineProcess, id: string, title = ""): Promise<number> {
  const response = await fetch(`${await hubline.url()}/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${HUBLINE_EVENTS_TOKEN}` },
    body: JSON.stringify({
      eventName: "pe1_x",
      email: "ada@example.com",
      uuid: id,
      properties: { title },
    }),
  });
  await response.body?.cancel();
  return response.status;
}

describe("deno task start with DATABASE_URL", () => {
  let server: PostgresServer;
  before(async () => void (server = await PostgresServer.start()));
  after(() => server?.stop());

  it("keeps events in Postgres, no file, and tells no password", async () => {
    const DATABASE_URL = server.url.replace("postgres@", "postgres:canary@");
    const HUBSPOT_BASE_URL = "http://127.0.0.1:9";
    const environment = { HUBLINE_EVENTS_TOKEN, DATABASE_URL };
    const first = workplace.start({
      ...environment,
      HUBSPOT_BASE_URL,
      HUBSPOT_ACCESS_TOKEN: "pat-na1-canary",
      SEGMENT_WRITE_KEY: "canary-write-key",
      HUBLINE_EVENT_NAME: "pe1_x",
    });
    assert.equal(await post(first, "for HubSpot"), 202);
    await first.printed(/^Outbox: Postgres, \/\S+\/postgres$/m);
    await first.end("SIGKILL");

    const second = workplace.start(environment);
    assert.equal(await post(second, "for Local HubSpot"), 202);
    await second.printed(/delivered pe1_x for Local HubSpot/);
    const ready = await fetch(`${await second.url()}/readyz`);
    assert.equal(ready.status, 200);
    assert.equal(await second.end("SIGTERM"), 0);
    assert.equal(existsSync(join(workplace.folder, "data")), false);
    assert.doesNotMatch(first.output + second.output, /canary/);
  });

  it("ends with 1 and names it where nobody answers", async () => {
    const DATABASE_URL = "postgres://me:canary@127.0.0.1:9/hubline";
    const hubline = workplace.start({ DATABASE_URL });
    assert.equal(await hubline.exited(), 1);
    assert.match(hubline.output, /^Cannot start:\nDATABASE_URL: .*ECONNREFUSED/m);
    assert.doesNotMatch(hubline.output, /canary/);
  });
});

describe("deno task start with further settings", () => {
  it("writes JSON lines, and nothing else, where HUBLINE_LOG says so", async () => {
    const hubline = workplace.start({ HUBLINE_EVENTS_TOKEN, HUBLINE_LOG: "json" });
    assert.equal(await post(hubline, "a"), 202);
    assert.equal((await fetch(`${await hubline.url()}/healthz`)).status, 200);
    await hubline.printed(/"receipt"/);
    assert.equal(await hubline.end("SIGTERM"), 0);
    const lines = hubline.lines.trimEnd().split("\n").map((line) => JSON.parse(line));
    const said = lines.map(({ level, message, outcome, path }) => [level, message, outcome, path]);
    assert.deepEqual(said.sort(), [
      ["info", "receipt", "delivered", "/events"],
      ["info", "request", "accepted 1", "/events"],
    ]);
    assert.doesNotMatch(hubline.lines, /ada@example\.com/);
  });

  it("takes as many requests, and as large ones, as they say", async () => {
    const hubline = workplace.start({
      HUBLINE_EVENTS_TOKEN,
      HUBLINE_RATE_LIMITS: "/events=0.001:2",
      HUBLINE_EVENTS_MAX_BYTES: "500",
    });
    assert.equal(await post(hubline, "a"), 202);
    assert.equal(await post(hubline, "b", "x".repeat(500)), 413);
    assert.equal(await post(hubline, "c"), 429);
  });

  it("does not start with a limit for a route that is closed", async () => {
    const hubline = workplace.start({ HUBLINE_RATE_LIMITS: "/v1=5" });
    assert.equal(await hubline.exited(), 1);
    assert.match(
      hubline.output,
      /^Cannot start:\nHUBLINE_RATE_LIMITS: Expected a route that is open, of \/github, \/events, found \/v1$/m,
    );
  });
});
